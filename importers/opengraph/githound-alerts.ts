import { allowed, type EdgeClaim } from '../../server/model/facts.ts'
import { permissionsOf, reachesNothing } from './githound-permissions.ts'
import { textOf } from './graph-shape.ts'
import type { SeenNodes } from './seen-nodes.ts'

/**
 * A token that may read secret-scanning alerts of all repositories reads the leaked secrets in them, though the
 * collector draws no edge from it to an alert.
 */
export function* alertReaders(seen: SeenNodes): Generator<{ scope: string; edge: EdgeClaim }> {
  const all = [...seen]
  const alerts = all.filter(({ given }) => given.kinds.includes('GH_SecretScanningAlert'))
  if (alerts.length === 0) return
  for (const { claim, given, parts, scope } of all) {
    const level = permissionsOf(given)?.get('secret_scanning_alerts')
    if (level === undefined || reachesNothing(given) || textOf(given, 'repository_selection') !== 'all') continue
    for (const alert of alerts) {
      if (textOf(alert.given, 'environmentid') !== textOf(given, 'environmentid')) continue
      const edge = {
        from: parts?.grant ?? claim.id,
        to: alert.claim.id,
        key: `secret_scanning_alerts:${level}`,
      } as const
      yield { scope, edge: { kind: 'CAN_READ', confidence: 'granted', ...edge, ...allowed } }
    }
  }
}
