import fc from 'fast-check'
import type { EdgeFact, NodeFact } from '../../server/model/facts.ts'
import type { Facts, Revision, ScopeChange } from '../../server/store/store.ts'
import { edge, node, sorted } from './sample-facts.ts'

export interface Step {
  /** At most one for each scope. */
  readonly batches: readonly { readonly scope: string; readonly complete: boolean; readonly facts: Facts | 'dropped' }[]
  readonly abandoned: boolean
}

const nodes = fc.array(
  fc
    .record({ id: fc.constantFrom('a', 'b', 'c'), name: fc.constantFrom('x', 'y') })
    .map(({ id, name }) => node(id, { name })),
  { maxLength: 5 },
)
const edges = fc.array(
  fc
    .record({
      drawn: fc.constantFrom('a CAN_READ b', 'b CAN_READ a', 'a CAN_WRITE a', 'c CAN_READ a'),
      note: fc.constantFrom('x', 'y'),
    })
    .map(({ drawn, note }) => edge(drawn, { note })),
  { maxLength: 5 },
)
const batches = fc.uniqueArray(
  fc.record({
    scope: fc.constantFrom('s', 't'),
    complete: fc.constantFrom(true, true, false),
    facts: fc.oneof({ arbitrary: fc.record({ nodes, edges }), weight: 5 }, fc.constant('dropped' as const)),
  }),
  { selector: ({ scope }) => scope, minLength: 1, maxLength: 2 },
)
export const randomSteps = fc.array(fc.record({ batches, abandoned: fc.constantFrom(false, false, false, true) }), {
  minLength: 2,
  maxLength: 8,
})

type Held = Map<string, { readonly complete: boolean; readonly nodes: NodeFact[]; readonly edges: EdgeFact[] }>

/** A slow, obvious store: it keeps every revision whole. */
export class ModelStore {
  readonly history = new Map<Revision, { facts: Facts; scopes: [string, number, number][] }>([
    [0, { facts: { nodes: [], edges: [] }, scopes: [] }],
  ])
  staged: Facts = { nodes: [], edges: [] }
  #held: Held = new Map()

  apply({ batches, abandoned }: Step, next: Revision): { changes: ScopeChange[]; revision: Revision } {
    const held: Held = new Map(this.#held)
    const changes = batches.map(({ scope, complete, facts }) => {
      const before = held.get(scope) ?? { nodes: [], edges: [] }
      if (facts === 'dropped') held.delete(scope)
      else {
        held.set(scope, {
          complete,
          nodes: after(before.nodes, facts.nodes, complete, scope, nodeId),
          edges: after(before.edges, facts.edges, complete, scope, edgeIdOf),
        })
      }
      return changeOf(scope, before, held.get(scope) ?? { nodes: [], edges: [] })
    })
    this.staged = flatten(held)
    const last = [...this.history.keys()].at(-1)!
    if (abandoned || text(held) === text(this.#held)) return { changes, revision: last }
    this.#held = held
    const scopes = [...held].map(([scope, it]): [string, number, number] => [scope, it.nodes.length, it.edges.length])
    this.history.set(next, { facts: flatten(held), scopes: scopes.sort(([a], [b]) => (a < b ? -1 : 1)) })
    return { changes, revision: next }
  }
}

const nodeId = (fact: NodeFact): string => fact.node.id
const edgeIdOf = (fact: EdgeFact): string => fact.id

function after<F extends NodeFact | EdgeFact>(
  before: readonly F[],
  said: readonly F[],
  complete: boolean,
  scope: string,
  idOf: (fact: F) => string,
): F[] {
  const distinct = new Map(said.map((fact) => [JSON.stringify(fact), { ...fact, scope }]))
  const ids = new Set(said.map(idOf))
  const carried = complete
    ? []
    : before.filter((fact) => !ids.has(idOf(fact))).map((fact) => ({ ...fact, stale: true }))
  return [...distinct.values(), ...carried]
}

function changeOf(scope: string, before: Facts, now: Facts): ScopeChange {
  const count = <F>(all: readonly F[], others: readonly F[], idOf: (fact: F) => string) => {
    const ids = new Set(others.map(idOf))
    return { here: all.filter((fact) => !ids.has(idOf(fact))), both: all.filter((fact) => ids.has(idOf(fact))) }
  }
  const nodes = { gone: count(before.nodes, now.nodes, nodeId), now: count(now.nodes, before.nodes, nodeId) }
  const edges = { gone: count(before.edges, now.edges, edgeIdOf), now: count(now.edges, before.edges, edgeIdOf) }
  return {
    scope,
    added: { nodes: nodes.now.here.length, edges: edges.now.here.length },
    removed: { nodes: nodes.gone.here.length, edges: edges.gone.here.length },
    unchanged: { nodes: nodes.now.both.length, edges: edges.now.both.length },
    removedByKind: byKind(nodes.gone.here, edges.gone.here),
    keptByKind: byKind(nodes.now.both, edges.now.both),
  }
}

function byKind(nodes: readonly NodeFact[], edges: readonly EdgeFact[]): Record<string, number> {
  const kinds = [...nodes.map((it) => it.node.kind), ...edges.map((it) => it.edge.kind)]
  const grouped = [...Map.groupBy(kinds, (kind) => kind)]
  return Object.fromEntries(grouped.map(([kind, all]) => [kind, all.length]))
}

const flatten = (held: Held): Facts => {
  const all = [...held.values()]
  return sorted({ nodes: all.flatMap((it) => it.nodes), edges: all.flatMap((it) => it.edges) })
}

const text = (held: Held): string =>
  JSON.stringify([[...held].map(([scope, { complete }]) => [scope, complete]).sort(), flatten(held)])
