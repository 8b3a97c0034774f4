import { allowed } from '../../server/model/facts.ts'
import type { Emit } from '../importer.ts'
import type { GraphRecord } from './graph-record.ts'
import type { Tenant } from './tenant.ts'

/** A consent: the application may act for every user who signs in, or for one. `clientId` is an object id, no appId. */
export function mapDelegatedGrant(tenant: Tenant, record: GraphRecord, emit: Emit) {
  const { id, clientId, consentType, principalId, resourceId } = record
  if (!id || !clientId || !resourceId) return emit.reject('a delegated grant needs id, clientId and resourceId')
  if (consentType !== 'AllPrincipals' && !principalId) return emit.reject('a consent by one user needs principalId')
  const into = tenant.into(emit, 'rights/grants')
  const grant = tenant.node('grant', id)
  const scopes = (record.scope ?? '').split(/\s+/).filter((scope) => scope !== '')
  const everyone = consentType === 'AllPrincipals'
  into.node(tenant.claim)
  into.node(tenant.servicePrincipal(clientId))
  into.node(tenant.servicePrincipalStub(resourceId))
  into.node({
    id: grant,
    kind: 'Grant',
    type: 'delegated',
    name: `Consent to ${scopes.length} ${scopes.length === 1 ? 'scope' : 'scopes'} for ${everyone ? 'every user' : 'one user'}`,
    ...tenant.about,
    properties: {
      scopes,
      consentType: everyone ? 'AllPrincipals' : 'Principal',
      resourceId,
      ...(everyone ? {} : { principalId: principalId! }),
    },
  })
  into.edge({ kind: 'HAS_GRANT', from: tenant.node('sp', clientId), to: grant, confidence: 'granted', ...allowed })
  if (everyone) return
  const user = tenant.user(principalId!)
  into.node(user, '/principalId')
  into.edge(
    { kind: 'RELATES_TO', from: user.id, to: grant, key: 'consented', confidence: 'granted', ...allowed },
    '/principalId',
  )
}

/** An app role given to a service principal, a group or a user. Only what is given to applications is a Grant. */
export function mapAppRoleAssignment(tenant: Tenant, record: GraphRecord, emit: Emit) {
  const { id, appRoleId, principalId, resourceId } = record
  if (!id || !appRoleId || !principalId || !resourceId) {
    return emit.reject('an app role assignment needs id, appRoleId, principalId and resourceId')
  }
  const into = tenant.into(emit, 'rights/app-roles')
  const api = tenant.servicePrincipalStub(resourceId, record.resourceDisplayName)
  into.node(tenant.claim)
  into.node(api)
  if (record.principalType && record.principalType !== 'ServicePrincipal') {
    // A user or group that may sign in to an application: a way to use it, not a grant of it.
    const user =
      record.principalType === 'Group'
        ? tenant.group(principalId, record.principalDisplayName)
        : tenant.user(principalId)
    into.node(user)
    into.edge({
      kind: 'RELATES_TO',
      from: user.id,
      to: api.id,
      key: `app role ${appRoleId}`,
      confidence: 'granted',
      ...allowed,
    })
    return
  }
  const grant = tenant.node('grant', id)
  const holder = tenant.servicePrincipal(principalId, record.principalDisplayName)
  into.node(holder)
  into.node({
    id: grant,
    kind: 'Grant',
    type: 'application',
    name: `App role of ${record.resourceDisplayName || resourceId}`,
    ...tenant.about,
    createdAt: record.createdDateTime ?? undefined,
    properties: {
      appRoleId,
      resourceId,
      ...(record.resourceDisplayName ? { resource: record.resourceDisplayName } : {}),
    },
  })
  into.edge({ kind: 'HAS_GRANT', from: holder.id, to: grant, confidence: 'granted', ...allowed })
}
