import { allowed } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'
import type { FederatedCredential } from './graph-record.ts'
import type { Tenant } from './tenant.ts'

/** Whom an application or managed identity lets in without a secret: an issuer, and a subject that it vouches for. */
export function emitTrust(
  tenant: Tenant,
  into: ScopedEmit,
  holder: NodeId,
  holderName: string,
  trust: FederatedCredential,
  at: string,
) {
  const id = tenant.node('federated', trust.id)
  into.node(
    {
      id,
      kind: 'Resource',
      type: 'entra_federated_credential',
      name: `Trust ${trust.name || trust.id} of ${holderName}`,
      ...tenant.about,
      counts: false,
      properties: {
        issuer: trust.issuer,
        subject: trust.subject ?? '',
        audiences: trust.audiences ?? [],
        ...(trust.claimsMatchingExpression?.value
          ? { claimsMatchingExpression: trust.claimsMatchingExpression.value }
          : {}),
      },
    },
    at,
  )
  into.edge({ kind: 'APPLIES_TO', from: id, to: holder, key: 'trust', confidence: 'granted', ...allowed }, at)
}
