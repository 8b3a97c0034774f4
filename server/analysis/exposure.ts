import { HUMAN_USE, kindOf, THIRD_PARTY, typeOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type ExposurePart, exposureParts, type ScoreTable, scoreTable } from '../model/score-table.ts'
import { type Neighbours, neighboursAt } from './neighbours.ts'

export interface ExposurePartAnswer {
  readonly part: ExposurePart
  readonly weight: number
  /** Undefined when no source tells: unknown is not no. */
  readonly holds: boolean | undefined
  readonly says: string
}

/** How likely it is to be lost, from 0 to 1: never who it reaches, and never part of Blast. */
export interface Exposure {
  readonly score: number
  readonly parts: readonly ExposurePartAnswer[]
}

const DAY = 86_400_000

/** An identity takes the worst of its Secrets; a part whose source is missing is unknown and counts nothing. */
export function exposure(
  graph: PrivilegeGraph,
  node: number,
  asOf: number,
  { table = scoreTable, neighbours = neighboursAt(graph) }: { table?: ScoreTable; neighbours?: Neighbours } = {},
): Exposure {
  const secrets = kindOf(graph.nodes, node) === 'Secret' ? [node] : neighbours('in', node, 'AUTHENTICATES_AS')
  const parts = exposureParts.map((part): ExposurePartAnswer => {
    const [holds, says] = judge[part]({ graph, neighbours, node, secrets, asOf })
    return { part, weight: table.exposure[part], holds, says }
  })
  const safe = parts.reduce((product, { holds, weight }) => (holds ? product * (1 - weight) : product), 1)
  return { score: 1 - 0.95 * safe, parts }
}

interface Judged {
  readonly graph: PrivilegeGraph
  readonly neighbours: Neighbours
  readonly node: number
  readonly secrets: readonly number[]
  readonly asOf: number
}

type Judge = (judged: Judged) => [holds: boolean | undefined, says: string]

const judge: Readonly<Record<ExposurePart, Judge>> = {
  'leaked copy': ({ graph, neighbours, secrets }) => {
    const copies = secrets.flatMap((secret) => neighbours('out', secret, 'EXPOSED_IN'))
    if (copies.length > 0)
      return [true, `${copies.length} exposed ${copies.length === 1 ? 'copy' : 'copies'} of its credentials`]
    const scanned = graph.edges.kinds.includes('EXPOSED_IN')
    return scanned ? [false, 'no scanner reported a copy'] : [undefined, 'no secret scanner was imported']
  },
  'age over policy': ({ graph: { nodes }, secrets, asOf }) => {
    const ages = secrets.flatMap((secret) => {
      const since = Math.max(
        ...[nodes.rotatedAt[secret]!, nodes.createdAt[secret]!].filter((time) => !Number.isNaN(time)),
      )
      return Number.isFinite(since) ? [(asOf - since) / DAY] : []
    })
    if (secrets.length === 0) return [undefined, 'no credential of it is known']
    if (ages.length === 0) return [undefined, 'no source says how old its credentials are']
    const oldest = Math.floor(Math.max(...ages))
    return [oldest > scoreTable.policy.secretMaxAgeDays, `its oldest credential is ${oldest} days old`]
  },
  static: ({ graph: { nodes }, secrets }) => {
    if (secrets.length === 0) return [undefined, 'no credential of it is known']
    const standing = secrets.filter((secret) => Number.isNaN(nodes.expiresAt[secret]!))
    return [standing.length > 0, standing.length > 0 ? 'a credential of it never expires' : 'its credentials expire']
  },
  shared: ({ graph, neighbours, secrets }) => {
    if (secrets.length === 0) return [undefined, 'no credential of it is known']
    const consumers = secrets.map((secret) => neighbours('in', secret, 'USES_SECRET').length)
    const most = Math.max(0, ...consumers)
    if (!graph.edges.kinds.includes('USES_SECRET')) return [undefined, 'no source says who uses its credentials']
    return [most > 1, most > 1 ? `one credential is used by ${most} identities` : 'no credential is known to be shared']
  },
  'third party': ({ graph: { nodes }, node }) => {
    const is = (nodes.flags[node]! & THIRD_PARTY) !== 0 || typeOf(nodes, node) === 'external'
    return [is, is ? 'run by a third party' : 'not known to be run by a third party']
  },
  'no owner': ({ graph, neighbours, node }) => {
    if (!graph.edges.kinds.includes('OWNS')) return [undefined, 'no source names owners']
    const owned = neighbours('in', node, 'OWNS').length > 0
    return [!owned, owned ? 'somebody answers for it' : 'nobody answers for it']
  },
  dormant: ({ graph: { nodes }, node, secrets, asOf }) => {
    const used = [node, ...secrets].map((n) => nodes.lastUsedAt[n]!).filter((time) => !Number.isNaN(time))
    if (used.length === 0) return [undefined, 'no source says when it was last used']
    const days = Math.floor((asOf - Math.max(...used)) / DAY)
    return [days > scoreTable.policy.dormantAfterDays, `last used ${Math.max(0, days)} days ago`]
  },
  'human use': ({ graph: { nodes }, node }) => {
    const is = (nodes.flags[node]! & HUMAN_USE) !== 0
    return is ? [true, 'people act through it'] : [undefined, 'no source says whether people act through it']
  },
}
