import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { rowsBy } from '../graph/rows.ts'
import { scoreTable } from '../model/score-table.ts'
import { exposureScore } from './exposure.ts'
import { neighboursOfAll } from './neighbours.ts'
import type { Cells } from './rank/cells.ts'
import { type RankedColumns, rankedColumns, setExposure, setWorth } from './rank/columns.ts'
import { condense } from './rank/condense.ts'
import type { Condensed } from './rank/condensed.ts'
import { type HubOptions, Hubs } from './rank/hubs.ts'
import { ManySearches } from './rank/many-searches.ts'
import { Scorer } from './rank/scorer.ts'
import { AT_ONCE } from './rank/start-sets.ts'
import { valuationOf } from './rank/valuation.ts'
import { startStates } from './starts.ts'
import { type Crossings, crossingsOf, type WalkOptions } from './walk-options.ts'
import { worth } from './worth.ts'

export interface RankProgress {
  readonly done: number
  readonly of: number
}

export interface RankOptions extends WalkOptions, HubOptions {
  /** Whether everyone is searched from alone; by default where that takes less than finding what searches share. */
  readonly searchEach?: boolean | undefined
}

/** What one call of `rank` is to do of a ranking. */
export interface RankingShare {
  /** Where it writes: columns that several may fill. */
  readonly columns: RankedColumns
  /** Which rows are wanted, all by default: of those that share a search all or none. */
  readonly isWanted?: ((row: number) => boolean) | undefined
  /** It does part `part` of `parts`, which make the whole together; each lays the hubs that its own part leans on. */
  readonly part?: number | undefined
  readonly parts?: number | undefined
}

/** How many of those ranked tell how far they reach on average. */
const SAMPLE = 256
/** What a search each may settle, by arcs of the graph, before drawing cycles together and laying hubs takes less. */
const SETTLED_PER_ARC = 16

/** Later parts lean on more that has to be laid first, so they are smaller: measured on the estates of the benchmark. */
const EARLIER_IS_LARGER = 0.7

/** Those who are ranked, in the order of their nodes. */
export function principalsOf({ nodes }: PrivilegeGraph): number[] {
  const principals: number[] = []
  for (let node = 0; node < nodes.count; node++) if (isPrincipal(nodes, node)) principals.push(node)
  return principals
}

/**
 * Every principal's exact score, to the last digit what `blast` says of it alone. A generator, so that whoever drives
 * it decides when to pause, report or stop; it yields after each search.
 */
export function* rank(
  graph: PrivilegeGraph,
  asOf: number,
  options: RankOptions & { readonly share?: RankingShare | undefined } = {},
): Generator<RankProgress, RankedColumns> {
  const { table = scoreTable } = options
  const principals = principalsOf(graph)
  const {
    columns,
    isWanted = () => true,
    part = 0,
    parts = 1,
  } = options.share ?? { columns: rankedColumns(principals) }
  const neighbours = neighboursOfAll(graph)
  let done = 0
  const finish = (row: number) => {
    setExposure(columns, row, exposureScore(graph, principals[row]!, asOf, neighbours))
    done++
  }
  const isOwn = (row: number) => row % parts === part && isWanted(row)
  if (options.searchEach ?? takesLessEach(graph, principals, isWanted, options)) {
    for (const row of principals.keys()) {
      if (!isOwn(row)) continue
      setWorth(columns, row, worth(graph, principals[row]!, options))
      finish(row)
      yield { done, of: principals.length }
    }
    return columns
  }
  const crossings = crossingsOf(graph, options)
  const valuation = valuationOf(graph, crossings.levels, table)
  const condensed = condense(graph, crossings, valuation, options.cut)
  const scorer = new Scorer(graph, crossings.levels, valuation, table)
  const { idle, apart, together } = kindsOfStart(graph, crossings, condensed, principals)
  for (const row of idle) if (isOwn(row)) finish(row)
  for (const row of apart) {
    if (!isOwn(row)) continue
    setWorth(columns, row, worth(graph, principals[row]!, options))
    finish(row)
    yield { done, of: principals.length }
  }
  const { starts, entries } = together
  const wanted: number[] = []
  for (let component = 0; component < condensed.count; component++)
    if (starts[component + 1]! > starts[component]! && isWanted(entries[starts[component]!]!)) wanted.push(component)
  const boundary = (nth: number) => Math.round(wanted.length * (nth / parts) ** EARLIER_IS_LARGER)
  const answers: Answers = {
    take: (component, cells) => {
      for (const row of entries.subarray(starts[component], starts[component + 1])) {
        scorer.score(columns, row, cells)
        finish(row)
      }
    },
    progress: () => ({ done, of: principals.length }),
  }
  const own = wanted.slice(boundary(part), boundary(part + 1))
  const putOff = yield* answerByHubs(new Hubs(condensed, crossings.levels, valuation, options), own, answers)
  if (putOff.length > 0)
    yield* answerSideBySide(new ManySearches(condensed, crossings.levels, valuation), putOff, answers)
  return columns
}

/** Where it goes what components reach, one after the other. */
interface Answers {
  readonly take: (component: number, cells: Pick<Cells, 'forEach'>) => void
  readonly progress: () => RankProgress
}

/** Returns those that no hub serves. The hubs are gone then, which take much memory. */
function* answerByHubs(hubs: Hubs, wanted: readonly number[], { take, progress }: Answers) {
  for (const component of hubs.answer(wanted)) {
    if (component !== undefined) take(component, hubs.search.cells)
    yield progress()
  }
  return hubs.putOff
}

function* answerSideBySide(many: ManySearches, wanted: readonly number[], { take, progress }: Answers) {
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const components = wanted.slice(from, from + AT_ONCE)
    for (const _ of many.walk(components)) yield progress()
    for (const [start, component] of components.entries()) take(component, many.cellsOf(start))
  }
}

/** Whether nobody reaches much that others reach too, as far as a sample tells: the same for every part. */
function takesLessEach(
  graph: PrivilegeGraph,
  principals: readonly number[],
  isWanted: (row: number) => boolean,
  options: WalkOptions,
): boolean {
  const wanted = principals.filter((_, row) => isWanted(row))
  const asked = Math.min(SAMPLE, wanted.length)
  let most = (SETTLED_PER_ARC * graph.arcCount * asked) / wanted.length
  for (let nth = 0; nth < asked && most >= 0; nth++)
    most -= worth(graph, wanted[Math.floor((nth * wanted.length) / asked)]!, options).reached
  return most >= 0
}

/** Rows of those that lead nowhere, of those that share no search with others, and of the others by their component. */
function kindsOfStart(
  graph: PrivilegeGraph,
  crossings: Crossings,
  { componentOf, count }: Condensed,
  principals: readonly number[],
) {
  const idle: number[] = []
  const apart: number[] = []
  const components = new Uint32Array(principals.length).fill(count)
  for (const [row, node] of principals.entries()) {
    const [start] = startStates(graph, [node])
    if (start === undefined) idle.push(row)
    else if (beginsEasier(graph, crossings, start)) apart.push(row)
    else components[row] = componentOf[start]!
  }
  return { idle, apart, together: rowsBy(components, count + 1) }
}

/** Whether a way out of it is easier when it is the start; such a one shares no search with others. */
function beginsEasier(
  graph: PrivilegeGraph,
  { startMatters, factor, factorAtStart }: Crossings,
  start: number,
): boolean {
  if (!startMatters) return false
  for (let arc = graph.rowStart[start]!; arc < graph.rowEnd[start]!; arc++)
    if (factor[graph.lookOf[arc]!] !== factorAtStart[graph.lookOf[arc]!]) return true
  return false
}

/** What comes first: rows of the columns compared, equal ones by their node. */
export const rankOrders = {
  blast:
    ({ sum }: RankedColumns) =>
    (a: number, b: number) =>
      sum[b]! - sum[a]! || a - b,
  risk:
    ({ risk, sum }: RankedColumns) =>
    (a: number, b: number) =>
      risk[b]! - risk[a]! || sum[b]! - sum[a]! || a - b,
} as const
export type RankOrder = keyof typeof rankOrders
