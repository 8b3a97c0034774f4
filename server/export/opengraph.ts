// https://bloodhound.specterops.io/opengraph/schema
import { hash } from 'node:crypto'
import { crossingsOf } from '../edges/edge-kind.ts'
import { edgeKinds } from '../edges/index.ts'
import type { EdgeClaim, NodeClaim } from '../model/facts.ts'
import { rateTier } from '../model/tier-rules.ts'
import { defineExport, type ExportSource } from './export-format.ts'
import { unitedNodes } from './united-nodes.ts'

type Primitive = string | number | boolean | readonly string[]

export const opengraph = defineExport({
  format: 'opengraph',
  mediaType: 'application/json',
  extension: '.json',
  says: 'A BloodHound OpenGraph payload, so that analysts may keep BloodHound; Ambit reads it back whole.',
  async *write(source: ExportSource) {
    yield '{"metadata":{"source_kind":"Ambit"},"graph":{"nodes":['
    let before = '\n'
    for await (const nodes of unitedNodes(source)) {
      if (nodes.length === 0) continue
      yield before + nodes.map((node) => JSON.stringify(nodeOf(node))).join(',\n')
      before = ',\n'
    }
    yield '\n],"edges":['
    before = '\n'
    for await (const facts of source.edges()) {
      if (facts.length === 0) continue
      yield before + facts.map(({ edge }) => JSON.stringify(edgeOf(edge))).join(',\n')
      before = ',\n'
    }
    yield '\n]}}\n'
  },
})

/** BloodHound loses nodes with a colon in their id, and Ambit's ids are full of them; ours stands in `ambitid`. */
const objectId = (id: string) => hash('sha256', id, 'hex').slice(0, 32).toUpperCase()

/** `CAN_ASSUME` and `entra-all mailboxes` as BloodHound writes kinds: letters, digits and no separators. */
const pascal = (text: string) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) =>
      word === word.toUpperCase()
        ? word.charAt(0) + word.slice(1).toLowerCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join('')

function nodeOf(node: NodeClaim) {
  const { type, kind, aliases, properties } = node
  const rated = rateTier(node)
  return {
    id: objectId(node.id),
    kinds: [...new Set([pascal(type), pascal(kind)])].filter((name) => name !== '').map((name) => `Ambit_${name}`),
    properties: stated({
      name: node.name,
      ambitid: node.id,
      ambitkind: kind,
      ambittype: type,
      ambittier: rated?.tier,
      ambitaliases: aliases?.length ? aliases : undefined,
      ambitproperties: properties && JSON.stringify(properties),
      environmentid: node.account,
      provider: node.provider,
      account: node.account,
      environment: node.environment,
      tier: node.tier,
      dataclass: node.dataClass,
      createdat: node.createdAt,
      expiresat: node.expiresAt,
      lastusedat: node.lastUsedAt,
      rotatedat: node.rotatedAt,
      stub: node.stub,
      counts: node.counts,
    }),
  }
}

function edgeOf(edge: EdgeClaim) {
  const declared = edgeKinds.get(edge.kind)
  return {
    kind: `Ambit_${pascal(edge.kind)}`,
    start: { match_by: 'id', value: objectId(edge.from) },
    end: { match_by: 'id', value: objectId(edge.to) },
    properties: stated({
      traversable: declared !== undefined && crossingsOf(declared, edge.key).length > 0,
      ambitkind: edge.kind,
      ambitkey: edge.key,
      ambitgates: edge.gates?.length ? edge.gates : undefined,
      ambitproperties: edge.properties && JSON.stringify(edge.properties),
      confidence: edge.confidence,
      verdict: edge.verdict,
      missing: edge.missing,
      ease: edge.ease,
      startsat: edge.startsAt,
      expiresat: edge.expiresAt,
      note: edge.note,
      technique: declared?.technique,
    }),
  }
}

const stated = (properties: Readonly<Record<string, Primitive | undefined>>): Readonly<Record<string, Primitive>> =>
  Object.fromEntries(Object.entries(properties).filter((entry): entry is [string, Primitive] => entry[1] !== undefined))
