/** One happening, as a stream of server-sent events tells it. */
export interface LoggedEvent {
  readonly id: number
  readonly name: string
  readonly data: unknown
}

export interface EventLog {
  add(name: string, data: unknown): void
  end(): void
  /** All events after that id, then the coming ones until the end; `undefined` when nothing happened for so long. */
  after(id: number, heartbeatMs: number, signal: AbortSignal): AsyncGenerator<LoggedEvent | undefined>
}

const KEPT = 500

export function eventLog(): EventLog {
  const kept: LoggedEvent[] = []
  let last = 0
  let ended = false
  let wake = Promise.withResolvers<void>()
  const stir = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  return {
    add(name, data) {
      kept.push({ id: ++last, name, data })
      if (kept.length > KEPT) kept.shift()
      stir()
    },
    end() {
      ended = true
      stir()
    },
    async *after(id, heartbeatMs, signal) {
      let seen = id
      while (!signal.aborted) {
        const stirred = wake.promise
        for (const event of kept.filter((it) => it.id > seen)) {
          yield event
          seen = event.id
        }
        if (ended && seen >= last) return
        if (seen >= last && !(await within(stirred, heartbeatMs, signal))) yield undefined
      }
    },
  }
}

/** Whether the promise came before the time was up. */
async function within(promise: Promise<void>, ms: number, signal: AbortSignal): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), ms)
  const stop = () => late.resolve(true)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([promise.then(() => true), late.promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
