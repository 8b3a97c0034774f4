import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Texts = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))
const Open = Type.Optional(Type.Unknown())
const Link = Type.Union([
  Type.Object({ href: Text }),
  Type.Array(Type.Object({ href: Text })),
  Type.Null(),
  Type.String(),
  Type.Array(Type.String()),
])

/** Any answer of the lists that are read: it tells by its fields, its addresses and its call what it is. */
export const OktaRecord = Type.Object({
  id: Text,
  kid: Text,
  kty: Text,
  orn: Text,
  name: Text,
  label: Text,
  type: Open,
  status: Text,
  created: Text,
  lastUpdated: Text,
  lastLogin: Text,
  expiresAt: Text,
  signOnMode: Text,
  features: Open,
  accessibility: Open,
  visibility: Open,
  credentials: Open,
  settings: Open,
  profile: Open,
  scope: Text,
  externalId: Text,
  userId: Text,
  clientId: Text,
  clientName: Text,
  tokenWindow: Text,
  network: Type.Optional(Type.Union([Type.Object({ connection: Text, include: Texts, exclude: Texts }), Type.Null()])),
  issuer: Text,
  scopeId: Text,
  source: Open,
  createdBy: Open,
  scopes: Texts,
  client_secret: Open,
  secret_hash: Open,
  assignmentType: Text,
  'resource-set': Text,
  role: Text,
  description: Text,
  username: Text,
  email: Text,
  oktaUserId: Text,
  containerOrn: Text,
  containerInstanceName: Text,
  containerGlobalName: Text,
  ownerUserIds: Texts,
  ownerGroupIds: Texts,
  statusDetail: Text,
  objectClass: Open,
  baseUrl: Text,
  authScheme: Text,
  expression: Text,
  _embedded: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
  _links: Type.Optional(Type.Union([Type.Record(Type.String(), Link), Type.Null()])),
})
export type OktaRecord = Static<typeof OktaRecord>

export type Sort =
  | 'user'
  | 'group'
  | 'application'
  | 'application user'
  | 'application group'
  | 'grant'
  | 'token'
  | 'client secret'
  | 'key'
  | 'api token'
  | 'role assignment'
  | 'role target'
  | 'custom role'
  | 'role permission'
  | 'service account'
  | 'provisioning'
  | 'claim'

const calls: readonly (readonly [pattern: RegExp, sort: Sort])[] = [
  [/\/permissions\b/, 'role permission'],
  [/apps\/[^/]+\/users\b/, 'application user'],
  [/apps\/[^/]+\/groups\b/, 'application group'],
  [/apps\/[^/]+\/grants\b/, 'grant'],
  [/apps\/[^/]+\/tokens\b/, 'token'],
  [/connections\/default$|connections\/default[ #]/, 'provisioning'],
  [/iam\/roles\b/, 'custom role'],
  [/federated-claims/, 'claim'],
]

/** By the fields that only such a record has, then by the call that it answers; a target looks like what it names. */
export function sortOf(it: OktaRecord, call: string): Sort | undefined {
  if (/\/targets\//.test(call) && (it.id || it.name)) return 'role target'
  if (it.tokenWindow) return 'api token'
  if (it.client_secret !== undefined || it.secret_hash !== undefined) return 'client secret'
  if (it.kty && it.kid) return 'key'
  if (it.scopeId && it.clientId) return 'grant'
  if (it.scopes && it.clientId && it.userId) return 'token'
  if (it.assignmentType) return 'role assignment'
  if (it.ownerUserIds || it.oktaUserId || it.containerOrn) return 'service account'
  if (it.signOnMode) return 'application'
  if (it.objectClass) return 'group'
  const said = calls.find(([pattern]) => pattern.test(call))?.[1]
  if (said === 'provisioning' && it._links) return said
  if (said && said !== 'provisioning' && (it.id || it.label || it.name)) return said
  if (it.profile && typeof it.profile === 'object' && 'login' in it.profile && it.id) return 'user'
  return undefined
}

/** The addresses that a record gives, whatever for. */
export const addressesOf = ({ _links }: OktaRecord): readonly string[] =>
  Object.values(_links ?? {}).flatMap((link) =>
    [link].flat().flatMap((one) => (typeof one === 'object' && one?.href ? one.href : [])),
  )
