import type { NodeClaim } from '../../server/model/facts.ts'
import { githubPart, type NodeId, secret } from '../../server/model/node-id.ts'
import type { Emit } from '../importer.ts'
import { endingOf } from '../token-ending.ts'
import type { Answer } from './answer.ts'
import {
  accessOf,
  emitRepository,
  granted,
  loginAlias,
  numberedOrganization,
  organizationClaim,
  repositoryClaim,
  timeOf,
  userClaim,
} from './claims.ts'
import { accountNumberIn, hostOf } from './place.ts'
import type { DeployKey, GitHubRecord, Installation, Repository } from './shapes.ts'

type Levels = Readonly<Record<string, string>>
/** `all` and `none` say it whole; else the repositories stand in a list of their own, `subset` or `selected`. */
const selectionOf = (value: string | null | undefined) => (value === 'all' || value === 'none' ? value : 'selected')

const scopesOf = (levels: Levels) => Object.entries(levels).map(([permission, level]) => `${permission}:${level}`)

/** Inside the organisation's part of a token, `administration` is another thing than in a repository. */
const ofOrganization = (levels: Levels): Levels =>
  Object.fromEntries(
    Object.entries(levels).map(([name, level]) => [
      name === 'administration' ? 'organization_administration' : name,
      level,
    ]),
  )

export function mapInstallation(
  { spot, into }: Answer,
  record: Installation,
  emit: Emit,
  repositories: readonly Repository[] = [],
) {
  const host = hostOf(record.html_url) ?? spot.host
  const { account } = record
  const login = account?.login ?? spot.account
  if (!login) return emit.reject('an installation needs the account it is on')
  const suspended = timeOf(record.suspended_at) !== undefined
  const app = githubPart(host, 'app', record.app_id)
  const grant = githubPart(host, 'installation', record.id)
  const name = record.app_slug || `app ${record.app_id}`
  const on = account?.type === 'User' ? userClaim(host, account) : organizationClaim(host, { login, id: account?.id })
  into.node({
    id: app,
    kind: 'Identity',
    type: 'oauth_app',
    name,
    provider: 'github',
    ...(record.client_id ? { aliases: [`github-client-id:${record.client_id}`] } : {}),
  })
  into.node(
    grantClaim(grant, `Installation of ${name} on ${login}`, login, timeOf(record.created_at), record.permissions, {
      selection: selectionOf(record.repository_selection),
      suspended,
    }),
  )
  into.node(on)
  into.edge(granted({ kind: 'APPLIES_TO', from: grant, to: on.id, key: 'account' }))
  if (suspended) emit.skip(`the installation of ${name} is suspended, so it reaches nothing`)
  else into.edge(granted({ kind: 'HAS_GRANT', from: app, to: grant }))
  for (const repository of repositories) {
    const id = emitRepository(into, host, repository)
    into.edge(granted({ kind: 'APPLIES_TO', from: grant, to: id, key: 'selected' }))
  }
}

function grantClaim(
  id: NodeId,
  name: string,
  account: string,
  createdAt: string | undefined,
  levels: Levels,
  more: NonNullable<NodeClaim['properties']>,
): NodeClaim {
  const scopes = scopesOf(levels)
  const properties = { scopes, ...more }
  return { id, kind: 'Grant', type: 'application', name, provider: 'github', account, createdAt, properties }
}

/** A fine-grained token that the organisation let in, or was asked to. The id of the grant is not that of the token. */
export function mapToken({ spot, into, sort }: Answer, record: GitHubRecord, emit: Emit) {
  const { owner, token_id: id } = record
  if (!owner || !id) return emit.reject('a token needs its owner and its id')
  const host = hostOf(record.repositories_url) ?? spot.host
  const number = accountNumberIn(record.repositories_url)
  const organization = spot.account
    ? organizationClaim(host, { login: spot.account, id: number ? Number(number) : null })
    : number
      ? numberedOrganization(host, number)
      : undefined
  if (!organization) return emit.reject('neither the record nor the name of the file says which organisation it is of')
  const name = record.token_name || `token ${id}`
  const expired = record.token_expired === true
  const pending = sort === 'token request'
  const lastUsedAt = timeOf(record.token_last_used_at)
  const user = userClaim(host, owner)
  const token = secret('github', `${host}/token/${id}`)
  const bot = githubPart(host, 'token', id)
  const about = { provider: 'github', account: organization.account, lastUsedAt }
  into.node(user)
  into.node({ id: bot, kind: 'Identity', type: 'bot', name: `Access of ${name}`, ...about, properties: { expired } })
  into.node({
    id: token,
    kind: 'Secret',
    type: 'pat',
    name,
    ...about,
    createdAt: timeOf(record.access_granted_at ?? record.created_at),
    expiresAt: timeOf(record.token_expires_at),
    properties: { fineGrained: true, expired, ...(pending ? { pending } : {}) },
  })
  into.edge(granted({ kind: 'OWNS', from: user.id, to: bot }))
  into.edge(granted({ kind: 'OWNS', from: user.id, to: token }))
  if (expired) emit.skip(`the token ${name} has expired, so nobody signs in with it`)
  else into.edge(granted({ kind: 'AUTHENTICATES_AS', from: token, to: bot }))
  if (pending) return emit.skip(`the token ${name} waits for approval, so it reaches nothing of the organisation`)
  const { organization: ofOrg = {}, repository = {} } = (record.permissions ?? {}) as Readonly<Record<string, Levels>>
  const grant = githubPart(host, 'token-grant', record.id ?? id)
  into.node(organization)
  into.node(
    grantClaim(
      grant,
      `What ${name} may do`,
      organization.name,
      undefined,
      { ...repository, ...ofOrganization(ofOrg) },
      {
        selection: selectionOf(record.repository_selection),
        owner: user.id,
      },
    ),
  )
  into.edge(granted({ kind: 'APPLIES_TO', from: grant, to: organization.id, key: 'account' }))
  into.edge(granted({ kind: 'HAS_GRANT', from: bot, to: grant }))
}

/** A repository that a token or an installation was given, in the list that its grant names. */
export function mapGrantedRepository({ spot, into }: Answer, record: Repository, emit: Emit, at = '') {
  const [of, number] = spot.call ?? []
  if (!number) return emit.reject('the name of the file does not say whose repositories these are')
  const isToken = of === 'personal-access-tokens'
  const grant = githubPart(spot.host, isToken ? 'token-grant' : 'installation', number)
  const id = emitRepository(into, spot.host, record, at)
  into.node(
    {
      id: grant,
      kind: 'Grant',
      type: 'application',
      name: isToken ? `token grant ${number}` : `installation ${number}`,
      provider: 'github',
      stub: true,
      properties: { repositoriesListed: true },
    },
    at,
  )
  into.edge(granted({ kind: 'APPLIES_TO', from: grant, to: id, key: 'selected' }), at)
}

/** A classic token or an SSH key: it does what its user may, as far as its scopes let it. */
export function mapAuthorizedCredential({ spot, into, run }: Answer, record: GitHubRecord, emit: Emit) {
  const { login, credential_id: id } = record
  if (!login || !id) return emit.reject('an authorised credential needs its login and its id')
  const { host } = spot
  const user = userClaim(host, { login })
  const isKey = /ssh/i.test(record.credential_type ?? '')
  const name =
    record.authorized_credential_title || record.authorized_credential_note || `${record.credential_type} ${id}`
  const held = secret('github', `${host}/credential/${id}`)
  const bot = githubPart(host, 'token', 'credential', id)
  const grant = githubPart(host, 'token-grant', 'credential', id)
  const about = { provider: 'github', account: spot.account, lastUsedAt: timeOf(record.credential_accessed_at) }
  into.node(user)
  into.node({ id: bot, kind: 'Identity', type: 'bot', name: `Access of ${name}`, ...about })
  into.node({
    id: held,
    kind: 'Secret',
    type: isKey ? 'private_key' : 'pat',
    name,
    ...about,
    createdAt: timeOf(record.credential_authorized_at),
    expiresAt: timeOf(record.authorized_credential_expires_at),
    properties: { classic: true, ...endingOf(run, record.token_last_eight) },
  })
  into.node({
    id: grant,
    kind: 'Grant',
    type: 'delegated',
    name: `What ${name} may do for ${login}`,
    provider: 'github',
    account: spot.account,
    properties: { scopes: isKey ? ['ssh'] : (record.scopes ?? []), user: user.id },
  })
  into.edge(granted({ kind: 'OWNS', from: user.id, to: bot }))
  into.edge(granted({ kind: 'OWNS', from: user.id, to: held }))
  into.edge(granted({ kind: 'AUTHENTICATES_AS', from: held, to: bot }))
  into.edge(granted({ kind: 'HAS_GRANT', from: bot, to: grant }))
}

/** A deploy key opens one repository and is nobody's: whoever added it answers for it. */
export function mapDeployKey({ spot, into }: Answer, record: DeployKey, emit: Emit) {
  const { repository, host } = spot
  if (!repository) return emit.reject('neither the record nor the name of the file says which repository it is of')
  const key = secret('github', `${host}/deploy-key/${record.id}`)
  const bot = githubPart(host, 'deploy-key', record.id)
  const title = record.title || `deploy key ${record.id}`
  const about = { provider: 'github', account: repository.split('/')[0], lastUsedAt: timeOf(record.last_used) }
  const target = repositoryClaim(host, repository)
  into.node(target)
  into.node({ id: bot, kind: 'Identity', type: 'bot', name: `Access of ${title}`, ...about })
  into.node({
    id: key,
    kind: 'Secret',
    type: 'deploy_key',
    name: `${title} of ${repository}`,
    ...about,
    createdAt: timeOf(record.created_at),
  })
  if (record.enabled === false) emit.skip(`the deploy key ${title} is switched off, so it opens nothing`)
  else into.edge(granted({ kind: 'AUTHENTICATES_AS', from: key, to: bot }))
  for (const edge of accessOf(record.read_only === false ? 'push' : 'pull')) {
    into.edge(granted({ ...edge, from: bot, to: target.id }))
  }
  if (!record.added_by) return
  const by = { ...userClaim(host, { login: record.added_by }), aliases: [loginAlias(host, record.added_by)] }
  into.node(by)
  into.edge(granted({ kind: 'OWNS', from: by.id, to: bot }))
}
