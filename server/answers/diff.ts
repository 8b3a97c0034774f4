import { edgesIn, isCrossedOtherwise, NewCrossings, nodesIn, type Walked } from '../analysis/edge-changes.ts'
import { kPaths } from '../analysis/paths.ts'
import { newReach, type ReachChange, type ReachChanges } from '../analysis/reach-changes.ts'
import type { Diff, ReachChanges as ToldChanges } from '../api/contract-diff.ts'
import { edgeIdOf } from '../graph/edge-lookup.ts'
import { isPrincipal } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { statesOf } from '../graph/state-rows.ts'
import { capabilities } from '../model/capabilities.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { edgesSaid } from './evidence.ts'
import { hopsNote, toldWithin } from './hops.ts'
import { limitsOf } from './limits.ts'
import { namedInEither } from './named-in-either.ts'
import { nodeRef } from './node-ref.ts'
import { tellFound } from './paths.ts'
import { toldEdge } from './told-edge.ts'
import { Turns } from './turns.ts'

export interface DiffOptions extends AnswerOptions {
  /** Whose reach is compared; every principal by default. */
  readonly starts?: readonly string[] | undefined
  /** Reach of what: nodes, or `tier:0` to `tier:4`; tiers 0 and 1 by default. */
  readonly targets?: readonly string[] | undefined
  /** How many changes are told each way, with their paths; the totals are exact all the same. */
  readonly limit?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const CHANGES_TOLD = 100
const TARGETS = ['tier:0', 'tier:1']

/** One revision, and how it compares with the other. */
interface Side {
  readonly context: AnswerContext
  readonly walked: Walked
  /** Each node's and edge's number in the other revision, −1 where that does not have it. */
  readonly nodeBefore: Int32Array
  readonly edgeBefore: Int32Array
  readonly crossings: NewCrossings
  readonly changes: ReachChanges
}

/** Who reaches what in one revision and not in the other, by which path, and over which edges. */
export async function diff(before: AnswerContext, after: AnswerContext, given: DiffOptions = {}): Promise<Diff> {
  const { starts, targets = TARGETS, limit = CHANGES_TOLD, signal } = given
  const options = { ...given, asOf: given.asOf ?? new Date() } // both are judged at one instant
  const question = asked(after, options)
  const sideOf = async (context: AnswerContext, other: AnswerContext): Promise<Side> => {
    const [now, old] = [walkedBy(context, options), walkedBy(other, options)]
    const nodeBefore = nodesIn(old.graph, now.graph)
    const edgeBefore = edgesIn(old.graph, now.graph)
    const crossings = new NewCrossings(old, now, nodeBefore, edgeBefore)
    const from = starts === undefined ? undefined : new Set(namedInEither(now.graph, old.graph, starts))
    const isStart = (node: number) => from?.has(node) ?? isPrincipal(now.graph.nodes, node)
    const work = newReach({
      ...{ old, now, nodeBefore, crossings, isStart, limit },
      targets: namedInEither(now.graph, old.graph, targets),
    })
    return { context, walked: now, nodeBefore, edgeBefore, crossings, changes: await inTurns(work, signal) }
  }
  const later = await sideOf(after, before)
  const earlier = await sideOf(before, after)
  const [gained, lost] = [await tell(later), await tell(earlier)]
  return {
    revision: after.graph.revision,
    scoreTable: after.graph.scoreTable,
    from: before.graph.revision,
    to: after.graph.revision,
    starts: [...(starts ?? ['principals'])],
    targets: [...targets],
    nodes: nodeChanges(earlier, later),
    edges: edgeChanges(earlier, later),
    gained: gained.told,
    lost: lost.told,
    limits: limitsOf(after, question, [], {
      notes: [...restNote('gained', limit, gained), ...restNote('lost', limit, lost)],
    }),
    truncated: gained.isCut || lost.isCut,
    coverage: distinct([later, earlier].flatMap(coverageOfSide)),
  }
}

const coverageOfSide = ({ context: { graph }, changes }: Side) =>
  coverageOf(
    graph,
    changes.listed.flatMap(({ from, to }) => [from, to]),
  )

const distinct = <T>(notes: readonly T[]): T[] => [
  ...new Map(notes.map((note) => [JSON.stringify(note), note])).values(),
]

const walkedBy = (context: AnswerContext, options: AnswerOptions): Walked => ({
  graph: context.graph,
  walk: asked(context, options).walk,
})

async function inTurns(work: Generator<undefined, ReachChanges>, signal: AbortSignal | undefined) {
  const turns = new Turns()
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    await turns.next(signal)
  }
}

async function tell({ context, walked, crossings, changes }: Side) {
  const { graph, walk } = walked
  const found = toldWithin(
    changes.listed.values().map(
      (change) =>
        kPaths(graph, [change.from], [change.to], {
          ...walk,
          ends: endsOf(graph, change),
        })[0]!,
    ),
  )
  const paths = await tellFound(context, found)
  const causes = found.map(({ arcs }) => arcs.filter((arc) => crossings.isNew(arc)).map((arc) => graph.edgeOf[arc]!))
  const times = new Map<number, number>()
  for (const edge of causes.flat()) times.set(edge, (times.get(edge) ?? 0) + 1)
  const edges = [...times.keys()].sort((a, b) => times.get(b)! - times.get(a)! || a - b)
  const said = await edgesSaid(
    context,
    edges.map((edge) => edgeIdOf(graph, edge)),
  )
  const told: ToldChanges = {
    total: changes.total,
    starts: changes.starts,
    targets: changes.targets,
    changes: found.map((_, i) => ({
      from: nodeRef(graph.nodes, changes.listed[i]!.from),
      to: nodeRef(graph.nodes, changes.listed[i]!.to),
      capabilities: capabilities.filter((_, bit) => changes.listed[i]!.capabilities & (1 << bit)),
      path: paths[i]!,
      because: causes[i]!.map((edge) => edgeIdOf(graph, edge)),
    })),
    because: edges.map((edge) => ({ ...toldEdge(graph, edge, said), changes: times.get(edge)! })),
  }
  return { told, isCut: found.length < changes.total, isLong: found.length < changes.listed.length }
}

/** The states of the target that are held anew; the path is to lead to one of them. */
const endsOf = (graph: PrivilegeGraph, { to, capabilities: bits }: ReachChange): number[] =>
  statesOf(graph, to).filter((state) => bits & (1 << graph.capabilityOf[state]!))

function restNote(what: string, limit: number, { told, isCut, isLong }: Awaited<ReturnType<typeof tell>>): string[] {
  if (isLong) return [hopsNote(told.changes.length)]
  return isCut ? [`Of ${told.total} pairs whose reach was ${what}, the first ${limit} are told with their paths.`] : []
}

function nodeChanges(earlier: Side, later: Side): Diff['nodes'] {
  const [before, after] = [earlier.walked.graph.nodes, later.walked.graph.nodes]
  const changed = later.nodeBefore.reduce((sum, old, node) => {
    if (old === -1) return sum
    const isSame = before.kinds[old] === after.kinds[node] && before.tiers[old] === after.tiers[node]
    return sum + (isSame ? 0 : 1)
  }, 0)
  return { added: missing(later.nodeBefore), removed: missing(earlier.nodeBefore), changed }
}

function edgeChanges(earlier: Side, later: Side): Diff['edges'] {
  const [before, after] = [earlier.walked.graph, later.walked.graph]
  const changed = later.edgeBefore.reduce((sum, old, edge) => {
    if (old === -1) return sum
    return sum + (later.crossings.edgeBefore(edge) === -1 || isCrossedOtherwise(before, old, after, edge) ? 1 : 0)
  }, 0)
  return { added: missing(later.edgeBefore), removed: missing(earlier.edgeBefore), changed }
}

const missing = (numbers: Int32Array): number => numbers.reduce((sum, it) => sum + (it === -1 ? 1 : 0), 0)
