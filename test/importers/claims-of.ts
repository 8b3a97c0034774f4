import { createHmac } from 'node:crypto'
import { parse } from 'jsonc-parser'
import { Compile } from 'typebox/compile'
import type { Importer, Place, RecordType } from '../../importers/importer.ts'
import type { CoverageGap, EdgeClaim, NodeClaim } from '../../server/model/facts.ts'
import { mergeNodes } from '../../server/model/merge-nodes.ts'

export interface Claims {
  readonly scopes: readonly string[]
  /** Every claim as it was said, a node many times if it was. */
  readonly said: readonly (NodeClaim | EdgeClaim)[]
  /** United by id. */
  readonly nodes: readonly NodeClaim[]
  readonly edges: readonly EdgeClaim[]
  readonly rejected: readonly string[]
  readonly skipped: readonly string[]
  readonly coverage: readonly CoverageGap[]
  readonly partial: boolean
}

/** What an importer says of some files, without intake or a store; `fingerprint` refuses as little as can be. */
export function claimsOf(importer: Importer, files: Readonly<Record<string, string>>, scope?: string): Claims {
  const fingerprint = (value: string) =>
    value.length < 12 ? undefined : createHmac('sha256', 'test key').update(value).digest('hex').slice(0, 32)
  const reader = importer.open({ scope, collectedAt: '2026-01-01T00:00:00.000Z', fingerprint })
  const scopes = new Set<string>()
  const facts: { scope: string; node: NodeClaim }[] = []
  const edges: EdgeClaim[] = []
  const rejected: string[] = []
  const skipped: string[] = []
  const emit = {
    into(into: string) {
      scopes.add(into)
      return {
        node: (node: NodeClaim) => void facts.push({ scope: into, node }),
        edge: (edge: EdgeClaim) => void edges.push(edge),
      }
    },
    reject: (reason: string) => void rejected.push(reason),
    skip: (reason: string) => void skipped.push(reason),
  }
  for (const [file, text] of Object.entries(files)) {
    for (const { record, pointer, type } of recordsIn(text, reader.records)) {
      const place: Place = { file, pointer, keys: [] }
      if (Compile(type.schema).Check(record)) type.map(record as never, emit, place)
      else rejected.push(`${file}${pointer} does not fit its schema`)
    }
  }
  reader.end?.(emit)
  const byId = Map.groupBy(facts, ({ node }) => node.id)
  return {
    scopes: [...scopes],
    said: [...facts.map(({ node }) => node), ...edges],
    nodes: [...byId.values()].map((said) => mergeNodes(said.map((fact) => ({ ...fact, evidence: [] })))),
    edges: [
      ...new Map(edges.map((edge) => [JSON.stringify([edge.kind, edge.from, edge.to, edge.key]), edge])).values(),
    ],
    rejected,
    skipped,
    coverage: [...scopes].flatMap((one) => [...reader.coverage(one)]),
    partial: reader.partial?.() ?? false,
  }
}

function recordsIn(text: string, types: readonly RecordType[]) {
  const of = (at: string) => types.find((type) => type.at === at)
  const lines = of('line')
  if (lines && !text.trimStart().startsWith('[')) {
    const records = text.split('\n').filter((line) => line.trim() !== '')
    return records.map((line, i) => ({ record: JSON.parse(line) as unknown, pointer: `line ${i + 1}`, type: lines }))
  }
  const document: unknown = parse(text)
  const whole = of('')
  if (whole) return [{ record: document, pointer: '', type: whole }]
  const members = of('/#')
  if (!members || !Array.isArray(document)) throw new Error('no record type fits')
  return document.map((record: unknown, i) => ({ record, pointer: `/${i}`, type: members }))
}

/** The ends of edges that no node claim states: importing them would fail. */
export const danglingIn = ({ nodes, edges }: Claims): readonly string[] => {
  const ids = new Set<string>(nodes.map((node) => node.id))
  return edges.flatMap(({ from, to }) => [from, to]).filter((id) => !ids.has(id))
}
