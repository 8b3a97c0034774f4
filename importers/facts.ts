import { type Static, Type } from 'typebox'
import type { EdgeClaim, Json, NodeClaim } from '../server/model/facts.ts'
import { allowed, conditionalOn } from '../server/model/facts.ts'
import { confidences, nodeKinds, tiers } from '../server/model/kinds.ts'
import { globalId } from '../server/model/node-id.ts'
import { defineImporter, type Emit, type Place, recordType } from './importer.ts'

// The neutral format, described in facts.md; `ambit export facts` writes it.

const Text = Type.String({ minLength: 1 })
const Properties = Type.Record(Type.String(), Type.Unknown())
const optional = {
  provider: Type.Optional(Type.String()),
  account: Type.Optional(Type.String()),
  environment: Type.Optional(Type.String()),
  dataClass: Type.Optional(Type.String()),
  createdAt: Type.Optional(Type.String()),
  expiresAt: Type.Optional(Type.String()),
  lastUsedAt: Type.Optional(Type.String()),
  rotatedAt: Type.Optional(Type.String()),
  stub: Type.Optional(Type.Boolean()),
  counts: Type.Optional(Type.Boolean()),
}
const Node = Type.Object({
  id: Text,
  kind: Type.Enum([...nodeKinds]),
  type: Text,
  name: Type.Optional(Type.String()),
  tier: Type.Optional(Type.Enum([...tiers])),
  aliases: Type.Optional(Type.Array(Text)),
  properties: Type.Optional(Properties),
  evidence: Type.Optional(Type.Unknown()),
  ...optional,
})
const Edge = Type.Object({
  kind: Text,
  from: Text,
  to: Text,
  confidence: Type.Optional(Type.Enum([...confidences])),
  verdict: Type.Optional(Type.Enum(['allowed', 'conditional'])),
  missing: Type.Optional(Text),
  key: Type.Optional(Type.String()),
  gates: Type.Optional(Type.Array(Text)),
  ease: Type.Optional(Text),
  startsAt: Type.Optional(Type.String()),
  expiresAt: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  properties: Type.Optional(Properties),
  evidence: Type.Optional(Type.Unknown()),
})
const scope = Type.Optional(Text)
const NodeLine = Type.Object({ node: Node, scope })
const EdgeLine = Type.Object({ edge: Edge, scope })
const BareEdge = Type.Object({ ...Edge.properties, scope })
const BareNode = Type.Object({ ...Node.properties, scope })
const ScopeLine = Type.Object({ scope: Text }, { additionalProperties: false })

/** Kept as it is said beside the claim: where whoever wrote the file has it from. */
function propertiesOf(properties: Static<typeof Properties> | undefined, evidence: unknown) {
  if (evidence === undefined) return properties as NodeClaim['properties']
  return { ...properties, evidence } as { readonly [key: string]: Json }
}

function nodeOf({ id, name, properties, evidence, ...rest }: Static<typeof Node>): NodeClaim {
  const kept = propertiesOf(properties, evidence)
  return { ...rest, id: globalId(id), name: name ?? id, ...(kept && { properties: kept }) }
}

function edgeOf({
  verdict,
  missing,
  gates,
  properties,
  evidence,
  ...rest
}: Static<typeof Edge>): EdgeClaim | undefined {
  if (verdict !== undefined && (verdict === 'conditional') !== (missing !== undefined)) return undefined
  const kept = propertiesOf(properties, evidence)
  return {
    ...rest,
    from: globalId(rest.from),
    to: globalId(rest.to),
    confidence: rest.confidence ?? 'granted',
    ...(gates && { gates: gates.map(globalId) }),
    ...(kept && { properties: kept }),
    ...(missing === undefined ? allowed : conditionalOn(missing)),
  }
}

const sniffed = /^\s*(?:\[\s*)?\{\s*"(?:scope|nodes|edges|node|edge)"\s*:/

export const facts = defineImporter({
  source: 'facts',
  version: 1,
  reads: 'a graph in Ambit’s own neutral format, as JSON or NDJSON',
  get: ['ambit export facts > facts.ndjson', 'write it by hand: importers/facts.md'],
  sniff: ({ text }) => sniffed.test(text) && /"(?:nodes|edges|node|edge)"\s*:/.test(text) && /"kind"/.test(text),
  format: 'json or ndjson',
  open(run) {
    let file: string | undefined
    let current: string | undefined
    let emitted = false

    const into = (emit: Emit, place: Place, own: string | undefined) => {
      enter(place)
      emitted = true
      const name = own ?? current ?? run.scope ?? place.file
      return emit.into(name === 'facts' || name.startsWith('facts:') ? name : `facts:${name}`)
    }
    /** A scope counts for its file only. */
    const enter = (place: Place) => {
      if (file === place.file) return
      file = place.file
      current = undefined
      emitted = false
    }
    const setScope = (name: string, emit: Emit, place: Place) => {
      enter(place)
      if (place.pointer === '/scope' && emitted) emit.reject('the scope must stand before the nodes and edges')
      else current = name
    }
    const sayNode = (node: Static<typeof Node>, emit: Emit, place: Place, own?: string, at = '') =>
      into(emit, place, own).node(nodeOf(node), at)
    const sayEdge = (edge: Static<typeof Edge>, emit: Emit, place: Place, own?: string, at = '') => {
      const claim = edgeOf(edge)
      if (claim) into(emit, place, own).edge(claim, at)
      else emit.reject('an edge is conditional exactly when it names what is `missing`')
    }

    const lines = (at: '/#' | 'line') => [
      recordType(at, NodeLine, (line, emit, place) => sayNode(line.node, emit, place, line.scope, '/node')),
      recordType(at, EdgeLine, (line, emit, place) => sayEdge(line.edge, emit, place, line.scope, '/edge')),
      recordType(at, BareEdge, ({ scope, ...edge }, emit, place) => sayEdge(edge, emit, place, scope)),
      recordType(at, BareNode, ({ scope, ...node }, emit, place) => sayNode(node, emit, place, scope)),
      recordType(at, ScopeLine, (line, emit, place) => setScope(line.scope, emit, place)),
    ]
    return {
      records: [
        recordType('/scope', Text, setScope),
        recordType('/nodes/#', Node, (node, emit, place) => sayNode(node, emit, place)),
        recordType('/edges/#', Edge, (edge, emit, place) => sayEdge(edge, emit, place)),
        ...lines('/#'),
        ...lines('line'),
      ],
      coverage: () => [],
    }
  },
})
