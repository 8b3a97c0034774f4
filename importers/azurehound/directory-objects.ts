import { Compile } from 'typebox/compile'
import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import { principalById } from '../azure/bindings.ts'
import { mapApplication } from '../entra/application.ts'
import { emitOwners } from '../entra/credentials.ts'
import { activationOf, emitRoleHolder, mapDirectoryObject } from '../entra/directory.ts'
import { mapAppRoleAssignment, mapDelegatedGrant } from '../entra/grants.ts'
import { GraphRecord, type Sort } from '../entra/graph-record.ts'
import { mapServicePrincipal } from '../entra/service-principal.ts'
import type { Tenant } from '../entra/tenant.ts'
import { emitTrust } from '../entra/trust.ts'
import type { Emit } from '../importer.ts'

export type Data = Readonly<Record<string, unknown>>
type Map_ = (tenant: Tenant, data: Data, emit: Emit) => void

const graph = Compile(GraphRecord)

/** What AzureHound took over from Microsoft Graph as it was. */
function asGraph(data: unknown, emit: Emit): GraphRecord | undefined {
  if (graph.Check(data)) return data
  const [error] = graph.Errors(data)
  emit.reject(`${error?.instancePath ?? ''} ${error?.message ?? 'is of no known shape'}`.trim())
  return undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const list = (value: unknown): readonly Data[] =>
  Array.isArray(value) ? value.filter((it): it is Data => typeof it === 'object' && it !== null) : []

const directoryObject =
  (sort: Sort): Map_ =>
  (tenant, data, emit) => {
    const record = asGraph(data, emit)
    if (record) mapDirectoryObject(tenant, record, record.id ?? '', sort, emit)
  }

const whole =
  (map: (tenant: Tenant, record: GraphRecord, objectId: string, emit: Emit) => void): Map_ =>
  (tenant, data, emit) => {
    const record = asGraph(data, emit)
    if (record) map(tenant, record, record.id ?? '', emit)
  }

const grant =
  (map: (tenant: Tenant, record: GraphRecord, emit: Emit) => void): Map_ =>
  (tenant, data, emit) => {
    const record = asGraph(data, emit)
    if (record) map(tenant, record, emit)
  }

/** The owners of one thing; each entry wraps the owner as Graph gives it. */
const owners =
  (ownedBy: (tenant: Tenant, data: Data) => NodeClaim | undefined): Map_ =>
  (tenant, data, emit) => {
    const owned = ownedBy(tenant, data)
    const record = asGraph({ owners: list(data['owners']).map(({ owner }) => owner) }, emit)
    if (!record) return
    if (!owned) return emit.reject('the item does not say what is owned')
    const into = tenant.into(emit, 'objects/directory')
    into.node(owned)
    emitOwners(tenant, emit, into, record, owned.id)
  }

const stubOf = (claim: NodeClaim): NodeClaim => ({ ...claim, stub: true })

const groupMembers: Map_ = (tenant, data, emit) => {
  const groupId = text(data['groupId'])
  const record = asGraph({ members: list(data['members']).map(({ member }) => member) }, emit)
  if (!groupId) return emit.reject('the item does not say of which group these are members')
  const group = tenant.group(groupId)
  const into = tenant.into(emit, 'objects/directory')
  into.node(stubOf(group))
  for (const member of record?.members ?? []) {
    const claim = tenant.principal(member)
    if (!claim) {
      emit.skip('a member is no user, group or service principal')
      continue
    }
    into.node(claim.kind === 'Group' ? stubOf(claim) : claim)
    into.edge({ kind: 'MEMBER_OF', from: claim.id, to: group.id, confidence: 'granted', ...allowed })
  }
}

const roleAssignments: Map_ = (tenant, data, emit) => {
  const into = tenant.into(emit, 'rights/directory-roles')
  for (const it of list(data['roleAssignments'])) roleHolder(tenant, into, { ...data, ...it }, emit)
}

const eligibleRole: Map_ = (tenant, data, emit) => {
  const into = tenant.into(emit, 'rights/eligible-roles')
  roleHolder(tenant, into, data, emit, activationOf(tenant, into))
}

function roleHolder(tenant: Tenant, into: ReturnType<Emit['into']>, data: Data, emit: Emit, gated?: NodeId) {
  const [principalId, roleId] = [text(data['principalId']), text(data['roleDefinitionId'])]
  if (!principalId || !roleId) return emit.skip('a role assignment does not say who holds which role')
  const within = text(data['directoryScopeId'])
  emitRoleHolder(tenant, into, principalById(tenant, principalId), roleId, {
    within: within === '/' ? undefined : within,
    ...(gated ? { gate: gated } : {}),
    startsAt: text(data['startDateTime']),
  })
}

const federated: Map_ = (tenant, data, emit) => {
  const appId = text(data['appId'])
  if (!appId) return emit.reject('the item does not say which application these are of')
  const into = tenant.into(emit, 'objects/federated')
  const application = tenant.registration(appId)
  into.node(application)
  for (const { fic } of list(data['fics'])) {
    const record = asGraph(fic, emit)
    if (!record?.id || !record.issuer) emit.skip('a federated credential has no id or no issuer')
    else emitTrust(tenant, into, application.id, appId, { ...record, id: record.id, issuer: record.issuer }, '')
  }
}

const tenantItself: Map_ = (tenant, data, emit) => {
  const name = text(data['displayName'])
  tenant.into(emit, 'objects/directory').node(name ? { ...tenant.claim, name } : tenant.claim)
}

/** The directory's items by kind. */
export const directoryMaps: ReadonlyMap<string, Map_> = new Map([
  ['AZTenant', tenantItself],
  ['AZUser', directoryObject('user')],
  ['AZGroup', directoryObject('group')],
  ['AZRole', directoryObject('directory role')],
  ['AZApp', whole(mapApplication)],
  ['AZServicePrincipal', whole(mapServicePrincipal)],
  ['AZAppRoleAssignment', grant(mapAppRoleAssignment)],
  ['AZOAuth2PermissionGrant', grant(mapDelegatedGrant)],
  ['AZGroupMember', groupMembers],
  ['AZRoleAssignment', roleAssignments],
  ['AZRoleEligibilityScheduleInstance', eligibleRole],
  ['AZFederatedIdentityCredential', federated],
  ['AZAppOwner', owners((tenant, { appId }) => (text(appId) ? tenant.registration(String(appId)) : undefined))],
  [
    'AZServicePrincipalOwner',
    owners((tenant, { servicePrincipalId: id }) => (text(id) ? tenant.servicePrincipalStub(String(id)) : undefined)),
  ],
  ['AZGroupOwner', owners((tenant, { groupId: id }) => (text(id) ? stubOf(tenant.group(String(id))) : undefined))],
])
