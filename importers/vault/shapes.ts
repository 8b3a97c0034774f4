import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Texts = Type.Optional(Type.Union([Type.Array(Type.String()), Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Count = Type.Optional(Type.Union([Type.Number(), Type.String(), Type.Null()]))
const Open = Type.Optional(Type.Unknown())

/** What an answer of Vault is about, all sorts in one. */
export const Data = Type.Object({
  // a policy
  name: Text,
  policy: Text,
  rules: Text,
  // a role of an auth method, a user, a token
  policies: Texts,
  token_policies: Texts,
  token_bound_cidrs: Texts,
  token_ttl: Count,
  token_max_ttl: Count,
  bind_secret_id: Flag,
  secret_id_ttl: Count,
  secret_id_num_uses: Count,
  secret_id_bound_cidrs: Texts,
  bound_service_account_names: Texts,
  bound_service_account_namespaces: Texts,
  role_type: Text,
  bound_subject: Text,
  bound_claims: Open,
  bound_claims_type: Text,
  bound_audiences: Texts,
  audience: Text,
  bound_iam_principal_arn: Texts,
  // the configuration of an auth method
  oidc_discovery_url: Text,
  bound_issuer: Text,
  issuer: Text,
  kubernetes_host: Text,
  // a secret id, a token
  secret_id: Open,
  secret_id_accessor: Text,
  creation_time: Open,
  expiration_time: Text,
  expire_time: Text,
  issue_time: Text,
  ttl: Count,
  num_uses: Count,
  orphan: Flag,
  renewable: Flag,
  type: Text,
  id: Text,
  accessor: Text,
  display_name: Text,
  entity_id: Text,
  bound_cidrs: Texts,
  path: Text,
  role_id: Open,
  // an entity or a group
  aliases: Open,
  disabled: Flag,
  identity_policies: Texts,
  direct_group_ids: Texts,
  member_entity_ids: Texts,
  member_group_ids: Texts,
  metadata: Open,
})
export type Data = Static<typeof Data>

export const Mount = Type.Object({ type: Type.String(), accessor: Type.String(), description: Text, options: Open })
export type Mount = Static<typeof Mount>

export const Answer = Type.Object({
  request_id: Text,
  lease_id: Text,
  data: Type.Unknown(),
  auth: Open,
  wrap_info: Open,
  warnings: Open,
  mount_type: Text,
})

/** Vault writes one item as a text, several as a list. */
export const listOf = (value: readonly string[] | string | null | undefined): readonly string[] =>
  typeof value === 'string' ? value.split(',').flatMap((it) => it.trim() || []) : (value ?? [])
