import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Derivation, Given, GivenEdge, GivenNode } from '../../../server/derive/derivation.ts'
import { entraApplications } from '../../../server/derive/entra/applications.ts'
import { directoryRoles } from '../../../server/derive/entra/directory-role-table.ts'
import { entraDirectoryRoles } from '../../../server/derive/entra/directory-roles.ts'
import { entraFederated } from '../../../server/derive/entra/federated.ts'
import { entraGrants } from '../../../server/derive/entra/grants.ts'
import { graphPermissions } from '../../../server/derive/entra/graph-permissions.ts'
import { takeovers } from '../../../server/derive/entra/takeovers.ts'
import { edgeKinds } from '../../../server/edges/index.ts'
import { edgeId } from '../../../server/model/edge-id.ts'
import { allowed, type EdgeClaim, type NodeClaim } from '../../../server/model/facts.ts'
import { entra } from '../../../server/model/node-id.ts'

type Thing = Parameters<typeof entra>[1]
interface Case {
  readonly name: string
  readonly nodes: readonly (Omit<NodeClaim, 'id' | 'name'> & { thing: Thing; id: string })[]
  readonly edges?: readonly { kind: string; from: string; to: string; key: string }[]
  /** Edges that must come out; an empty list allows none at all. */
  readonly expects?: readonly string[]
  /** Parts of edges that must not. */
  readonly never?: readonly string[]
  /** Words that the conditions must name. */
  readonly missing?: readonly string[]
  readonly gaps?: number
}

const idOf = (text: string) => {
  const [thing, ...id] = text.split(':')
  return entra('t', thing as Thing, id.join(':'))
}

function derived(derivation: Derivation, { nodes, edges = [] }: Case) {
  const about = { provider: 'entra', account: 't', evidence: [] }
  const tenant = { ...about, id: entra('t', 'tenant', 't'), kind: 'Resource', type: 'entra_tenant', name: 't' } as const
  const given: GivenNode[] = [tenant]
  for (const { thing, id, ...claim } of nodes) given.push({ ...about, name: id, ...claim, id: entra('t', thing, id) })
  const givenEdges = edges.map(({ kind, from, to, key }): GivenEdge => {
    const claim: EdgeClaim = { kind, from: idOf(from), to: idOf(to), key, confidence: 'granted', ...allowed }
    return { ...claim, id: edgeId(claim), evidence: [] }
  })
  const out: { edges: EdgeClaim[]; nodes: NodeClaim[]; gaps: number } = { edges: [], nodes: [...given], gaps: 0 }
  const all: Given = {
    nodes: given,
    edges: givenEdges,
    node: (id) => given.find((it) => it.id === id),
    asOf: '2026-01-01T00:00:00.000Z',
  }
  derivation.derive(all, {
    edge: (_, claim) => void out.edges.push(claim),
    node: (_, claim) => void out.nodes.push(claim),
    gap: () => void out.gaps++,
  })
  return out
}

const says = ({ kind, from, to, verdict }: EdgeClaim) => `${from} ${kind} ${to} ${verdict}`.replaceAll('entra:t:', '')

for (const [file, derivation] of [
  ['grants', entraGrants],
  ['takeovers', entraGrants],
  ['directory-roles', entraDirectoryRoles],
  ['applications', entraApplications],
  ['federated', entraFederated],
] as const) {
  const url = new URL(`../../cases/entra/${file}.json`, import.meta.url)
  const cases = JSON.parse(readFileSync(url, 'utf8')) as readonly Case[]
  test.for(cases)(`${file}: $name`, (it) => {
    const { edges, nodes, gaps } = derived(derivation, it)
    const said = edges.map(says)
    if (it.expects?.length === 0) expect(said).toEqual([])
    expect(said).toEqual(expect.arrayContaining([...(it.expects ?? [])]))
    for (const part of it.never ?? []) expect(said.filter((edge) => edge.includes(part))).toEqual([])
    for (const word of it.missing ?? []) expect(edges.map(({ missing }) => missing).join()).toContain(word)
    expect(gaps).toBe(it.gaps ?? 0)
    const ids = new Set<string>(nodes.map(({ id }) => id))
    expect(edges.flatMap(({ from, to }) => [from, to]).filter((id) => !ids.has(id))).toEqual([])
  })
}

test('edges lead between the kinds of node that their kinds allow', () => {
  const everything = graphPermissions.map(([, appRoleId], i) => ({
    thing: 'grant' as const,
    id: String(i),
    kind: 'Grant' as const,
    type: 'application',
    properties: { appRoleId, resourceId: 'graph' },
  }))
  const { edges, nodes } = derived(entraGrants, { name: '', nodes: everything })
  const kindOf = new Map(nodes.map(({ id, kind }) => [id, kind]))
  const fits = (ends: 'any' | readonly string[] | undefined, id: EdgeClaim['from']) =>
    ends === 'any' || ends?.includes(kindOf.get(id) ?? '')
  const wrong = edges.filter(({ kind, from, to }) => {
    const declared = edgeKinds.get(kind)
    return !fits(declared?.from, from) || !fits(declared?.to, to)
  })
  expect(wrong.map(says)).toEqual([])
  expect(edges.length).toBeGreaterThan(graphPermissions.length)
})

test('no permission and no role stands in a table twice', () => {
  for (const ids of [
    graphPermissions.map((row) => row[1]),
    graphPermissions.map((row) => row[0]),
    takeovers.map(({ permission }) => permission),
    directoryRoles.map(({ id }) => id),
  ]) {
    expect(new Set(ids).size).toBe(ids.length)
  }
})

test('every takeover names its technique and the page that documents it', () => {
  for (const { technique, source, says: sentence } of takeovers) {
    expect(technique).toMatch(/^T\d{4}(\.\d{3})?$/)
    expect(source).toMatch(/^https:\/\/learn\.microsoft\.com\//)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
  }
})
