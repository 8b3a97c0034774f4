import type { Drawing } from '../draw.ts'
import { covers, rulesOf } from './naive-reach.ts'

/** The numbers of DESIGN §3 and §7, restated by hand. */
const harmOfTier = [0.8, 0.3, 0.05, 0.01, 0.0001]
const factor: Readonly<Record<string, number>> = { control: 1, write: 0.8, execute: 0.8, read: 0.5 }
const unstated: Readonly<Record<string, number>> = { Resource: 3, Identity: 4, Secret: 4, Tool: 4 }

function easeOf(kind: string, needs: string, atStart: boolean): number {
  if (kind === 'AUTHENTICATES_AS') return atStart ? 1 : 0.9
  if (kind === 'RUNS_AS' && needs === 'write') return 0.4
  if (kind === 'ESCALATES_TO') return 0.8
  return kind === 'CAN_MINT' ? 0.9 : 1
}

/** The best ease of every state, by repeating all rules until nothing gets better. Slow and obvious. */
export function naiveEase({ nodes, edges }: Drawing, start: string, basis: 0 | 1 | 2): Map<string, number> {
  const kind = nodes.find((node) => node.id === start)!.kind
  const held = new Map(
    covers(kind === 'Secret' || kind === 'Location' ? 'read' : 'control').map((c) => [`${start} ${c}`, 1]),
  )
  for (let better = true; better; ) {
    better = false
    for (const edge of edges) {
      if (edge.verdict === 'conditional' && basis < 2) continue
      if (edge.confidence === 'inferred' && basis < 1) continue
      for (const [needs, gives] of rulesOf(edge.kind, edge.key)) {
        const from = held.get(`${edge.from} ${needs}`)
        if (from === undefined) continue
        const certainty = (edge.verdict === 'conditional' ? 0.5 : 1) * (edge.confidence === 'inferred' ? 0.7 : 1)
        const ease = from * easeOf(edge.kind, needs, edge.from === start) * certainty * 0.5 ** (edge.gates?.length ?? 0)
        for (const capability of covers(gives)) {
          const state = `${edge.to} ${capability}`
          if (ease <= (held.get(state) ?? 0) * (1 + 1e-12)) continue
          held.set(state, ease)
          better = true
        }
      }
    }
  }
  return held
}

export const naiveSum = (drawing: Drawing, start: string, basis: 0 | 1 | 2): number =>
  naiveParts(drawing, start, basis)
    .values()
    .reduce((sum, part) => sum + part, 0)

/** Each target's part of the sum, 0 where it is not reached. */
export function naiveParts(drawing: Drawing, start: string, basis: 0 | 1 | 2): Map<string, number> {
  const ease = naiveEase(drawing, start, basis)
  const parts = new Map<string, number>()
  for (const node of drawing.nodes) {
    const tier = node.tier ?? unstated[node.kind]
    if (node.id === start || tier === undefined) continue
    const products = Object.keys(factor).map((c) => (ease.get(`${node.id} ${c}`) ?? 0) * harmOfTier[tier]! * factor[c]!)
    parts.set(node.id, -Math.log1p(-Math.min(0.99, Math.max(...products))))
  }
  return parts
}
