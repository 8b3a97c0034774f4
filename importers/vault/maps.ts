import type { Json, NodeClaim } from '../../server/model/facts.ts'
import { gate, secret } from '../../server/model/node-id.ts'
import type { Emit, Run } from '../importer.ts'
import { granted, type Server } from './claims.ts'
import { rulesOf } from './hcl.ts'
import { type Data, listOf, type Mount } from './shapes.ts'

/** An answer, with what its call names. */
export interface Told {
  readonly server: Server
  readonly data: Data
  readonly emit: Emit
  readonly run: Run
  /** The path that was read, such as `auth/approle/role/ci`. */
  readonly call: string
}

export function mapPolicy({ server, data, emit, call }: Told) {
  const name = data.name ?? /sys\/polic(?:y|ies\/acl)\/([^/]+)$/.exec(call)?.[1]
  const text = data.policy ?? data.rules
  if (!name || !text) return emit.reject('a policy needs its name and its text')
  const rules = rulesOf(text)
  const into = server.into(emit, `policy ${name}`)
  into.node(server.claim)
  into.node({
    ...server.policyStub(name),
    stub: false,
    properties: {
      policy: name,
      ...(rules ? { rules: rules.map((rule) => ({ ...rule })) } : {}),
    },
  })
  if (!rules) emit.skip('a policy is written in a way that is not understood; what it allows is not known')
}

/** Auth methods and secrets engines: their lists have one shape, and their accessors tell them apart. */
export function mapMounts({ server, emit }: Omit<Told, 'data'>, mounts: readonly (readonly [string, Mount])[]) {
  for (const [name, { type, accessor, description, options }] of mounts) {
    const isAuth = accessor.startsWith('auth_')
    const path = name.replace(/\/$/, '')
    const into = server.into(emit, isAuth ? 'auth-methods' : 'engines')
    into.node(server.claim)
    const version = (options as { version?: unknown } | null | undefined)?.version
    into.node({
      id: server.id(isAuth ? 'auth' : 'mount', path),
      kind: 'Resource',
      type: isAuth ? 'vault_auth' : 'vault_mount',
      name: description || path,
      ...server.about,
      counts: false,
      properties: { path, sort: type, ...(typeof version === 'string' ? { version } : {}) },
    })
    into.edge(granted({ kind: 'CONTAINS', from: server.claim.id, to: server.id(isAuth ? 'auth' : 'mount', path) }))
  }
}

/** Whom a method trusts: the issuer of tokens, the cluster that reviews them. */
export function mapMethodConfig({ server, data, emit, call }: Told) {
  const mount = /^auth\/(.+)\/config$/.exec(call)?.[1]
  if (!mount) return emit.reject('the configuration of an auth method needs its path in the call')
  const issuer = data.bound_issuer || data.oidc_discovery_url || data.issuer
  server.into(emit, `config of ${mount}`).node({
    id: server.id('auth', mount),
    kind: 'Resource',
    type: 'vault_auth',
    name: mount,
    ...server.about,
    counts: false,
    properties: {
      path: mount,
      ...(issuer ? { issuer } : {}),
      ...(data.kubernetes_host ? { kubernetesHost: data.kubernetes_host } : {}),
    },
  })
}

/** Whoever signs in by a role, as a user, or with a certificate, and what may then be done. */
export function mapRole({ server, data, emit, call }: Told) {
  const [, mount, sort, name] = /^auth\/(.+)\/(roles?|users|groups|certs)\/([^/]+)$/.exec(call) ?? []
  if (!mount || !sort || !name) return emit.reject('a role needs its path in the call')
  const into = server.into(emit, `${sort} ${mount}/${name}`)
  const id = server.id('role', mount, sort.replace(/s$/, ''), name)
  const lists = {
    serviceAccounts: listOf(data.bound_service_account_names),
    namespaces: listOf(data.bound_service_account_namespaces),
    audiences: [...listOf(data.bound_audiences), ...listOf(data.audience)],
    awsPrincipals: listOf(data.bound_iam_principal_arn),
    networks: [...new Set([...listOf(data.token_bound_cidrs), ...listOf(data.secret_id_bound_cidrs)])],
  }
  const method = data.bind_secret_id !== undefined ? 'approle' : lists.serviceAccounts.length > 0 ? 'kubernetes' : ''
  const properties: Record<string, Json> = {
    mount,
    role: name,
    sort: sort.replace(/s$/, ''),
    ...(method === '' ? (data.role_type ? { method: data.role_type } : {}) : { method }),
    ...(data.bound_subject ? { boundSubject: data.bound_subject } : {}),
    ...(data.bound_claims
      ? { boundClaims: data.bound_claims as Json, claimsType: data.bound_claims_type ?? 'string' }
      : {}),
    ...(data.bind_secret_id === false ? { withoutSecretId: true } : {}),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  }
  into.node(server.claim)
  into.node({
    id,
    kind: 'Identity',
    type: sort === 'users' ? 'human' : 'role',
    name: `${mount}/${name}`,
    ...server.about,
    properties,
  })
  into.edge(granted({ kind: 'CONTAINS', from: server.claim.id, to: id }))
  server.apply(into, [...listOf(data.token_policies), ...listOf(data.policies)], id)
}

/** A secret id by its accessor, which is no secret itself. */
export function mapSecretId({ server, data, emit, run, call }: Told) {
  const [, mount, role] = /^auth\/(.+)\/role\/([^/]+)\//.exec(call) ?? []
  const accessor = data.secret_id_accessor
  if (!mount || !role || !accessor) return emit.reject('a secret id needs its accessor, and its role in the call')
  const value = typeof data.secret_id === 'string' ? run.fingerprint(data.secret_id) : undefined
  const into = server.into(emit, `secret ids of ${mount}/${role}`)
  const to = server.id('role', mount, 'role', role)
  const id = secret('vault', accessor)
  into.node({ id: to, kind: 'Identity', type: 'role', name: `${mount}/${role}`, ...server.about, stub: true })
  into.node({
    id,
    kind: 'Secret',
    type: 'other',
    name: `Secret id of ${mount}/${role}`,
    ...server.about,
    ...(value ? { aliases: [`fingerprint:${value}`] } : {}),
    createdAt: timeOf(data.creation_time),
    expiresAt: timeOf(data.expiration_time),
  })
  into.edge(granted({ kind: 'AUTHENTICATES_AS', from: id, to }))
}

/** A token does what its policies let it, whoever had it made. */
export function mapToken({ server, data, emit, run }: Told) {
  const { accessor } = data
  if (!accessor) return emit.reject('a token needs its accessor')
  const value = data.id ? run.fingerprint(data.id) : undefined
  const into = server.into(emit, 'tokens')
  const holder = server.id('token', accessor)
  const id = secret('vault', accessor)
  const name = data.display_name || accessor
  const cidrs = listOf(data.bound_cidrs)
  const network = cidrs.length > 0 ? gate('vault', `${server.name}/network of ${accessor}`) : undefined
  const expiresAt = timeOf(data.expire_time)
  into.node({ id: holder, kind: 'Identity', type: 'bot', name: `token ${name}`, ...server.about })
  into.node({
    id,
    kind: 'Secret',
    type: 'session',
    name: `Token ${name}`,
    ...server.about,
    ...(value ? { aliases: [`fingerprint:${value}`] } : {}),
    createdAt: timeOf(data.issue_time),
    expiresAt,
  })
  if (network) into.node({ id: network, kind: 'Gate', type: 'network', name: `networks of the token ${name}` })
  into.edge(granted({ kind: 'AUTHENTICATES_AS', from: id, to: holder, ...(network ? { gates: [network] } : {}) }))
  server.apply(into, [...listOf(data.policies), ...listOf(data.identity_policies)], holder)
}

/** Vault writes the year 1 for never. */
const timeOf = (time: unknown): string | undefined =>
  typeof time !== 'string' || time === '' || time.startsWith('0001-') ? undefined : time.replace(/(\.\d{3})\d+/, '$1')

const people = new Set(['userpass', 'ldap', 'okta', 'oidc', 'github', 'saml', 'radius'])

/** Who stands behind the ways to sign in, with policies of its own. */
function textIn(value: unknown, key: string): string | undefined {
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  return typeof text === 'string' ? text : undefined
}

export function mapEntity({ server, data, emit }: Told) {
  if (!data.id) return emit.reject('an entity needs its id')
  const into = server.into(emit, 'entities')
  const id = server.id('entity', data.id)
  const aliases = (Array.isArray(data.aliases) ? data.aliases : []).map((alias: unknown) => ({
    name: textIn(alias, 'name'),
    type: textIn(alias, 'mount_type'),
    path: textIn(alias, 'mount_path'),
  }))
  const claim: NodeClaim = {
    id,
    kind: 'Identity',
    type: aliases.some((alias) => people.has(alias.type ?? '')) ? 'human' : 'service_account',
    name: data.name ?? data.id,
    ...server.about,
    properties: {
      enabled: data.disabled !== true,
      entity: data.id,
      signsInAs: aliases.flatMap(({ name, path }) =>
        name && path ? [`${path.replace(/^auth\/|\/$/g, '')}/${name}`] : [],
      ),
    },
  }
  into.node(claim)
  server.apply(into, listOf(data.policies), id)
  for (const group of listOf(data.direct_group_ids)) {
    into.node({ id: server.id('group', group), kind: 'Group', type: 'group', name: group, ...server.about, stub: true })
    into.edge(granted({ kind: 'MEMBER_OF', from: id, to: server.id('group', group) }))
  }
}

export function mapGroup({ server, data, emit }: Told) {
  if (!data.id) return emit.reject('a group needs its id')
  const into = server.into(emit, 'groups')
  const id = server.id('group', data.id)
  into.node({ id, kind: 'Group', type: 'group', name: data.name ?? data.id, ...server.about })
  server.apply(into, listOf(data.policies), id)
  const members = [
    ...listOf(data.member_entity_ids).map((it) => ['entity', it] as const),
    ...listOf(data.member_group_ids).map((it) => ['group', it] as const),
  ]
  for (const [part, it] of members) {
    const kind =
      part === 'entity'
        ? ({ kind: 'Identity', type: 'service_account' } as const)
        : ({ kind: 'Group', type: 'group' } as const)
    into.node({ id: server.id(part, it), ...kind, name: it, ...server.about, stub: true })
    into.edge(granted({ kind: 'MEMBER_OF', from: server.id(part, it), to: id }))
  }
}
