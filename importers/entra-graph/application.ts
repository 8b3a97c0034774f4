import { allowed } from '../../server/model/facts.ts'
import type { Emit } from '../importer.ts'
import { emitCredentials, emitOwners } from './credentials.ts'
import type { GraphRecord } from './graph-record.ts'
import type { Tenant } from './tenant.ts'

/** An application only describes: what it may do, its service principal holds; the two share the appId. */
export function mapApplication(tenant: Tenant, record: GraphRecord, objectId: string, emit: Emit) {
  const into = tenant.into(emit, 'objects/applications')
  const id = tenant.node('app', objectId)
  const name = record.displayName || record.appId || objectId
  into.node(tenant.claim)
  into.node({
    id,
    kind: 'Resource',
    type: 'entra_application',
    name: `${name} (app registration)`,
    ...tenant.about,
    counts: false,
    createdAt: record.createdDateTime ?? undefined,
    properties: {
      ...(record.appId ? { appId: record.appId } : {}),
      ...(record.signInAudience ? { signInAudience: record.signInAudience } : {}),
    },
  })
  into.edge({ kind: 'CONTAINS', from: tenant.claim.id, to: id, confidence: 'granted', ...allowed })
  emitCredentials(tenant, emit, into, record, id, 'belongs to')
  emitOwners(tenant, emit, into, record, id)
  for (const [i, trust] of (record.federatedIdentityCredentials ?? []).entries()) {
    const at = `/federatedIdentityCredentials/${i}`
    const federated = tenant.node('federated', trust.id)
    into.node(
      {
        id: federated,
        kind: 'Resource',
        type: 'entra_federated_credential',
        name: `Trust ${trust.name || trust.id} of ${name}`,
        ...tenant.about,
        counts: false,
        properties: { issuer: trust.issuer, subject: trust.subject ?? '', audiences: trust.audiences ?? [] },
      },
      at,
    )
    into.edge({ kind: 'APPLIES_TO', from: federated, to: id, key: 'trust', confidence: 'granted', ...allowed }, at)
  }
}
