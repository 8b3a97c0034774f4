import { coveredStates } from '../../graph/state-rows.ts'
import { CERTAIN } from '../levels.ts'
import { oncePerGraph } from '../once-per-graph.ts'
import { idleBit } from './idle-arcs.ts'
import { LabelQueue } from './label-queue.ts'
import { Labels } from './labels.ts'
import type { Label } from './order.ts'
import type { PathQuestion } from './question.ts'
import { Rest } from './rest.ts'

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

/**
 * What a search forward keeps by state, side by side so that it lies in one line of memory: HELD is `epoch` where the
 * path so far holds it, SEEN is `epoch` where FIRST is a label of this search.
 */
class Workspace {
  readonly cells: Int32Array
  readonly labels = new Labels()
  readonly queue = new LabelQueue()
  epoch = 0

  constructor(stateCount: number) {
    this.cells = new Int32Array(stateCount * CELL)
  }

  begin(): void {
    if (++this.epoch === 2 ** 31) {
      this.cells.fill(0)
      this.epoch = 1
    }
    this.labels.size = 0
  }
}

const CELL = 4
const HELD = 0
const SEEN = 1
const FIRST = 2

const workspaceOf = oncePerGraph(({ stateCount }) => new Workspace(stateCount))

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
  #work = 0
  #banned: readonly number[] = []
  #atMost: Label | undefined

  constructor(question: PathQuestion) {
    this.#question = question
    this.#rest = new Rest(question)
    this.#space = workspaceOf(question.graph)
    this.#queue = this.#space.queue
  }

  /** The best path of the branch, if one is as good as `atMost`. */
  best(branch: Branch, atMost?: Label): Way | undefined {
    const { way, at } = branch
    this.#space.begin()
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
    for (const state of this.#spurs({ way, at })) {
      this.#eachArc(state, banned, (arc, factor) => {
        const head = graph.heads[arc]!
        if (this.#rest.isHopeless(head)) return
        const before = levels.times(at === 0 ? CERTAIN : way.levels[at - 1]!, factor)
        const level = levels.product(before, this.#rest.levelFrom(head))
        const hops = at + 1 + this.#rest.hopsFrom(head)
        const edge = graph.edgeOf[arc]!
        const by = best === undefined ? -1 : order.compare(level, hops, best.level, best.hops) || edge - best.edge
        if (by < 0) best = { level, hops, edge }
      })
    }
    return best
  }

  /** Where the branch leaves the path it follows. */
  #spurs({ way, at }: Pick<Branch, 'way' | 'at'>): readonly number[] {
    return at === 0 ? this.#question.begins : [this.#question.graph.heads[way.arcs[at - 1]!]!]
  }

  /** What the path holds where the branch begins is not come back to. */
  #hold({ way, at }: Branch): void {
    const { cells, epoch } = this.#space
    const { graph, heldAtStart } = this.#question
    for (const state of heldAtStart) cells[state * CELL + HELD] = epoch
    for (let i = 0; i < at; i++)
      for (const state of coveredStates(graph, graph.heads[way.arcs[i]!]!)) cells[state * CELL + HELD] = epoch
    this.left -= at
  }

  /** As long as that looks at fewer arcs than going on would. */
  #growRest(): void {
    const { rowStart, rowEnd } = this.#question.graph
    const state = this.#space.labels.state[this.#queue.top]!
    const budget = this.#work + rowEnd[state]! - rowStart[state]!
    for (; !this.#rest.isDone && this.#rest.work + this.#rest.nextWork <= budget; this.left--) this.#rest.grow()
  }

  #expand(id: number): void {
    const { graph, levels, maxHops } = this.#question
    const { labels, cells, epoch } = this.#space
    const state = labels.state[id]!
    const level = labels.level[id]!
    const hops = labels.hops[id]! + 1
    this.#work += graph.rowEnd[state]! - graph.rowStart[state]!
    if (hops > maxHops) return
    this.#eachArc(state, labels.via[id] === -1 ? this.#banned : [], (arc, factor) => {
      const head = graph.heads[arc]!
      if (cells[head * CELL + HELD] !== epoch)
        this.#take(this.#asOneGoal(head), levels.times(level, factor), hops, arc, id)
    })
  }

  /** All goals are one, so that of equally good ways to several of them the smaller edges win too. */
  #asOneGoal(state: number): number {
    return this.#rest.isGoal(state) ? this.#question.goals[0]! : state
  }

  #eachArc(state: number, banned: readonly number[], visit: (arc: number, factor: number) => void): void {
    const { graph, idle, cut } = this.#question
    const { rowStart, rowEnd, lookOf, edgeOf } = graph
    const { marks } = idle
    const bit = idleBit(graph.capabilityOf[state]!)
    const factors = this.#question.factorsAt(state)
    for (let arc = rowStart[state]!, end = rowEnd[state]!; arc < end; arc++) {
      const factor = factors[lookOf[arc]!]!
      if (factor < 0 || (marks !== undefined && (marks[arc]! & bit) !== 0)) continue
      if (cut !== undefined && cut[edgeOf[arc]!] === 1) continue
      if (banned.length === 0 || !banned.includes(arc)) visit(arc, factor)
    }
  }

  #take(state: number, level: number, hops: number, via: number, before: number): void {
    const { labels, cells, epoch } = this.#space
    const cell = state * CELL
    const known = cells[cell + SEEN] === epoch ? cells[cell + FIRST]! : -1
    if (known !== -1 && !this.#isProgress(known, level, hops, via, before)) return
    const id = labels.add(state, level, hops, via, before)
    if (!this.#isDue(id)) return
    labels.next[id] = known
    cells[cell + SEEN] = epoch
    cells[cell + FIRST] = id
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

  /** Sets what the way comes to at best; false where that is not good enough. */
  #isDue(id: number): boolean {
    const { order, levels, maxHops } = this.#question
    const { labels } = this.#space
    const state = labels.state[id]!
    if (this.#rest.isHopeless(state)) return false
    const level = levels.product(labels.level[id]!, this.#rest.levelFrom(state))
    const hops = labels.hops[id]! + this.#rest.hopsFrom(state)
    if (order.byHops && hops > maxHops) return false
    if (this.#atMost && order.compare(level, hops, this.#atMost.level, this.#atMost.hops) > 0) return false
    labels.totalLevel[id] = level
    labels.totalHops[id] = hops
    return true
  }

  /** The rest may have grown since the label was queued: one that proves worse has to wait again. */
  #isStillDue(id: number): boolean {
    const { labels } = this.#space
    const { totalLevel, totalHops } = labels
    const level = totalLevel[id]!
    const hops = totalHops[id]!
    if (!this.#isDue(id)) return false
    if (totalLevel[id] === level && totalHops[id] === hops) return true
    this.#wait(id)
    return false
  }

  #wait(id: number): void {
    const { totalLevel, totalHops, hops } = this.#space.labels
    this.#queue.push(totalLevel[id]!, totalHops[id]!, hops[id]!, id)
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
