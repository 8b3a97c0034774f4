import type { Levels } from '../levels.ts'

/** Levels of ease at which something waits: some tens, so that the easiest is looked for among all. */
export class PendingLevels {
  readonly #levels: Levels
  readonly #pending: number[] = []

  constructor(levels: Levels) {
    this.#levels = levels
  }

  /** A level that is not pending yet. */
  add(level: number): void {
    this.#pending.push(level)
  }

  /** The easiest, which is pending no more; 0 when none is. */
  takeEasiest(): number {
    const pending = this.#pending
    let best = 0
    for (let i = 1; i < pending.length; i++) if (this.#levels.isEasier(pending[i]!, pending[best]!)) best = i
    const level = pending[best] ?? 0
    pending[best] = pending.at(-1)!
    pending.pop()
    return level
  }
}
