import { allowed } from '../../server/model/facts.ts'
import type { Emit } from '../importer.ts'
import { emitCredentials, emitOwners } from './credentials.ts'
import type { GraphRecord } from './graph-record.ts'
import type { Tenant } from './tenant.ts'
import { emitTrust } from './trust.ts'

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
    ...(record.appId ? { aliases: [tenant.registrationAlias(record.appId)] } : {}),
    properties: {
      ...(record.appId ? { appId: record.appId } : {}),
      ...(record.signInAudience ? { signInAudience: record.signInAudience } : {}),
    },
  })
  into.edge({ kind: 'CONTAINS', from: tenant.claim.id, to: id, confidence: 'granted', ...allowed })
  emitCredentials(tenant, emit, into, record, id, 'belongs to')
  emitOwners(tenant, emit, into, record, id)
  for (const [i, trust] of (record.federatedIdentityCredentials ?? []).entries()) {
    emitTrust(tenant, into, id, name, trust, `/federatedIdentityCredentials/${i}`)
  }
}

/** The trusts of one application, as its own list gives them: the list names the application, the record does not. */
export function mapFederatedCredential(
  tenant: Tenant,
  record: GraphRecord,
  application: string | undefined,
  emit: Emit,
) {
  const { id, issuer } = record
  if (!id || !issuer) return emit.reject('a federated credential needs id and issuer')
  if (!application) return emit.reject('the list does not name its application; keep @odata.context in the file')
  const into = tenant.into(emit, 'objects/federated')
  const holder = tenant.node('app', application)
  into.node({
    id: holder,
    kind: 'Resource',
    type: 'entra_application',
    name: `${application} (app registration)`,
    ...tenant.about,
    stub: true,
    counts: false,
  })
  emitTrust(tenant, into, holder, application, { ...record, id, issuer }, '')
}
