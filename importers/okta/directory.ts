import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import { okta, oktaPart, owner } from '../../server/model/node-id.ts'
import { groupStub, idIn, orgClaim, type Placed, stubOf, userStub } from './place.ts'

const about = (org: string) => ({ provider: 'okta', account: org }) as const
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const fieldsOf = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>

/** Users in these states can sign in, or can make it so by themselves. */
const usable = new Set(['ACTIVE', 'RECOVERY', 'PASSWORD_EXPIRED', 'LOCKED_OUT', 'PROVISIONED'])

export function mapUser({ record, org, into, emit }: Placed) {
  const id = idIn(record.id)
  if (!id) return emit.reject('a user needs an id')
  const profile = fieldsOf(record.profile)
  const login = text(profile['login'])
  const email = text(profile['email'])
  into('users').node(orgClaim(org))
  into('users').node({
    id: okta(id),
    kind: 'Identity',
    type: 'human',
    name: login ?? id,
    ...about(org),
    createdAt: record.created ?? undefined,
    lastUsedAt: record.lastLogin ?? undefined,
    aliases: login ? [`okta-login-${org}:${login.toLowerCase()}`] : [],
    properties: {
      enabled: record.status === undefined || record.status === null || usable.has(record.status),
      ...(login ? { login: login.toLowerCase() } : {}),
      ...(email ? { email: email.toLowerCase() } : {}),
    },
  })
}

export function mapGroup({ record, org, into, emit }: Placed) {
  const id = idIn(record.id)
  if (!id) return emit.reject('a group needs an id')
  into('groups').node(orgClaim(org))
  into('groups').node({ ...groupStub(org, id), stub: false, name: text(fieldsOf(record.profile)['name']) ?? id })
}

/** The list of a group's members: the group stands in the call alone. */
export function mapMember(it: Placed, group: string) {
  const id = idIn(it.record.id)
  mapUser({ ...it, into: () => it.into(`members of ${group}`) })
  if (!id) return
  const into = it.into(`members of ${group}`)
  into.node(groupStub(it.org, group))
  into.edge({ kind: 'MEMBER_OF', from: okta(id), to: okta(group), confidence: 'granted', ...allowed })
}

/** Applications that have credentials of their own act; the rest are what people sign in to. */
export function mapApplication({ record, org, into, emit }: Placed) {
  const id = idIn(record.id)
  if (!id) return emit.reject('an application needs an id')
  const client = fieldsOf(fieldsOf(record.credentials)['oauthClient'])
  const settings = fieldsOf(fieldsOf(record.settings)['oauthClient'])
  const signOn = fieldsOf(fieldsOf(record.settings)['signOn'])
  const own = fieldsOf(fieldsOf(record.settings)['app'])
  const acts = record.signOnMode === 'OPENID_CONNECT'
  const grantTypes = Array.isArray(settings['grant_types']) ? settings['grant_types'].map(String) : []
  const kept = { awsRole: own['role'], awsProvider: own['identityProviderArn'], audience: signOn['audience'] }
  const claim: NodeClaim = {
    id: okta(id),
    kind: acts ? 'Identity' : 'Resource',
    type: acts ? 'oauth_app' : 'okta_app',
    name: text(record.label) ?? text(record.name) ?? id,
    ...about(org),
    createdAt: record.created ?? undefined,
    properties: {
      enabled: record.status !== 'INACTIVE',
      app: text(record.name) ?? '',
      signOnMode: record.signOnMode ?? '',
      ...(grantTypes.length > 0 ? { grantTypes } : {}),
      ...(text(client['token_endpoint_auth_method'])
        ? { authMethod: String(client['token_endpoint_auth_method']) }
        : {}),
      ...Object.fromEntries(
        Object.entries(kept).flatMap(([key, value]) => (text(value) ? [[key, String(value)]] : [])),
      ),
    },
  }
  into('applications').node(orgClaim(org))
  into('applications').node(claim)
}

/** Who may sign in to an application. */
export function mapAssignment({ record, org, into, emit, parent }: Placed) {
  const id = idIn(record.id)
  if (!id || !parent) return emit.reject('an assignment needs its application in the call and the id of whom it is for')
  const [part, user] = [into(`assignments of ${parent}`), stubOf(org, id)]
  const userName = text(fieldsOf(record.credentials)['userName'])
  part.node({ ...appStub(org, parent) })
  part.node(user)
  part.edge({
    kind: 'APPLIES_TO',
    from: okta(parent),
    to: user.id,
    key: 'okta assignment',
    confidence: 'granted',
    ...allowed,
    properties: {
      layer: 'assignment',
      ...(userName ? { userName: userName.toLowerCase() } : {}),
      ...(text(record.externalId) ? { externalId: String(record.externalId) } : {}),
      ...rolesIn(record.profile),
    },
  })
}

/** What the assignment itself says that is taken on: roles of a cloud, where the application asks for them. */
function rolesIn(profile: unknown) {
  const fields = fieldsOf(profile)
  const roles = [fields['samlRoles'], fields['role']].flat().filter((it) => typeof it === 'string' && it !== '')
  return roles.length > 0 ? { roles: roles as string[] } : {}
}

/** Which sort of application it is, an assignment does not tell. */
const appStub = (org: string, id: string): NodeClaim => ({
  id: okta(id),
  kind: 'Resource',
  type: 'okta_app',
  name: id,
  ...about(org),
  stub: true,
})

/** An account of a person's or a service that Okta keeps the password of. */
export function mapServiceAccount({ record, org, into, emit }: Placed) {
  const own = idIn(record.oktaUserId) ?? idIn(record.id)
  if (!own) return emit.reject('a service account needs an id')
  const id = okta(own)
  const part = into('service-accounts')
  const [, app] = /:apps:[^:]+:([^:]+)$/.exec(record.containerOrn ?? '') ?? []
  part.node(orgClaim(org))
  part.node({
    id,
    kind: 'Identity',
    type: 'service_account',
    name: record.name ?? record.username ?? own,
    ...about(org),
    createdAt: record.created ?? undefined,
    properties: {
      ...(record.username ? { login: record.username.toLowerCase() } : {}),
      ...(record.email ? { email: record.email.toLowerCase() } : {}),
      ...(record.status ? { vaulted: record.status } : {}),
      ...(app ? { application: okta(app) } : {}),
    },
  })
  for (const user of record.ownerUserIds ?? []) {
    part.node(userStub(org, user))
    part.edge({ kind: 'OWNS', from: okta(user), to: id, confidence: 'granted', ...allowed })
  }
  for (const group of record.ownerGroupIds ?? []) {
    const team = owner('team', oktaPart(org, 'all', 'group', group))
    part.node({ id: team, kind: 'Owner', type: 'team', name: `group ${group}`, ...about(org) })
    part.edge({ kind: 'OWNS', from: team, to: id, confidence: 'granted', ...allowed })
  }
}
