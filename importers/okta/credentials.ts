import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import { gate, okta, oktaPart, secret } from '../../server/model/node-id.ts'
import { clientStub, idIn, orgClaim, type Placed, userStub } from './place.ts'

const about = (org: string) => ({ provider: 'okta', account: org }) as const
/** `okta-credentials` decides whether it still signs in. */
const credentialKey = 'okta credential'

/** A token of Okta's own API: whoever holds it is its creator. */
export function mapApiToken({ record, org, into, emit }: Placed) {
  const [id, user] = [idIn(record.id), idIn(record.userId)]
  if (!id || !user) return emit.reject('an API token needs its id and its user')
  const part = into('api-tokens')
  const zone = record.network?.connection === 'ZONE' ? gate('okta', `${org}/network of ${id}`) : undefined
  part.node(orgClaim(org))
  part.node(userStub(org, user))
  part.node({
    id: secret('okta', id),
    kind: 'Secret',
    type: 'api_token',
    name: record.name ?? id,
    ...about(org),
    createdAt: record.created ?? undefined,
    expiresAt: record.expiresAt ?? undefined,
    properties: { ...(record.tokenWindow ? { window: record.tokenWindow } : {}) },
  })
  if (zone) part.node({ id: zone, kind: 'Gate', type: 'network', name: `network zones of ${record.name ?? id}` })
  part.edge({
    kind: 'APPLIES_TO',
    from: secret('okta', id),
    to: okta(user),
    key: credentialKey,
    confidence: 'granted',
    ...(zone ? { gates: [zone] } : {}),
    ...allowed,
  })
}

export function mapClientSecret(it: Placed) {
  const { record, run } = it
  const value = typeof record.client_secret === 'string' ? record.client_secret : undefined
  const fingerprint = value === undefined ? undefined : run.fingerprint(value)
  ofClient(it, idIn(record.id), {
    type: 'client_secret',
    what: 'Client secret',
    more: fingerprint ? { aliases: [`fingerprint:${fingerprint}`] } : {},
  })
}

/** The public half is in the answer; whoever holds the private half signs in. */
export function mapKey(it: Placed) {
  const { record } = it
  const properties = { ...(record.kid ? { kid: record.kid } : {}) }
  ofClient(it, idIn(record.id) ?? idIn(record.kid), { type: 'private_key', what: 'Key', more: {}, properties })
}

interface ClientCredential {
  readonly type: 'client_secret' | 'private_key'
  readonly what: string
  readonly more: Pick<NodeClaim, 'aliases'>
  readonly properties?: Readonly<Record<string, string>>
}

function ofClient(it: Placed, id: string | undefined, { type, what, more, properties = {} }: ClientCredential) {
  const { record, org, parent, into, emit } = it
  if (!id) return emit.reject(`a ${type.replace('_', ' ')} needs its id`)
  if (!parent)
    return emit.skip(
      'a credential of a client, and nothing tells of which application: keep its call as the file’s name',
    )
  const part = into(`${type === 'client_secret' ? 'secrets' : 'keys'} of ${parent}`)
  part.node(clientStub(org, parent))
  part.node({
    id: secret('okta', id),
    kind: 'Secret',
    type,
    name: `${what} ${id}`,
    ...about(org),
    ...more,
    createdAt: record.created ?? undefined,
    properties: { ...properties, ...(record.status === 'INACTIVE' ? { disabled: true } : {}) },
  })
  part.edge({
    kind: 'APPLIES_TO',
    from: secret('okta', id),
    to: okta(parent),
    key: credentialKey,
    confidence: 'granted',
    ...allowed,
  })
}

/** What an administrator, or a user for himself, lets an application ask of Okta. */
export function mapGrant({ record, org, parent, into, emit }: Placed) {
  const client = idIn(record.clientId) ?? parent
  if (!client || !record.scopeId) return emit.skip('a grant whose application is a placeholder says nothing')
  if (record.status && record.status !== 'ACTIVE') return emit.skip('a grant that is not active lets nobody in')
  const part = into(`grants of ${client}`)
  const user = idIn(record.userId)
  const grant = oktaPart(org, 'grant', client, record.scopeId, ...(user ? [user] : []))
  part.node(orgClaim(org))
  part.node(clientStub(org, client))
  part.node({
    id: grant,
    kind: 'Grant',
    type: user || record.source === 'END_USER' ? 'delegated' : 'application',
    name: record.scopeId,
    ...about(org),
    createdAt: record.created ?? undefined,
    properties: { scopes: [record.scopeId], client: okta(client), ...(user ? { user: okta(user) } : {}) },
  })
  if (user) part.node(userStub(org, user))
  part.edge({ kind: 'HAS_GRANT', from: okta(client), to: grant, confidence: 'granted', ...allowed })
}

/** A refresh token is one user's consent in the hands of one application, and no more. */
export function mapToken({ record, org, into, emit }: Placed) {
  const [id, client, user] = [idIn(record.id), idIn(record.clientId), idIn(record.userId)]
  if (!id || !client || !user) return emit.reject('a token needs its id, its client and its user')
  const part = into(`tokens of ${client}`)
  const [holder, grant] = [oktaPart(org, 'grant', client, 'holder', id), oktaPart(org, 'grant', client, 'token', id)]
  part.node(clientStub(org, client))
  part.node(userStub(org, user))
  part.node({ id: holder, kind: 'Identity', type: 'bot', name: `token ${id}`, ...about(org) })
  part.node({
    id: secret('okta', id),
    kind: 'Secret',
    type: 'other',
    name: `Refresh token ${id}`,
    ...about(org),
    createdAt: record.created ?? undefined,
    expiresAt: record.expiresAt ?? undefined,
    properties: record.status && record.status !== 'ACTIVE' ? { disabled: true } : {},
  })
  part.node({
    id: grant,
    kind: 'Grant',
    type: 'delegated',
    name: (record.scopes ?? []).join(' '),
    ...about(org),
    properties: { scopes: record.scopes ?? [], client: okta(client), user: okta(user) },
  })
  const edge = { confidence: 'granted', ...allowed } as const
  part.edge({ kind: 'APPLIES_TO', from: secret('okta', id), to: holder, key: credentialKey, ...edge })
  part.edge({ kind: 'HAS_GRANT', from: holder, to: grant, ...edge })
}
