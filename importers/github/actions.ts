import type { NodeClaim } from '../../server/model/facts.ts'
import { gate, githubPart, githubRepository, type NodeId, secret } from '../../server/model/node-id.ts'
import type { Emit } from '../importer.ts'
import type { Answer } from './answer.ts'
import { emitRepository, granted, organizationClaim, repositoryClaim, teamClaim, timeOf, userClaim } from './claims.ts'
import type { Spot } from './place.ts'
import type { GitHubRecord, Repository } from './shapes.ts'

/** Names the secret and all that hold it: an organisation's, a repository's, an environment's. */
function secretOf({ host, account, repository, call }: Spot, name: string) {
  const environment = call?.[0] === 'environments' ? call[1] : undefined
  if (repository && environment) {
    const place = `${repository} environment ${environment}`
    return { id: secret('github', `${host}/${repository.toLowerCase()}/environment/${environment}/${name}`), place }
  }
  if (repository) return { id: secret('github', `${host}/${repository.toLowerCase()}/${name}`), place: repository }
  if (account) return { id: secret('github', `${host}/${account.toLowerCase()}/${name}`), place: account }
  return undefined
}

/** A secret of Actions: its name and who is given it. GitHub hands out no value. */
export function mapSecret({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, account, repository, call } = spot
  const found = secretOf(spot, record.name ?? '')
  if (!record.name || !found) {
    return emit.reject(
      'neither the record nor the name of the file says whose secret this is; see the page of this source',
    )
  }
  const { id, place } = found
  const environment = repository && call?.[0] === 'environments' ? call[1] : undefined
  const level = environment ? 'environment' : repository ? 'repository' : 'organisation'
  into.node({
    id,
    kind: 'Secret',
    type: 'other',
    name: `${record.name} of ${place}`,
    provider: 'github',
    account,
    createdAt: timeOf(record.created_at),
    rotatedAt: timeOf(record.updated_at),
    properties: { ciSecret: level, ...(record.visibility ? { visibility: record.visibility } : {}) },
  })
  if (environment && repository) {
    const job = environmentJob(host, repository, environment)
    const whole = repositoryClaim(host, repository)
    into.node(whole)
    into.node(job)
    into.edge(granted({ kind: 'CONTAINS', from: whole.id, to: job.id }))
    return into.edge(granted({ kind: 'APPLIES_TO', from: id, to: job.id, key: 'given' }))
  }
  const to = repository ? repositoryClaim(host, repository) : organizationClaim(host, { login: account! })
  into.node(to)
  into.edge(granted({ kind: 'APPLIES_TO', from: id, to: to.id, key: 'given' }))
}

/** A repository to which a secret of the organisation is given, in the list of that secret. */
export function mapSecretRepository({ spot, into }: Answer, record: Repository, emit: Emit, at = '') {
  const name = spot.call?.[2]
  const found = name === undefined ? undefined : secretOf({ ...spot, repository: undefined }, name)
  if (!found) return emit.reject('the name of the file does not say of which secret this is')
  const to = emitRepository(into, spot.host, record, at)
  into.node(
    {
      id: found.id,
      kind: 'Secret',
      type: 'other',
      name: `${name} of ${found.place}`,
      provider: 'github',
      account: spot.account,
      properties: { ciSecret: 'organisation', repositoriesListed: true },
    },
    at,
  )
  into.edge(granted({ kind: 'APPLIES_TO', from: found.id, to, key: 'selected' }), at)
}

const environmentJob = (host: string, repository: string, environment: string): NodeClaim & { id: NodeId } => ({
  id: githubPart(host, 'environment', repository.toLowerCase(), environment),
  kind: 'Identity',
  type: 'ci_job',
  name: `Workflows of ${repository} in ${environment}`,
  provider: 'github',
  account: repository.split('/')[0],
  properties: { repository: githubRepository(host, repository), environment },
})

/** What a job in the environment waits for; a repository's administrator may change it. */
export function mapEnvironment({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, repository } = spot
  const { name } = record
  if (!repository || !name)
    return emit.reject('neither the record nor the name of the file says whose environment this is')
  const whole = repositoryClaim(host, repository)
  const job = environmentJob(host, repository, name)
  const policy = record.deployment_branch_policy
  const branches = !policy ? 'any' : policy.protected_branches ? 'protected' : 'custom'
  into.node(whole)
  into.node({ ...job, createdAt: timeOf(record.created_at), properties: { ...job.properties, branches } })
  into.edge(granted({ kind: 'CONTAINS', from: whole.id, to: job.id }))
  for (const [i, rule] of (record.protection_rules ?? []).entries()) {
    const at = `/protection_rules/${i}`
    if (rule.type === 'wait_timer' || rule.type === 'branch_policy') continue
    const isReview = rule.type === 'required_reviewers'
    if (!isReview && rule.enabled === false) continue
    const what = isReview ? 'approval' : `rule ${rule.type}`
    const id = gate(`github:${host}`, `${repository.toLowerCase()} environment ${name} ${what}`)
    into.node(
      { id, kind: 'Gate', type: isReview ? 'approval' : 'condition', name: `${what} of ${name} in ${repository}` },
      at,
    )
    into.edge(granted({ kind: 'APPLIES_TO', from: id, to: job.id, key: 'gate' }), at)
    for (const { type, reviewer } of rule.reviewers ?? []) {
      const organization = /\/orgs\/([^/]+)\//.exec(reviewer?.html_url ?? '')?.[1] ?? repository.split('/')[0]!
      const who = reviewer?.login
        ? userClaim(host, { login: reviewer.login })
        : type === 'Team' && reviewer?.slug
          ? teamClaim(host, organization, reviewer.slug, reviewer.name)
          : undefined
      if (who === undefined) {
        emit.skip(`a reviewer of the environment ${name} is neither a user nor a team`)
        continue
      }
      into.node({ ...who, stub: true }, at)
      into.edge(granted({ kind: 'APPROVES', from: who.id, to: id }), at)
    }
  }
}

/** How the subject of a token for clouds is put together, for an organisation or one repository. */
export function mapSubjectTemplate({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, repository, account } = spot
  const keys = record.use_default === true ? [] : (record.include_claim_keys ?? [])
  const properties = { host, subjectTemplate: record.use_default === true ? ['repo', 'context'] : keys }
  if (repository) return into.node({ ...repositoryClaim(host, repository), properties })
  if (!account) return emit.reject('the name of the file does not say of which organisation or repository this is')
  into.node({ ...organizationClaim(host, { login: account }), properties })
}

export function mapActionsSettings({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, repository, account } = spot
  if (repository) {
    const properties = { host, actions: record.enabled !== false }
    return into.node({ ...repositoryClaim(host, repository), properties })
  }
  if (!account) return emit.reject('the name of the file does not say of which organisation or repository this is')
  const properties = { host, actionsIn: record.enabled_repositories ?? 'all' }
  into.node({ ...organizationClaim(host, { login: account }), properties })
}

export function mapWorkflow({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, repository } = spot
  if (!repository || !record.path)
    return emit.reject('neither the record nor the name of the file says whose workflow this is')
  const whole = repositoryClaim(host, repository)
  const id = githubPart(host, 'workflow-file', repository.toLowerCase(), record.path)
  into.node(whole)
  into.node({
    id,
    kind: 'Resource',
    type: 'github_workflow',
    name: record.name || record.path,
    provider: 'github',
    account: whole.account,
    counts: false,
    createdAt: timeOf(record.created_at),
    properties: { path: record.path, ...(record.state ? { state: record.state } : {}) },
  })
  into.edge(granted({ kind: 'CONTAINS', from: whole.id, to: id }))
}

const branchClaim = (host: string, repository: string, branch: string): NodeClaim & { id: NodeId } => ({
  id: githubPart(host, 'branch', repository.toLowerCase(), branch),
  kind: 'Resource',
  type: 'github_branch',
  name: `${branch} of ${repository}`,
  provider: 'github',
  account: repository.split('/')[0],
  counts: false,
  properties: { repository: githubRepository(host, repository), branch },
})

export function mapBranch({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, repository } = spot
  if (!repository || !record.name)
    return emit.reject('neither the record nor the name of the file says whose branch this is')
  emitBranch(into, host, repository, record.name, { protected: record.protected === true })
}

/** What the protection of a branch asks of who pushes to it. */
export function mapBranchProtection({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, repository, call } = spot
  const branch = /\/branches\/([^?]+)\/protection/.exec(record.url ?? `/${call?.join('/')}`)?.[1]
  if (!repository || !branch)
    return emit.reject('neither the record nor the name of the file says whose branch this is')
  const reviews = record.required_pull_request_reviews
  emitBranch(into, host, repository, decodeURIComponent(branch), {
    protected: true,
    // Reviews that nobody has to give still make everybody go by a pull request, which one may merge oneself.
    reviews: reviews ? (reviews.required_approving_review_count ?? 1) : 0,
    restricted: record.restrictions !== undefined && record.restrictions !== null,
    locked: record.lock_branch?.enabled === true,
  })
}

function emitBranch(
  into: Answer['into'],
  host: string,
  repository: string,
  name: string,
  properties: NonNullable<NodeClaim['properties']>,
) {
  const whole = repositoryClaim(host, repository)
  const branch = branchClaim(host, repository, name)
  into.node(whole)
  into.node({ ...branch, properties: { ...branch.properties, ...properties } })
  into.edge(granted({ kind: 'CONTAINS', from: whole.id, to: branch.id }))
}

/** A webhook tells an outside address what happens; nobody comes in by it. Its address may hold a key, its host not. */
export function mapWebhook({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { host, repository, account } = spot
  if (!record.id || (!repository && !account))
    return emit.reject('neither the record nor the name of the file says whose webhook this is')
  const url = record.config?.url ?? ''
  const to = URL.canParse(url) ? new URL(url).host : 'an address that is not shown'
  const of = repository ? repositoryClaim(host, repository) : organizationClaim(host, { login: account! })
  const id = githubPart(host, 'webhook', record.id)
  into.node(of)
  into.node({
    id,
    kind: 'Resource',
    type: 'github_webhook',
    name: `Webhook of ${of.name} to ${to}`,
    provider: 'github',
    account: of.account,
    counts: false,
    createdAt: timeOf(record.created_at),
    properties: { to, events: record.events ?? [], active: record.active !== false },
  })
  into.edge(granted({ kind: 'RELATES_TO', from: id, to: of.id, key: 'tells of' }))
}
