import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Id = Type.Optional(Type.Union([Type.Integer(), Type.Null()]))
/** ISO 8601, and in webhooks now and then seconds since 1970. */
const Time = Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]))
const maybe = <T extends Parameters<typeof Type.Optional>[0]>(type: T) => Type.Optional(Type.Union([type, Type.Null()]))

/** A user or an organisation as other records mention it. */
const Account = Type.Object({ login: Type.String(), id: Id, type: Text, email: Text })
export type Account = Static<typeof Account>

export const Repository = Type.Object({
  full_name: Type.String(),
  url: Text,
  html_url: Text,
  private: Flag,
  visibility: Text,
  archived: Flag,
  disabled: Flag,
  fork: Flag,
  default_branch: Text,
  created_at: Time,
  pushed_at: Time,
  owner: maybe(Account),
  permissions: maybe(Type.Record(Type.String(), Type.Boolean())),
  role_name: Text,
})
export type Repository = Static<typeof Repository>

const Levels = Type.Record(Type.String(), Type.String())

export const Installation = Type.Object({
  id: Type.Integer(),
  app_id: Type.Integer(),
  app_slug: Text,
  client_id: Text,
  account: maybe(Account),
  html_url: Text,
  repository_selection: Text,
  permissions: Levels,
  created_at: Time,
  suspended_at: Time,
})
export type Installation = Static<typeof Installation>

const Reviewer = Type.Object({
  type: Text,
  reviewer: maybe(Type.Object({ login: Text, slug: Text, name: Text, html_url: Text })),
})
const ProtectionRule = Type.Object({
  type: Type.String(),
  enabled: Flag,
  wait_timer: Type.Optional(Type.Number()),
  reviewers: maybe(Type.Array(Reviewer)),
})

export const Alert = Type.Object({
  number: Type.Integer(),
  url: Text,
  html_url: Text,
  state: Text,
  resolution: Text,
  secret_type: Text,
  secret_type_display_name: Text,
  secret: Text,
  validity: Text,
  publicly_leaked: Flag,
  created_at: Time,
  first_location_detected: maybe(Type.Object({ path: Text, start_line: Type.Optional(Type.Number()) })),
})
export type Alert = Static<typeof Alert>

export const DeployKey = Type.Object({
  id: Type.Integer(),
  key: Text,
  title: Text,
  url: Text,
  read_only: Flag,
  enabled: Flag,
  added_by: Text,
  created_at: Time,
  last_used: Time,
})
export type DeployKey = Static<typeof DeployKey>

const Enabled = maybe(Type.Object({ enabled: Flag }))
const Allowed = Type.Object({
  users: maybe(Type.Array(Type.Unknown())),
  teams: maybe(Type.Array(Type.Unknown())),
  apps: maybe(Type.Array(Type.Unknown())),
})

/**
 * Any record of the answers that are read. It tells by its fields, or by the call it answers, what it is; a page holds
 * one sort only, so every field is optional here and `sortOf` decides.
 */
export const GitHubRecord = Type.Object({
  id: Id,
  url: Text,
  html_url: Text,
  name: Text,
  login: Text,
  type: Text,
  email: Text,
  created_at: Time,
  updated_at: Time,
  state: Text,
  // an organisation
  default_repository_permission: Text,
  two_factor_requirement_enabled: Flag,
  // an app that is installed
  app_id: Id,
  app_slug: Text,
  client_id: Text,
  account: maybe(Account),
  repository_selection: Text,
  repositories_url: Text,
  permissions: Type.Optional(Type.Unknown()),
  suspended_at: Time,
  // a fine-grained token, and the request for one
  owner: maybe(Account),
  reason: Text,
  token_id: Id,
  token_name: Text,
  token_expired: Flag,
  token_expires_at: Time,
  token_last_used_at: Time,
  access_granted_at: Time,
  // a credential authorised for single sign-on
  credential_id: Id,
  credential_type: Text,
  credential_authorized_at: Time,
  credential_accessed_at: Time,
  authorized_credential_title: Text,
  token_last_eight: Text,
  authorized_credential_expires_at: Time,
  authorized_credential_note: Text,
  scopes: maybe(Type.Array(Type.String())),
  // a deploy key; in a webhook the key itself
  key: Type.Optional(Type.Unknown()),
  title: Text,
  read_only: Flag,
  enabled: Flag,
  added_by: Text,
  last_used: Time,
  // a secret of Actions
  visibility: Text,
  selected_repositories_url: Text,
  // an environment
  protection_rules: maybe(Type.Array(ProtectionRule)),
  deployment_branch_policy: maybe(Type.Object({ protected_branches: Flag, custom_branch_policies: Flag })),
  can_admins_bypass: Flag,
  // the subject of tokens
  use_default: Flag,
  include_claim_keys: maybe(Type.Array(Type.String())),
  // Actions as such
  enabled_repositories: Text,
  allowed_actions: Text,
  // a workflow
  path: Text,
  // a branch and its protection
  commit: Type.Optional(Type.Unknown()),
  protected: Flag,
  required_pull_request_reviews: maybe(Type.Object({ required_approving_review_count: Type.Optional(Type.Number()) })),
  restrictions: maybe(Allowed),
  enforce_admins: Enabled,
  lock_branch: Enabled,
  // a webhook of a repository or an organisation
  events: maybe(Type.Array(Type.String())),
  active: Flag,
  config: maybe(Type.Object({ url: Text, insecure_ssl: Type.Optional(Type.Unknown()) })),
  // a secret that was found
  number: Id,
  resolution: Text,
  secret_type: Text,
  secret_type_display_name: Text,
  secret: Text,
  validity: Text,
  publicly_leaked: Flag,
  first_location_detected: maybe(Type.Object({ path: Text, start_line: Type.Optional(Type.Number()) })),
  // a team, a member, a collaborator
  slug: Text,
  permission: Text,
  privacy: Text,
  members_url: Text,
  role: Text,
  role_name: Text,
  user: maybe(Account),
  // a repository
  full_name: Text,
  private: Flag,
  archived: Flag,
  disabled: Flag,
  fork: Flag,
  default_branch: Text,
  pushed_at: Time,
  // lists inside a page, and what a webhook delivers
  total_count: Type.Optional(Type.Integer()),
  installations: Type.Optional(Type.Array(Type.Unknown())),
  secrets: Type.Optional(Type.Array(Type.Unknown())),
  environments: Type.Optional(Type.Array(Type.Unknown())),
  workflows: Type.Optional(Type.Array(Type.Unknown())),
  repositories: maybe(Type.Array(Repository)),
  repositories_added: maybe(Type.Array(Repository)),
  repositories_removed: maybe(Type.Array(Repository)),
  action: Text,
  installation: Type.Optional(Type.Unknown()),
  alert: Type.Optional(Type.Unknown()),
  repository: maybe(Repository),
  organization: maybe(Type.Object({ login: Type.String(), id: Id, url: Text })),
  requester: maybe(Account),
  sender: maybe(Account),
})
export type GitHubRecord = Static<typeof GitHubRecord>

/** A page of a paged answer may itself be a list (`--slurp`). */
export const Page = Type.Array(GitHubRecord)

/** Lists that pages wrap. A page of repositories is one record: webhooks have a list of that name, too. */
export const lists = ['installations', 'secrets', 'environments', 'workflows'] as const
