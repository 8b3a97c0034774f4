import { allowed, conditionalOn, type EdgeClaim } from '../../server/model/facts.ts'
import { accessEdges, permissionsOf, reachesNothing } from './githound-permissions.ts'
import { textOf } from './graph-shape.ts'
import type { SeenNode, SeenNodes } from './seen-nodes.ts'

interface Drawn {
  readonly scope: string
  readonly edge: EdgeClaim
}

/**
 * What tokens and installations reach beyond the edges that the collector draws: the alerts of secret scanning that
 * one may read, and the repositories an installation was given without the collector listing them.
 */
export function* unlistedReach(seen: SeenNodes, listed: ReadonlySet<SeenNode>): Generator<Drawn> {
  const all = [...seen]
  for (const holder of all) {
    const { given } = holder
    const permissions = permissionsOf(given)
    if (!permissions?.size || reachesNothing(given)) continue
    const beside = all.filter((it) => textOf(it.given, 'environmentid') === textOf(given, 'environmentid'))
    yield* alertsOf(holder, permissions, beside)
    if (given.kinds.includes('GH_AppInstallation') && !listed.has(holder)) yield* selected(holder, permissions, beside)
  }
}

function* alertsOf(
  holder: SeenNode,
  permissions: ReadonlyMap<string, string>,
  beside: readonly SeenNode[],
): Generator<Drawn> {
  const level = permissions.get('secret_scanning_alerts')
  if (level === undefined) return
  const verdict =
    textOf(holder.given, 'repository_selection') === 'all' ? allowed : conditionalOn('which repositories it was given')
  for (const { claim } of ofKind(beside, 'GH_SecretScanningAlert')) {
    const edge = { from: fromOf(holder), to: claim.id, key: `secret_scanning_alerts:${level}` } as const
    yield { scope: holder.scope, edge: { kind: 'CAN_READ', confidence: 'granted', ...edge, ...verdict } }
  }
}

function* selected(
  holder: SeenNode,
  permissions: ReadonlyMap<string, string>,
  beside: readonly SeenNode[],
): Generator<Drawn> {
  for (const { claim } of ofKind(beside, 'GH_Repository')) {
    for (const { missing: _, ...edge } of accessEdges(fromOf(holder), claim.id, permissions, 'repository')) {
      yield { scope: holder.scope, edge: { ...edge, ...conditionalOn('which repositories it was given') } }
    }
  }
}

const ofKind = (nodes: readonly SeenNode[], kind: string) => nodes.filter(({ given }) => given.kinds.includes(kind))
const fromOf = ({ claim, parts }: SeenNode) => parts?.grant ?? claim.id
