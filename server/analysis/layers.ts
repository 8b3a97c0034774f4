import type { Levels } from './levels.ts'

/** Most layers are only queued for: a chain of ten thousand would make as many lists for nothing. */
const NOBODY: readonly number[] = []

interface Pending {
  readonly layers: number[]
  readonly byHops: Map<number, number>
}

/** The layers of one walk, numbered as they are met: the states that are reached at one level over so many edges. */
export class Layers {
  count = 0
  readonly level: number[] = []
  readonly hops: number[] = []
  /** States that wait for the layer; one that was reached better in the meantime is told by its label. */
  readonly waiting: (readonly number[])[] = []
  /** How many states stand at the queue's end for the layer, when its turn comes. */
  readonly queued: number[] = []
  /** 1 from when the layer's turn has come: nothing gets better than that. */
  readonly settled: number[] = []
  readonly #pending = new Map<number, Pending>()
  /** For the layer at hand: by factor the layer it leads to, −1 where that was not asked for yet. */
  #harder: number[] = []
  #from = -1

  wait(layer: number, state: number): void {
    const waiting = this.waiting[layer]!
    if (waiting === NOBODY) this.waiting[layer] = [state]
    else (waiting as number[]).push(state)
  }

  settle(layer: number): void {
    this.settled[layer] = 1
    this.waiting[layer] = NOBODY
  }

  /** The layer of a level that is not open yet. */
  waitingAt(level: number, hops: number): number {
    let pending = this.#pending.get(level)
    if (!pending) {
      pending = { layers: [], byHops: new Map() }
      this.#pending.set(level, pending)
    }
    const known = pending.byHops.get(hops)
    if (known !== undefined) return known
    const layer = this.#add(level, hops)
    pending.byHops.set(hops, layer)
    pending.layers.push(layer)
    return layer
  }

  /** The layer behind one of the level at hand, given the next of those that were entered from easier levels. */
  after(layer: number, entered: number | undefined): number {
    const hops = this.hops[layer]! + 1
    return entered !== undefined && this.hops[entered] === hops ? entered : this.#add(this.level[layer]!, hops)
  }

  /** The layer that a crossing with a factor leads to, where a certain one leads to the layer `after`. */
  harder(after: number, factor: number, levels: Levels): number {
    if (this.#from !== after) {
      this.#from = after
      this.#harder = []
    }
    while (this.#harder.length <= factor) this.#harder.push(-1)
    const known = this.#harder[factor]!
    if (known !== -1) return known
    const here = this.level[after]!
    const level = levels.times(here, factor)
    const layer = level === here ? after : this.waitingAt(level, this.hops[after]!)
    this.#harder[factor] = layer
    return layer
  }

  isBetter(a: number, b: number, levels: Levels): boolean {
    if (this.level[a] === this.level[b]) return this.hops[a]! < this.hops[b]!
    return levels.isEasier(this.level[a]!, this.level[b]!)
  }

  /** Takes the layers of the easiest level that is not open yet, nearest first; undefined when there is none. */
  next(levels: Levels): number[] | undefined {
    let level = 0
    for (const other of this.#pending.keys()) if (level === 0 || levels.isEasier(other, level)) level = other
    const pending = this.#pending.get(level)
    if (!pending) return undefined
    this.#pending.delete(level)
    return pending.layers.sort((a, b) => this.hops[a]! - this.hops[b]!)
  }

  #add(level: number, hops: number): number {
    this.level.push(level)
    this.hops.push(hops)
    this.waiting.push(NOBODY)
    this.queued.push(0)
    this.settled.push(0)
    return this.count++
  }
}
