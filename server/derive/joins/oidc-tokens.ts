// https://docs.github.com/actions/reference/security/oidc and https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
import { githubAccount, globalId, k8sCluster } from '../../model/node-id.ts'
import type { Basis, Given, GivenNode } from '../derivation.ts'

/** Subjects that somebody can have in a token: all that fit the pattern, but for some. */
export interface Subject {
  /** `*` stands for what whoever controls the holder chooses. */
  readonly pattern: string
  readonly except: readonly string[]
}

/** An identity for which an issuer makes signed tokens that clouds trust. */
export interface TokenHolder {
  readonly node: GivenNode
  /** Without `https://`, as AWS names its providers. */
  readonly issuer: string
  readonly subject: Subject
  /** What is not known of how the subject is made. */
  readonly missing?: string
  readonly restsOn: Basis
}

export const holderTypes = [
  'ci_job',
  'k8s_cluster',
  'github_repository',
  'github_organization',
  'github_branch',
] as const

/** Without scheme and closing slash; the host of an address has no case. */
export const bareIssuer = (issuer: string): string => {
  const bare = issuer.replace(/^https?:\/\//i, '').replace(/\/+$/, '')
  const slash = bare.indexOf('/')
  return slash === -1 ? bare.toLowerCase() : bare.slice(0, slash).toLowerCase() + bare.slice(slash)
}

/** Jobs of GitHub Actions, and service accounts of clusters whose issuer is known. */
export function* tokenHolders(given: Given): Generator<TokenHolder> {
  const repositories = new Map<string, GivenNode[]>()
  for (const node of given.nodes) {
    const repository = textOf(node, 'repository')
    if (node.type !== 'ci_job' || node.provider !== 'github' || repository === undefined) continue
    repositories.set(repository, [...(repositories.get(repository) ?? []), node])
  }
  for (const [id, jobs] of repositories) {
    const repository = given.node(globalId(id))
    if (repository?.type === 'github_repository') yield* jobsOf(given, repository, jobs)
  }
  for (const node of given.nodes) {
    const [namespace, name] = [textOf(node, 'namespace'), textOf(node, 'serviceAccount')]
    if (node.provider !== 'k8s' || !namespace || !name || node.account === undefined || node.stub) continue
    const cluster = given.node(k8sCluster(node.account))
    const issuer = cluster && textOf(cluster, 'issuer')
    if (!cluster || !issuer) continue
    const subject = { pattern: `system:serviceaccount:${namespace}:${name}`, except: [] }
    yield { node, issuer: bareIssuer(issuer), subject, restsOn: [cluster] }
  }
}

const textOf = ({ properties }: GivenNode, name: string) => {
  const value = properties?.[name]
  return typeof value === 'string' ? value : undefined
}

function* jobsOf(given: Given, repository: GivenNode, jobs: readonly GivenNode[]): Generator<TokenHolder> {
  const host = textOf(repository, 'host') ?? 'github.com'
  const issuer = issuerOf(host)
  const template = templateOf(given, repository, host)
  const subjectOf = (context: string) => template.keys.map((key) => claimOf(key, repository, context)).join(':')
  const missing = template.missing ?? unknownClaims(template.keys, repository)
  const all = { issuer, restsOn: [repository, ...template.restsOn], ...(missing === undefined ? {} : { missing }) }
  const named = new Map<GivenNode, string>()
  for (const job of jobs) {
    const [environment, branch] = [textOf(job, 'environment'), textOf(job, 'branch')]
    if (environment !== undefined) named.set(job, subjectOf(`environment:${environment.replaceAll(':', '%3A')}`))
    else if (branch !== undefined) named.set(job, subjectOf(`ref:refs/heads/${branch}`))
  }
  for (const [node, pattern] of named) yield { ...all, node, subject: { pattern, except: [] } }
  // A workflow may name any environment, and one that does not exist yet is made without rules.
  const subject = {
    pattern: subjectOf('*'),
    except: [...named.values(), ...lockedBranches(given, repository, subjectOf)],
  }
  for (const node of jobs) if (!named.has(node)) yield { ...all, node, subject }
}

/** Nobody pushes to them, so no job of one's own runs there. */
const lockedBranches = (given: Given, repository: GivenNode, subjectOf: (context: string) => string) =>
  given.nodes
    .filter((node) => node.type === 'github_branch' && textOf(node, 'repository') === repository.id)
    .filter(({ properties }) => properties?.['locked'] === true)
    .map((branch) => subjectOf(`ref:refs/heads/${textOf(branch, 'branch')}`))

function issuerOf(host: string): string {
  if (host === 'github.com') return 'token.actions.githubusercontent.com'
  return host.endsWith('.ghe.com') ? `token.actions.${host}` : `${host}/_services/token`
}

const usual = ['repo', 'context']

/** An organisation's template holds in the repositories that ask for it; each may have one of its own. */
function templateOf(given: Given, repository: GivenNode, host: string) {
  const organization =
    repository.account === undefined ? undefined : given.node(githubAccount(host, repository.account))
  const [own, shared] = [keysOf(repository), organization && keysOf(organization)]
  const ask = `gh api /repos/${repository.name}/actions/oidc/customization/sub`
  if (own !== undefined && own.length > 0) return { keys: own, restsOn: [] }
  if (own !== undefined && shared !== undefined)
    return { keys: shared.length > 0 ? shared : usual, restsOn: [organization!] }
  if (shared !== undefined && shared.join() === usual.join()) return { keys: usual, restsOn: [organization!] }
  return { keys: usual, restsOn: [], missing: `how the subject of tokens of ${repository.name} is made: ${ask}` }
}

const keysOf = ({ properties }: GivenNode): readonly string[] | undefined => {
  const keys = properties?.['subjectTemplate']
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : undefined
}

/** Claims that say how and where a workflow runs: whoever writes it chooses them. */
const chosenClaims = new Set([
  'ref',
  'ref_type',
  'head_ref',
  'base_ref',
  'event_name',
  'environment',
  'workflow',
  'workflow_sha',
  'sha',
  'run_id',
  'run_number',
  'run_attempt',
  'runner_environment',
])
const toldClaims = new Set(['repo', 'context', 'repository', 'repository_owner', 'job_workflow_ref', 'workflow_ref'])

/** Claims of a subject that no job chooses and no file tells, such as the number of a repository. */
function unknownClaims(keys: readonly string[], { name, properties }: GivenNode): string | undefined {
  const isTold = (key: string) =>
    toldClaims.has(key) || (key === 'repository_visibility' && properties?.['visibility'] !== undefined)
  const unknown = keys.filter((key) => !chosenClaims.has(key) && !isTold(key))
  return unknown.length === 0 ? undefined : `the ${unknown.join(' and ')} in tokens of ${name}`
}

function claimOf(key: string, { name, account, properties }: GivenNode, context: string): string {
  switch (key) {
    case 'repo':
      return `repo:${name}`
    case 'context':
      return context
    case 'repository':
      return `repository:${name}`
    case 'repository_owner':
      return `repository_owner:${account}`
    case 'repository_visibility':
      return `repository_visibility:${properties?.['visibility'] ?? '*'}`
    // A workflow of another repository runs what that repository wrote, not what is pushed here.
    case 'job_workflow_ref':
    case 'workflow_ref':
      return `${key}:${name}/*`
    default:
      return `${key}:*`
  }
}
