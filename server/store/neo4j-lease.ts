import { randomUUID } from 'node:crypto'
import { hasEnded, interrupted, type LeaseHolder, thisProcess } from './lease-holder.ts'
import type { Neo4jConnection, Run } from './neo4j-connection.ts'
import { integer } from './neo4j-rows.ts'
import type { Revision } from './store.ts'

interface State extends LeaseHolder {
  readonly token: string | null
  readonly idleMs: number
  readonly staging: boolean
  readonly lease: Revision
  readonly current: Revision
}

/**
 * The right to write, held by one writer over all processes, as in the embedded store. Every step is numbered, and its
 * number is kept in the transaction that takes it: so a step whose COMMIT was lost on its way is not taken twice.
 */
export class Neo4jLease {
  readonly revision: Revision
  /** The newest revision when it was taken. */
  readonly current: Revision
  /** Whether an earlier writer may have left what it staged. */
  readonly hasLeftovers: boolean
  readonly #connection: Neo4jConnection
  readonly #heartbeat: NodeJS.Timeout
  #steps = 0
  #isBusy = false

  private constructor(connection: Neo4jConnection, token: string, state: State, revision: Revision, renewMs: number) {
    this.#connection = connection
    this.revision = revision
    this.current = state.current
    this.hasLeftovers = state.staging
    this.#heartbeat = setInterval(() => this.#renew(token), renewMs).unref()
  }

  /** Undefined while another writer holds it; a lease that another writer of the same store holds is a left one. */
  static async take(connection: Neo4jConnection, store: string, lapseMs: number): Promise<Neo4jLease | undefined> {
    const token = `${store} ${randomUUID()}`
    let first: State | undefined
    const taken = await connection.write(async (run) => {
      const [state] = (await run('lock-meta')) as unknown as [State]
      if (state.token === token) return { commit: false, value: { state: first!, revision: state.lease } }
      first = state
      const isLeft = state.token?.startsWith(`${store} `) || state.idleMs >= lapseMs || hasEnded(state)
      if (state.token !== null && !isLeft) return { commit: false, value: undefined }
      const { pid, ...holder } = thisProcess()
      const [row] = (await run('take-lease', { token, pid: integer(pid), ...holder })) as unknown as [
        { lease: Revision },
      ]
      return { commit: true, value: { state, revision: row.lease } }
    })
    return taken && new Neo4jLease(connection, token, taken.state, taken.revision, Math.max(lapseMs / 6, 10))
  }

  /** Runs it in one transaction of its own, or fails when another writer has taken over. */
  async step<T>(work: (run: Run) => Promise<T>): Promise<T> {
    const step = ++this.#steps
    let answer: { readonly value: T } | undefined
    this.#isBusy = true
    try {
      return await this.#connection.write(async (run) => {
        const [begun] = await run('begin-step', { lease: integer(this.revision), step: integer(step) })
        if (begun?.['held'] !== true) throw interrupted()
        if (begun['done'] === true && answer !== undefined) return { commit: false, value: answer.value }
        answer = { value: await work(run) }
        return { commit: true, value: answer.value }
      })
    } finally {
      this.#isBusy = false
    }
  }

  async require(): Promise<void> {
    const [state] = await this.#connection.read('read-meta')
    if (state?.['lease'] !== this.revision || state['token'] === null) throw interrupted()
  }

  /** No more signs of life. */
  end(): void {
    clearInterval(this.#heartbeat)
  }

  /** A step is a sign of life too, and would keep this one waiting. */
  #renew(token: string): void {
    if (this.#isBusy) return
    const renewed = this.#connection.write(async (run) => ({
      commit: true,
      value: await run('renew-lease', { token }),
    }))
    // Whoever writes next hears of it.
    renewed.catch(() => undefined)
  }
}
