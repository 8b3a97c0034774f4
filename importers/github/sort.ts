import type { Spot } from './place.ts'
import type { GitHubRecord } from './shapes.ts'

export type Sort =
  | 'organisation'
  | 'repository'
  | 'repository of a grant'
  | 'repository of a secret'
  | 'repository of a team'
  | 'installation'
  | 'token'
  | 'token request'
  | 'authorised credential'
  | 'deploy key'
  | 'secret'
  | 'environment'
  | 'subject template'
  | 'actions settings'
  | 'workflow'
  | 'branch'
  | 'branch protection'
  | 'webhook'
  | 'alert'
  | 'team'
  | 'team member'
  | 'member'
  | 'membership'
  | 'collaborator'
  | 'account'

/** What a record is: by the fields that only such a record has, then by the call that it answers. */
export function sortOf(record: GitHubRecord, spot: Spot): Sort | undefined {
  return byFields(record) ?? byCall(record, spot)
}

function byFields(record: GitHubRecord): Sort | undefined {
  if (record.app_id && record.permissions) return 'installation'
  if (record.token_id && record.owner) return record.reason === undefined ? 'token' : 'token request'
  if (record.credential_type && record.login) return 'authorised credential'
  if (record.read_only !== undefined && record.title !== undefined) return 'deploy key'
  if (record.secret_type && record.number) return 'alert'
  if (record.protection_rules || record.deployment_branch_policy !== undefined) return 'environment'
  if (record.include_claim_keys || record.use_default !== undefined) return 'subject template'
  if (record.allowed_actions !== undefined || record.enabled_repositories !== undefined) return 'actions settings'
  if (record.path && record.url?.includes('/actions/workflows/')) return 'workflow'
  if (record.commit !== undefined && record.protected !== undefined) return 'branch'
  if (record.enforce_admins !== undefined || record.required_pull_request_reviews) return 'branch protection'
  if (record.config && record.events) return 'webhook'
  if (record.role && record.user) return 'membership'
  if (record.slug && record.members_url) return 'team'
  if (record.default_repository_permission !== undefined) return 'organisation'
  return undefined
}

const calls: readonly (readonly [pattern: RegExp, sort: Sort])[] = [
  [/^personal-access-tokens\/\d+\/repositories$|^installations\/\d+\/repositories$/, 'repository of a grant'],
  [/^actions\/secrets\/[^/]+\/repositories$/, 'repository of a secret'],
  [/^teams\/[^/]+\/repos$/, 'repository of a team'],
  [/^teams\/[^/]+\/members/, 'team member'],
  [/^(members|public_members)\b/, 'member'],
  [/^(outside_)?collaborators\b/, 'collaborator'],
  [/^actions\/permissions$/, 'actions settings'],
  [/^(actions\/secrets|environments\/[^/]+\/secrets)$/, 'secret'],
]

function byCall(record: GitHubRecord, { call, repository }: Spot): Sort | undefined {
  const named = call?.join('/')
  const said = named === undefined ? undefined : calls.find(([pattern]) => pattern.test(named))?.[1]
  if (record.full_name) return said?.startsWith('repository of') ? said : 'repository'
  if (record.login) {
    if (record.role_name || isRights(record.permissions)) return 'collaborator'
    if (said === 'team member' || said === 'member') return said
    if (said === 'collaborator' && repository === undefined) return 'member'
    return record.type === 'Organization' ? 'organisation' : 'account'
  }
  if (said === 'actions settings') return said
  const isSecret = record.name && record.updated_at !== undefined && record.id === undefined
  return isSecret && (said === undefined || said === 'secret') ? 'secret' : undefined
}

const isRights = (value: unknown): boolean => typeof value === 'object' && value !== null && 'pull' in value
