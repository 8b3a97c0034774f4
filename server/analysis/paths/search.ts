import { coveredStates } from '../../graph/state-rows.ts'
import { CERTAIN } from '../levels.ts'
import { idleBit } from './idle-arcs.ts'
import type { LabelQueue } from './label-queue.ts'
import type { Label } from './order.ts'
import type { PathQuestion } from './question.ts'
import type { Rest } from './rest.ts'
import { RestByEase } from './rest-by-ease.ts'
import { RestByHops } from './rest-by-hops.ts'
import { CELL_BITS, HELD, LABEL, type Workspace, workspaceOf } from './workspace.ts'

/** A whole path: its arcs, and the level of its ease after each of them. */
export interface Way extends Label {
  readonly arcs: readonly number[]
  readonly levels: readonly number[]
}

/** The paths that begin as `way` does up to its arc `at` and go on over none of the banned arcs. */
export interface Branch {
  readonly way: Pick<Way, 'arcs' | 'levels'>
  readonly at: number
  readonly banned: readonly number[]
}

/** The best that a branch may hold, and the smallest edge over which that leaves the way it follows. */
export interface Bound extends Label {
  readonly edge: number
}

/** A search backward looks at so many arcs for one that a search forward looks at: it does less with each. */
const REST_SHARE = 3
/** From so many ways out of a state on, those that lead to a goal are kept: think of a hub that every path crosses. */
const MANY_WAYS = 16
const NONE: readonly number[] = []

/**
 * Finds the best path of a branch: A* (Hart, Nilsson, Raphael 1968) under the bound of a `Rest` that grows with it, each
 * time on the side that has fewer arcs to look at. Equally good ways are walked in order of their hops, so that every
 * last edge of a state is seen before the state goes on, and the smallest edges win.
 */
export class PathSearch {
  /** States settled from now on; at less than 0 a search gives up. */
  left = Number.POSITIVE_INFINITY
  readonly #question: PathQuestion
  readonly #rest: Rest
  readonly #space: Workspace
  readonly #queue: LabelQueue
  /** By state of many ways out: those that lead to a goal. */
  readonly #leading: Map<number, Uint32Array>
  #work: number
  #banned: readonly number[] = []
  #atMost: Label | undefined
  /** What the way last asked about comes to at best, with the rest of it. */
  #totalLevel = CERTAIN
  #totalHops = 0

  /** After another to the same ends, it goes on with the rest that one has grown. */
  constructor(question: PathQuestion, before?: PathSearch) {
    this.#question = question
    this.#space = workspaceOf(question.graph)
    this.#queue = this.#space.queue
    this.#work = before === undefined ? 0 : before.#work
    this.#rest = before === undefined ? this.#newRest() : before.#rest
    this.#leading = before === undefined ? new Map() : before.#leading
  }

  #newRest(): Rest {
    const { order } = this.#question
    return order.byHops ? new RestByHops(this.#question, this.#space) : new RestByEase(this.#question, this.#space)
  }

  /** Whether no other question was asked since, whose rest would have taken the place of this one's. */
  get isLast(): boolean {
    return this.#space.rest === this.#rest
  }

  /** The best path of the branch, if one is as good as `atMost`. */
  best(branch: Branch, atMost?: Label): Way | undefined {
    const { way, at } = branch
    this.#space.beginSearch()
    this.#queue.begin(this.#question.order)
    this.#banned = branch.banned
    this.#atMost = atMost
    this.#hold(branch)
    for (const state of this.#spurs(branch)) this.#take(state, at === 0 ? CERTAIN : way.levels[at - 1]!, at, -1, -1)
    while (!this.#queue.isEmpty) {
      this.#growRest()
      const id = this.#queue.pop()
      if (this.#space.labels.stale[id] === 1 || !this.#isStillDue(id)) continue
      if (--this.left < 0) return undefined
      const { state, via } = this.#space.labels
      if (via[id] !== -1 && this.#rest.isGoal(state[id]!)) return this.#read(branch, id)
      this.#expand(id)
    }
    return undefined
  }

  /** What no path of the branch is better than; undefined where the branch has none. */
  bound({ way, at, banned }: Branch): Bound | undefined {
    const { order, levels, graph, maxHops } = this.#question
    let best: Bound | undefined
    if (at >= maxHops) return undefined
    const before = at === 0 ? CERTAIN : way.levels[at - 1]!
    for (const state of this.#spurs({ way, at })) {
      const bit = idleBit(graph.capabilityOf[state]!)
      const factors = this.#question.factorsAt(state)
      for (let arc = graph.rowStart[state]!, end = graph.rowEnd[state]!; arc < end; arc++) {
        const factor = factors[graph.lookOf[arc]!]!
        if (!this.#isCrossed(arc, factor, bit, banned) || !this.#rest.find(graph.heads[arc]!)) continue
        const level = levels.product(levels.times(before, factor), this.#rest.level)
        const hops = at + 1 + this.#rest.hops
        const edge = graph.edgeOf[arc]!
        const by = best === undefined ? -1 : order.compare(level, hops, best.level, best.hops) || edge - best.edge
        if (by < 0) best = { level, hops, edge }
      }
    }
    return best
  }

  /** Where the branch leaves the path it follows. */
  #spurs({ way, at }: Pick<Branch, 'way' | 'at'>): readonly number[] {
    return at === 0 ? this.#question.begins : [this.#question.graph.heads[way.arcs[at - 1]!]!]
  }

  /** What the path holds where the branch begins is not come back to. */
  #hold({ way, at }: Branch): void {
    const { cells, held } = this.#space
    const { graph, heldAtStart } = this.#question
    for (const state of heldAtStart) cells[(state << CELL_BITS) + HELD] = held
    for (let i = 0; i < at; i++)
      for (const state of coveredStates(graph, graph.heads[way.arcs[i]!]!)) cells[(state << CELL_BITS) + HELD] = held
    this.left -= at
  }

  /** As long as that looks at few arcs beside those of going on. */
  #growRest(): void {
    const { rowStart, rowEnd } = this.#question.graph
    const state = this.#space.labels.state[this.#queue.top]!
    this.left -= this.#rest.grow(REST_SHARE * (this.#work + rowEnd[state]! - rowStart[state]!))
  }

  #expand(id: number): void {
    const { graph, levels, maxHops } = this.#question
    const { labels, cells, held } = this.#space
    const state = labels.state[id]!
    const level = labels.level[id]!
    const hops = labels.hops[id]! + 1
    const first = graph.rowStart[state]!
    const ways = graph.rowEnd[state]! - first
    const leading = ways < MANY_WAYS ? undefined : this.#leadingOut(state)
    const count = leading?.length ?? ways
    this.#work += count
    if (hops > maxHops) return
    const banned = labels.via[id] === -1 ? this.#banned : NONE
    const bit = idleBit(graph.capabilityOf[state]!)
    const factors = this.#question.factorsAt(state)
    for (let i = 0; i < count; i++) {
      const arc = leading === undefined ? first + i : leading[i]!
      const head = graph.heads[arc]!
      const factor = factors[graph.lookOf[arc]!]!
      if (cells[(head << CELL_BITS) + HELD] === held || !this.#isCrossed(arc, factor, bit, banned)) continue
      this.#take(this.#asOneGoal(head), levels.times(level, factor), hops, arc, id)
    }
  }

  /** Arcs out of a state that lead to a goal; undefined while the rest does not know them all. */
  #leadingOut(state: number): Uint32Array | undefined {
    if (!this.#rest.isWhole) return undefined
    const { rowStart, rowEnd, heads } = this.#question.graph
    let arcs = this.#leading.get(state)
    if (arcs === undefined) {
      const found: number[] = []
      for (let arc = rowStart[state]!; arc < rowEnd[state]!; arc++) if (this.#rest.find(heads[arc]!)) found.push(arc)
      arcs = Uint32Array.from(found)
      this.#leading.set(state, arcs)
    }
    return arcs
  }

  /** All goals are one, so that of equally good ways to several of them the smaller edges win too. */
  #asOneGoal(state: number): number {
    return this.#rest.isGoal(state) ? this.#question.goals[0]! : state
  }

  #isCrossed(arc: number, factor: number, bit: number, banned: readonly number[]): boolean {
    const { graph, idle, cut } = this.#question
    const { marks } = idle
    if (factor < 0 || (marks !== undefined && (marks[arc]! & bit) !== 0)) return false
    if (cut !== undefined && cut[graph.edgeOf[arc]!] === 1) return false
    return banned.length === 0 || !banned.includes(arc)
  }

  #take(state: number, level: number, hops: number, via: number, before: number): void {
    const { labels, cells, firstLabel } = this.#space
    const cell = (state << CELL_BITS) + LABEL
    const known = Math.max(-1, cells[cell]! - firstLabel)
    if (known !== -1 && !this.#isProgress(known, level, hops, via, before)) return
    if (!this.#isDue(state, level, hops)) return
    const id = labels.add(state, level, hops, via, before, known)
    cells[cell] = firstLabel + id
    this.#wait(id)
  }

  /** Whether a way is better than those known to the state; of two that are alike, the smaller edges are kept. */
  #isProgress(known: number, level: number, hops: number, via: number, before: number): boolean {
    const { order, levels, keepsShorter } = this.#question
    const { labels } = this.#space
    for (let id = known; id !== -1; id = labels.next[id]!) {
      const by = order.compare(labels.level[id]!, labels.hops[id]!, level, hops)
      if (by === 0) {
        if (this.#hasSmallerEdges(via, before, id)) {
          labels.via[id] = via
          labels.before[id] = before
        }
        return false
      }
      if (by < 0 && (!keepsShorter || labels.hops[id]! <= hops)) return false
      if (by > 0 && (!keepsShorter || (hops <= labels.hops[id]! && !levels.isEasier(labels.level[id]!, level))))
        labels.stale[id] = 1
    }
    return true
  }

  /** Compares two ways of as many edges, edge by edge from the start on. */
  #hasSmallerEdges(via: number, before: number, other: number): boolean {
    const { edgeOf } = this.#question.graph
    const { labels } = this.#space
    let [a, b, beforeA, beforeB] = [via, labels.via[other]!, before, labels.before[other]!]
    let smaller = false
    while (a !== -1 && b !== -1) {
      if (edgeOf[a] !== edgeOf[b]) smaller = edgeOf[a]! < edgeOf[b]!
      if (beforeA === beforeB) break
      ;[a, b] = [labels.via[beforeA]!, labels.via[beforeB]!]
      ;[beforeA, beforeB] = [labels.before[beforeA]!, labels.before[beforeB]!]
    }
    return smaller
  }

  /** Finds what a way comes to at best; false where that is not good enough. */
  #isDue(state: number, level: number, hops: number): boolean {
    const { order, levels, maxHops } = this.#question
    if (!this.#rest.find(state)) return false
    this.#totalLevel = levels.product(level, this.#rest.level)
    this.#totalHops = hops + this.#rest.hops
    if (order.byHops && this.#totalHops > maxHops) return false
    const atMost = this.#atMost
    return atMost === undefined || order.compare(this.#totalLevel, this.#totalHops, atMost.level, atMost.hops) <= 0
  }

  /** The rest may have grown since the label was queued: one that proves worse has to wait again. */
  #isStillDue(id: number): boolean {
    const { state, level, hops, totalLevel, totalHops } = this.#space.labels
    if (!this.#isDue(state[id]!, level[id]!, hops[id]!)) return false
    if (totalLevel[id] === this.#totalLevel && totalHops[id] === this.#totalHops) return true
    this.#wait(id)
    return false
  }

  #wait(id: number): void {
    const { totalLevel, totalHops, hops } = this.#space.labels
    totalLevel[id] = this.#totalLevel
    totalHops[id] = this.#totalHops
    this.#queue.push(this.#totalLevel, this.#totalHops, hops[id]!, id)
  }

  #read({ way, at }: Branch, end: number): Way {
    const { labels } = this.#space
    const arcs: number[] = []
    const levels: number[] = []
    for (let id = end; labels.via[id] !== -1; id = labels.before[id]!) {
      arcs.push(labels.via[id]!)
      levels.push(labels.level[id]!)
    }
    return {
      arcs: [...way.arcs.slice(0, at), ...arcs.reverse()],
      levels: [...way.levels.slice(0, at), ...levels.reverse()],
      level: labels.level[end]!,
      hops: labels.hops[end]!,
    }
  }
}
