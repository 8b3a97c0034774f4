import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { EdgeSaid } from './evidence.ts'

const NAMED = 20

/** What the reader of a plan must know beside its steps. */
export function containmentNotes(
  graph: PrivilegeGraph,
  set: {
    readonly compromised: readonly number[]
    readonly protect: readonly number[]
    /** Edges in the order of the plan, and what the store says of each. */
    readonly cuts: readonly { readonly id: string; readonly from: number }[]
    readonly said: ReadonlyMap<string, EdgeSaid>
    readonly reachable: number
    readonly told: number
  },
): string[] {
  const { names } = graph.nodes
  const lost = set.protect.filter((node) => set.compromised.includes(node))
  const notes = lost.slice(0, NAMED).map((node) => `${names.at(node)} is compromised itself: no cut protects it.`)
  if (lost.length > NAMED) notes.push(`So are ${lost.length - NAMED} more of the protected.`)
  if (set.told < set.reachable)
    notes.push(`${set.reachable} of the protected stay reachable; the ways to the first ${set.told} are told.`)
  return [...notes, ...oneAction(graph, set.cuts, set.said)]
}

/** The plan counts edges. Those that come from one permission of one holder go together when it is taken away. */
function oneAction(
  { nodes }: PrivilegeGraph,
  cuts: readonly { readonly id: string; readonly from: number }[],
  said: ReadonlyMap<string, EdgeSaid>,
): string[] {
  const numbered = cuts.map(({ id, from }, i) => ({ order: i + 1, from, claim: said.get(id)?.claim }))
  const permissions = numbered.filter(({ claim }) => claim?.key !== undefined && /^CAN_/.test(claim.kind))
  return [...Map.groupBy(permissions, ({ from, claim }) => JSON.stringify([from, claim!.key])).values()]
    .filter((together) => together.length > 1)
    .map((together) => {
      const orders = together.map(({ order }) => order).join(', ')
      const { from, claim } = together[0]!
      return `Cuts ${orders} are all “${claim!.key}” of ${nodes.names.at(from)}: taking that away is one action.`
    })
}
