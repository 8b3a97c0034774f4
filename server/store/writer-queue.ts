import { AppError } from '../errors.ts'

/** Lets the writers of one process in one after the other, in the order they came. */
export class WriterQueue {
  readonly #waiting: (() => void)[] = []
  #isTaken = false

  /** Resolves to what lets the next one in; calling that again has no effect. */
  async enter(waitMs: number): Promise<() => void> {
    if (this.#isTaken) await this.#wait(waitMs)
    this.#isTaken = true
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      const next = this.#waiting.shift()
      // Handed over directly, so that nobody slips in between.
      if (next === undefined) this.#isTaken = false
      else next()
    }
  }

  #wait(waitMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        reject(new AppError('import_in_progress', 'Another import is running; try again when it has ended.'))
      }, waitMs)
      this.#waiting.push(enter)
    })
  }
}
