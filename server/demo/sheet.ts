import { hash } from 'node:crypto'
import { edgeId, sourceFileId } from '../model/edge-id.ts'
import { allowed, type EdgeClaim, type NodeClaim, type SourceFile } from '../model/facts.ts'
import type { NodeId } from '../model/node-id.ts'
import type { Facts } from '../store/store.ts'
import { collectedAt } from './calendar.ts'

type More = Partial<Omit<EdgeClaim, 'kind' | 'from' | 'to' | 'verdict' | 'missing'>> & { readonly missing?: string }

/** Collects what the demo export of one system says, each fact at a place of its own in that file. */
export interface Sheet {
  readonly scope: string
  readonly node: (claim: NodeClaim) => NodeId
  /** Granted and allowed unless it says otherwise; `missing` makes it conditional. */
  readonly edge: (kind: string, from: NodeId, to: NodeId, more?: More) => void
  readonly finish: () => { readonly file: SourceFile; readonly facts: Facts }
}

export function openSheet(system: string): Sheet {
  const scope = `demo:${system}`
  const nodes = new Map<NodeId, { claim: NodeClaim; pointer: string }>()
  const edges: { claim: EdgeClaim; pointer: string }[] = []
  const sections = new Map<string, number>()
  const placeIn = (section: string) => {
    const place = sections.get(section) ?? 0
    sections.set(section, place + 1)
    return `/${section}/${place}`
  }
  return {
    scope,
    node(claim) {
      if (!nodes.has(claim.id)) {
        const properties = { ...claim.properties, demo: true }
        nodes.set(claim.id, { claim: { ...claim, properties }, pointer: placeIn(`${claim.type}s`) })
      }
      return claim.id
    },
    edge(kind, from, to, { missing, ...more } = {}) {
      const verdict = missing === undefined ? allowed : ({ verdict: 'conditional', missing } as const)
      const pointer = placeIn(`${nodes.get(from)?.pointer.slice(1) ?? 'links'}/${kind.toLowerCase()}`)
      edges.push({ claim: { kind, from, to, confidence: 'granted', ...more, ...verdict }, pointer })
    },
    finish() {
      const claims = JSON.stringify([[...nodes.values()], edges])
      const sha256 = hash('sha256', claims, 'hex')
      const name = `demo/${system}.json`
      const file = { id: sourceFileId('demo', name, sha256), source: 'demo', name, sha256, collectedAt }
      const evidence = (pointer: string) => [{ file: file.id, pointer }]
      return {
        file,
        facts: {
          nodes: [...nodes.values()].map((it) => ({ scope, node: it.claim, evidence: evidence(it.pointer) })),
          edges: edges.map((it) => ({ scope, id: edgeId(it.claim), edge: it.claim, evidence: evidence(it.pointer) })),
        },
      }
    },
  }
}
