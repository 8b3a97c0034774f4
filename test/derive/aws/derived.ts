import { awsIam } from '../../../importers/aws-iam/aws-iam.ts'
import type { Basis, Derivation, GivenEdge, GivenNode } from '../../../server/derive/derivation.ts'
import { derivations } from '../../../server/derive/index.ts'
import { crossingsOf } from '../../../server/edges/edge-kind.ts'
import { edgeKinds } from '../../../server/edges/index.ts'
import { edgeId } from '../../../server/model/edge-id.ts'
import { type CoverageGap, conditionalOn, type EdgeClaim, type NodeClaim } from '../../../server/model/facts.ts'
import { mergeNodes } from '../../../server/model/merge-nodes.ts'
import type { NodeId } from '../../../server/model/node-id.ts'
import { factsOf, type TestFile } from '../../importers/facts-of.ts'

export interface Estate {
  readonly nodes: ReadonlyMap<string, NodeClaim>
  readonly edges: readonly EdgeClaim[]
  readonly gaps: readonly CoverageGap[]
  readonly ms: Readonly<Record<string, number>>
}

export const ASOF = '2026-06-01T00:00:00.000Z'

/** The files imported and everything about AWS derived from them, without a store. */
export async function estateOf(files: readonly TestFile[], scope?: string): Promise<Estate> {
  const facts = await factsOf(awsIam, files, scope === undefined ? {} : { scope })
  const byId = Map.groupBy(facts.nodes, ({ node }) => node.id)
  const nodes = new Map<string, GivenNode>(
    [...byId].map(([id, said]) => [id, { ...mergeNodes(said), evidence: said.flatMap(({ evidence }) => evidence) }]),
  )
  const edges: GivenEdge[] = facts.edges.map(({ id, edge, evidence }) => ({ ...edge, id, evidence }))
  const gaps: CoverageGap[] = []
  const ms: Record<string, number> = {}
  for (const derivation of derivations.filter(({ id }) => id.startsWith('aws-'))) {
    const start = performance.now()
    run(derivation, nodes, edges, gaps)
    ms[derivation.id] = Math.round(performance.now() - start)
  }
  return { nodes, edges, gaps, ms }
}

function run({ reads, derive }: Derivation, nodes: Map<string, GivenNode>, edges: GivenEdge[], gaps: CoverageGap[]) {
  const types = new Set([...reads.nodes, ...(reads.also ?? [])])
  const kinds = new Set(reads.edges)
  const read = [...nodes.values()].filter(({ type }) => types.has(type))
  const given = {
    nodes: read,
    edges: edges.filter(({ kind }) => kinds.has(kind)),
    node: (id: NodeId) => nodes.get(id),
    asOf: ASOF,
  }
  derive(given, {
    node: (_, claim) => {
      if (!nodes.has(claim.id)) nodes.set(claim.id, { ...claim, evidence: [] })
    },
    edge: (basis, claim) => edges.push({ ...weakened(basis, claim), id: edgeId(claim), evidence: [] }),
    gap: (gap) => gaps.push(gap),
  })
}

function weakened(basis: Basis, claim: EdgeClaim): EdgeClaim {
  const weak = basis.find((it): it is GivenEdge => 'verdict' in it && it.verdict === 'conditional')
  return weak?.missing === undefined || claim.verdict === 'conditional'
    ? claim
    : ({ ...claim, ...conditionalOn(weak.missing) } as EdgeClaim)
}

/** A slow and obvious walk: everything controlled, read, written or run from control of the start. */
export function reachedFrom(
  { edges: all }: Estate,
  start: string,
  { conditional = false, asOf = ASOF } = {},
): ReadonlySet<string> {
  const edges = all.filter(({ startsAt = '', expiresAt = '~' }) => startsAt <= asOf && asOf < expiresAt)
  const held = new Set<string>()
  const hold = (node: string, capability: string): boolean => {
    const states = capability === 'control' ? ['read', 'write', 'execute', 'control'] : [capability]
    const fresh = states.filter((it) => !held.has(`${node} ${it}`))
    for (const it of fresh) held.add(`${node} ${it}`)
    return fresh.length > 0
  }
  hold(start, 'control')
  for (let grew = true; grew; ) {
    grew = false
    for (const edge of edges) {
      if (edge.verdict === 'conditional' && !conditional) continue
      for (const { needs, gives } of crossingsOf(edgeKinds.get(edge.kind)!, edge.key)) {
        if (held.has(`${edge.from} ${needs}`) && hold(edge.to, gives)) grew = true
      }
    }
  }
  return held
}

export function danglingEnds({ nodes, edges }: Estate): readonly string[] {
  return edges.flatMap(({ from, to, gates }) => [from, to, ...(gates ?? [])]).filter((id) => !nodes.has(id))
}
