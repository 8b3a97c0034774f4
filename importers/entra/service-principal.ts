import { allowed } from '../../server/model/facts.ts'
import type { Emit } from '../importer.ts'
import { emitCredentials, emitOwners } from './credentials.ts'
import type { GraphRecord } from './graph-record.ts'
import { type Tenant, unknownTenant } from './tenant.ts'

/** Tenants in which Microsoft keeps its own applications. */
const microsoftTenants = new Set(['f8cdef31-a31e-4b4a-93e4-5f571e91255a', '72f988bf-86f1-41af-91ab-2d7cd011db47'])

export function mapServicePrincipal(tenant: Tenant, record: GraphRecord, objectId: string, emit: Emit) {
  const into = tenant.into(emit, 'objects/service-principals')
  const id = tenant.node('sp', objectId)
  const managed = record.servicePrincipalType === 'ManagedIdentity'
  const vendor = record.appOwnerOrganizationId ?? undefined
  const microsoft = vendor !== undefined && microsoftTenants.has(vendor)
  const roles = (record.appRoles ?? []).filter(({ value }) => value)
  into.node(tenant.claim)
  into.node({
    id,
    kind: 'Identity',
    type: managed ? 'workload' : isAgent(record) ? 'agent' : 'oauth_app',
    name: record.displayName || record.appDisplayName || record.appId || objectId,
    ...tenant.about,
    createdAt: record.createdDateTime ?? undefined,
    // An appId is one application in many tenants, so the tenant is part of the authority.
    aliases: [`entra-object:${objectId}`, ...(record.appId ? [`entra-app-${tenant.id}:${record.appId}`] : [])],
    properties: {
      enabled: record.accountEnabled !== false,
      ...(record.appId ? { appId: record.appId } : {}),
      ...(record.servicePrincipalType ? { servicePrincipalType: record.servicePrincipalType } : {}),
      ...(record.publisherName ? { publisher: record.publisherName } : {}),
      ...(record.verifiedPublisher?.displayName ? { verifiedPublisher: record.verifiedPublisher.displayName } : {}),
      ...(vendor ? { ownerTenant: vendor } : {}),
      ...(microsoft ? { firstParty: true, providerManaged: true } : {}),
      ...(vendor && !microsoft && tenant.id !== unknownTenant ? { thirdParty: vendor !== tenant.id } : {}),
      ...(managed && record.alternativeNames?.length ? { alternativeNames: record.alternativeNames } : {}),
      ...(roles.length > 0 ? { appRoles: roles.map(({ id: role, value }) => [role, value ?? '']) } : {}),
    },
  })
  into.edge({ kind: 'CONTAINS', from: tenant.claim.id, to: id, confidence: 'granted', ...allowed })
  if (!managed) emitCredentials(tenant, emit, into, record, id, 'signs in')
  else if (record.keyCredentials?.length)
    emit.skip('the platform keeps the keys of a managed identity; nobody can copy them')
  emitOwners(tenant, emit, into, record, id)
}

const isAgent = ({ servicePrincipalType, '@odata.type': type }: GraphRecord) =>
  servicePrincipalType === 'ServiceIdentity' || type === '#microsoft.graph.agentIdentity'
