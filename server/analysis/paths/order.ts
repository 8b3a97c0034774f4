import type { Levels } from '../levels.ts'

/** A way as far as ranking goes: the level of its ease and its number of edges. */
export interface Label {
  readonly level: number
  readonly hops: number
}

/** Which way is better: by hops, then ease, or by ease, then hops. */
export class Order {
  readonly levels: Levels
  readonly byHops: boolean

  constructor(levels: Levels, byHops: boolean) {
    this.levels = levels
    this.byHops = byHops
  }

  /** Negative where the first is the better one. */
  compare(levelA: number, hopsA: number, levelB: number, hopsB: number): number {
    if (levelA === levelB || (this.byHops && hopsA !== hopsB)) return hopsA - hopsB
    return this.levels.isEasier(levelA, levelB) ? -1 : 1
  }
}
