import { AppError } from '../errors.ts'

/** How long one question computes before it lets others have the processor. */
const SLICE_MS = 12

/** Cuts long work into slices, between which other requests are answered and a deadline can end it. */
export class Turns {
  #sliceEnd = performance.now() + SLICE_MS

  /** Call it between steps; it waits only when the slice is used up. */
  async next(signal?: AbortSignal, onPause?: () => void): Promise<void> {
    if (performance.now() < this.#sliceEnd) return
    onPause?.()
    await new Promise((resume) => setImmediate(resume))
    if (signal?.aborted) throw stopped()
    this.#sliceEnd = performance.now() + SLICE_MS
  }
}

export const stopped = () => new AppError('deadline_exceeded', 'The work was stopped before it was done; ask again.')
