import { conditionalOn } from '../../model/facts.ts'
import { identityTypes } from '../../model/kinds.ts'
import { defineDerivation, type GivenEdge } from '../derivation.ts'

export const seenTrust = defineDerivation({
  id: 'join-seen-trust',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'A log shows that the trust policy of a role was set, and whom it lets in: whether it still does is the missing fact, unless the policy itself was imported and lets him in.',
  reads: { nodes: ['role'], also: [...identityTypes, 'account_root'], edges: ['RELATES_TO', 'CAN_ASSUME'] },
  derive({ edges, node }, emit) {
    const sets = edges.filter((edge) => edge.kind === 'RELATES_TO' && setAt(edge) !== undefined)
    const known = new Set(edges.flatMap(({ kind, from, to }) => (kind === 'CAN_ASSUME' ? `${from}\n${to}` : [])))
    for (const [role, of] of Map.groupBy(sets, ({ to }) => to)) {
      // The last one replaces those before it.
      const last = of.reduce((at, edge) => (setAt(edge)! > at ? setAt(edge)! : at), '')
      for (const edge of of) {
        const [from, to] = [node(edge.from), node(role)]
        if (setAt(edge) !== last || !from || !to || known.has(`${from.id}\n${to.id}`)) continue
        const asked = edge.properties?.['asksForMore'] === true ? ', and whether what it asks for is met' : ''
        const missing = `whether the trust policy that ${to.name} was given on ${last.slice(0, 10)} still holds${asked}: aws iam get-role`
        const claim = {
          kind: 'CAN_ASSUME',
          from: from.id,
          to: to.id,
          key: 'trust set',
          confidence: 'observed',
        } as const
        emit.edge([from, to, edge], { ...claim, ...conditionalOn(missing) })
      }
    }
  },
})

const setAt = ({ key, properties }: GivenEdge): string | undefined => {
  const at = properties?.['setAt']
  return key?.startsWith('trust set') && typeof at === 'string' ? at : undefined
}
