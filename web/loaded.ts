import { type Signal, signal } from '@preact/signals'
import { Problem } from './api.ts'

/** A value that is fetched: what is known of it, whether more is coming, and what went wrong. */
export interface Loaded<T> {
  readonly value: T | undefined
  readonly busy: boolean
  readonly problem: Problem | undefined
}

const nothing = { value: undefined, busy: false, problem: undefined }
export const loaded = <T>(): Signal<Loaded<T>> => signal<Loaded<T>>(nothing)

const running = new WeakMap<object, AbortController>()

/** Runs a fetch into its signal; a newer one of the same signal ends it. */
export async function load<T>(
  into: Signal<Loaded<T>>,
  fetch: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  running.get(into)?.abort()
  const controller = new AbortController()
  running.set(into, controller)
  into.value = { ...into.peek(), busy: true, problem: undefined }
  try {
    const value = await fetch(controller.signal)
    if (controller.signal.aborted) return undefined
    into.value = { value, busy: false, problem: undefined }
    return value
  } catch (error) {
    if (controller.signal.aborted) return undefined
    const problem = error instanceof Problem ? error : new Problem(0, 'page_error', String(error))
    into.value = { value: undefined, busy: false, problem }
    return undefined
  }
}

export function forget<T>(it: Signal<Loaded<T>>): void {
  running.get(it)?.abort()
  it.value = nothing
}
