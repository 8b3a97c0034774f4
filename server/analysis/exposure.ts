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

interface ExposureOptions {
  readonly table?: ScoreTable
  readonly neighbours?: Neighbours
}

/** An identity takes the worst of its Secrets; a part whose source is missing is unknown and counts nothing. */
export function exposure(
  graph: PrivilegeGraph,
  node: number,
  asOf: number,
  { table = scoreTable, neighbours = neighboursAt(graph) }: ExposureOptions = {},
): Exposure {
  const judged = judgedOf(graph, node, asOf, neighbours)
  const parts = exposureParts.map((part): ExposurePartAnswer => {
    const [holds, says] = judge[part](judged)
    return { part, weight: table.exposure[part], holds, says: typeof says === 'string' ? says : says() }
  })
  return { score: scoreFrom(judged, table), parts }
}

/** Its score alone: what ranking asks of every identity. */
export const exposureScore = (graph: PrivilegeGraph, node: number, asOf: number, neighbours: Neighbours): number =>
  scoreFrom(judgedOf(graph, node, asOf, neighbours), scoreTable)

function judgedOf(graph: PrivilegeGraph, node: number, asOf: number, neighbours: Neighbours): Judged {
  const secrets = kindOf(graph.nodes, node) === 'Secret' ? [node] : neighbours('in', node, 'AUTHENTICATES_AS')
  return { graph, neighbours, node, secrets, asOf }
}

function scoreFrom(judged: Judged, table: ScoreTable): number {
  let safe = 1
  for (const part of exposureParts) if (judge[part](judged)[0]) safe *= 1 - table.exposure[part]
  return 1 - 0.95 * safe
}

interface Judged {
  readonly graph: PrivilegeGraph
  readonly neighbours: Neighbours
  readonly node: number
  readonly secrets: readonly number[]
  readonly asOf: number
}

/** Words that have to be made are made when they are asked for: ranking asks only whether it holds. */
type Judge = (judged: Judged) => readonly [holds: boolean | undefined, says: string | (() => string)]

const judge: Readonly<Record<ExposurePart, Judge>> = {
  'leaked copy': ({ graph, neighbours, secrets }) => {
    const copies = secrets.flatMap((secret) => neighbours('out', secret, 'EXPOSED_IN'))
    if (copies.length > 0)
      return [true, () => `${copies.length} exposed ${copies.length === 1 ? 'copy' : 'copies'} of its credentials`]
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
    return [oldest > scoreTable.policy.secretMaxAgeDays, () => `its oldest credential is ${oldest} days old`]
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
    return most > 1
      ? [true, () => `one credential is used by ${most} identities`]
      : [false, 'no credential is known to be shared']
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
    let last = nodes.lastUsedAt[node]!
    for (const secret of secrets) {
      const at = nodes.lastUsedAt[secret]!
      if (Number.isNaN(last) || at > last) last = at
    }
    if (Number.isNaN(last)) return [undefined, 'no source says when it was last used']
    const days = Math.floor((asOf - last) / DAY)
    return [days > scoreTable.policy.dormantAfterDays, () => `last used ${Math.max(0, days)} days ago`]
  },
  'human use': ({ graph: { nodes }, node }) => {
    const is = (nodes.flags[node]! & HUMAN_USE) !== 0
    return is ? [true, 'people act through it'] : [undefined, 'no source says whether people act through it']
  },
}
