// https://github.com/SpecterOps/GitHound (Apache-2.0): the kinds of its collector
import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { github, githubRepository, githubWorkflow, location, type NodeId, secret } from '../../server/model/node-id.ts'
import { permissionsOf } from './githound-permissions.ts'
import { type GraphNode, textOf } from './graph-shape.ts'
import { pick } from './kept-properties.ts'
import type { Became } from './seen-nodes.ts'

/** Only repositories and organisations carry an address, so every other id is taken for one of github.com. */
const collected = 'github.com'

type About = Omit<NodeClaim, 'id' | 'kind' | 'type' | 'name'>
type Describe = (node: GraphNode, id: NodeId, about: About & { name: string }) => Became

const edge = (kind: string, from: NodeId, to: NodeId, key?: string): EdgeClaim => ({
  kind,
  from,
  to,
  confidence: 'granted',
  ...(key ? { key } : {}),
  ...allowed,
})

const simply =
  (
    kind: NodeClaim['kind'],
    type: string,
    more: Partial<NodeClaim> = {},
    names: Record<string, string> = {},
  ): Describe =>
  (node, id, about) => {
    const properties = pick(node, names)
    return {
      claim: { ...about, id, kind, type, ...more, ...(Object.keys(properties).length > 0 ? { properties } : {}) },
    }
  }

const describes = (type: string, names: Record<string, string> = {}) =>
  simply('Resource', type, { counts: false }, names)

/** Its kinds in Ambit's words; one row each. */
const kinds: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ['GH_Organization', simply('Resource', 'github_organization')],
  [
    'GH_User',
    (node, id, about) => {
      const login = textOf(node, 'login')
      const email = textOf(node, 'email')
      const aliases = [login && `github-login:${login.toLowerCase()}`, email && `email:${email.toLowerCase()}`]
      const known = aliases.filter((alias) => alias !== undefined)
      return { claim: { ...about, id, kind: 'Identity', type: 'human', name: login ?? about.name, aliases: known } }
    },
  ],
  ['GH_Team', simply('Group', 'team')],
  ['GH_TeamRole', simply('Group', 'github_team_role', {}, { type: 'roleType' })],
  ['GH_RepoRole', simply('Group', 'github_repo_role', {}, { type: 'roleType', repository_name: 'repository' })],
  [
    'GH_OrgRole',
    (node, id, about) => {
      const organization = textOf(node, 'environmentid')
      const owns = textOf(node, 'short_name') === 'owners' && textOf(node, 'type') === 'default' && organization
      const claim = { ...about, id, kind: 'Group', type: 'github_org_role' } as const
      if (!owns) return { claim }
      const org = github(collected, organization)
      const name = textOf(node, 'environment_name') ?? organization
      const stub = {
        id: org,
        kind: 'Resource',
        type: 'github_organization',
        name,
        provider: 'github',
        stub: true,
      } as const
      return { claim, more: [stub], edges: [edge('CAN_CONTROL', id, org, 'owners')] }
    },
  ],
  [
    'GH_Repository',
    (node, _, about) => {
      const host = hostOf(node)
      const fullName = textOf(node, 'full_name') ?? `${textOf(node, 'environment_name') ?? ''}/${about.name}`
      const id = githubRepository(host, fullName)
      const job = githubWorkflow(host, fullName, '*')
      const properties = pick(node, {
        visibility: 'visibility',
        archived: 'archived',
        node_id: 'nodeId',
        default_branch: 'defaultBranch',
      })
      const { provider, account } = about
      return {
        claim: {
          ...about,
          id,
          kind: 'Resource',
          type: 'github_repository',
          name: fullName,
          dataClass: 'source',
          properties,
        },
        more: [{ id: job, kind: 'Identity', type: 'ci_job', name: `Workflows of ${fullName}`, provider, account }],
        edges: node.properties?.['actions_enabled'] === false ? [] : [edge('RUNS_AS', id, job)],
        parts: { job },
      }
    },
  ],
  ['GH_Branch', describes('github_branch', { protected: 'protected', short_name: 'branch' })],
  ['GH_Workflow', describes('github_workflow', { path: 'path', state: 'state' })],
  ['GH_BranchProtectionRule', simply('Gate', 'approval', {}, { pattern: 'pattern', enforce_admins: 'enforceAdmins' })],
  ['GH_Environment', simply('Identity', 'ci_job', {}, { can_admins_bypass: 'adminsBypass' })],
  ['GH_OrgVariable', describes('github_variable')],
  ['GH_RepoVariable', describes('github_variable')],
  ['GH_EnvironmentVariable', describes('github_variable')],
  ['GH_App', describes('github_app', { slug: 'slug', owner_login: 'publisher' })],
  ['GH_OrgSecret', ciSecret],
  ['GH_RepoSecret', ciSecret],
  ['GH_EnvironmentSecret', ciSecret],
  [
    'GH_PersonalAccessToken',
    (node, id, about) => {
      const token = secret('github', node.id)
      const expired = node.properties?.['token_expired'] === true
      const lastUsedAt = time(node, 'token_last_used_at')
      const claim: NodeClaim = {
        ...about,
        id,
        kind: 'Identity',
        type: 'bot',
        name: `Access of the token ${about.name}`,
        lastUsedAt,
        properties: { expired, ...pick(node, { repository_selection: 'repositories', owner_login: 'ownerLogin' }) },
      }
      const pat: NodeClaim = {
        ...about,
        id: token,
        kind: 'Secret',
        type: 'pat',
        createdAt: time(node, 'access_granted_at'),
        expiresAt: time(node, 'token_expires_at'),
        lastUsedAt,
        properties: { expired },
      }
      return { claim, more: [pat], edges: expired ? [] : [edge('AUTHENTICATES_AS', token, id)] }
    },
  ],
  [
    'GH_AppInstallation',
    (node, _, about) => {
      // The collector names an installation by its app's client id, which every organisation shares.
      const id = github(collected, `${textOf(node, 'environmentid') ?? ''}/installation/${node.id}`)
      const grant = github(collected, `${textOf(node, 'environmentid') ?? ''}/installation/${node.id}/grant`)
      const suspended = textOf(node, 'suspended_at') !== undefined
      const scopes = [...(permissionsOf(node) ?? [])].map(([permission, level]) => `${permission}:${level}`)
      const { provider, account } = about
      return {
        claim: {
          ...about,
          id,
          kind: 'Identity',
          type: 'oauth_app',
          properties: { suspended, ...pick(node, { app_slug: 'slug', repository_selection: 'repositories' }) },
        },
        more: [
          {
            id: grant,
            kind: 'Grant',
            type: 'application',
            name: `Installation of ${about.name}`,
            provider,
            account,
            properties: { scopes },
          },
        ],
        edges: [edge('HAS_GRANT', id, grant)],
        parts: { grant },
      }
    },
  ],
  [
    'GH_SecretScanningAlert',
    (node, id, about) => {
      const number = textOf(node, 'name') ?? node.id
      const repository = textOf(node, 'repository_name') ?? 'a repository'
      const what = textOf(node, 'secret_type_display_name') ?? textOf(node, 'secret_type') ?? 'Secret'
      const place = location(
        'github',
        textOf(node, 'environment_name') ?? '',
        `${repository}/secret-scanning/${number}`,
      )
      const { provider, account, createdAt } = about
      return {
        claim: {
          ...about,
          id,
          kind: 'Secret',
          type: /personal_access_token/.test(textOf(node, 'secret_type') ?? '') ? 'pat' : 'other',
          name: `${what} leaked in ${repository}`,
          properties: pick(node, { state: 'state', validity: 'validity' }),
        },
        more: [
          {
            id: place,
            kind: 'Location',
            type: 'repo_file',
            name: `Alert ${number} of ${repository}`,
            provider,
            account,
            createdAt,
          },
        ],
        edges: [edge('HOLDS', place, id), edge('EXPOSED_IN', id, place)],
        parts: { place },
      }
    },
  ],
])

function ciSecret(node: GraphNode, _: NodeId, about: About & { name: string }): Became {
  const id = secret('github', node.id)
  return { claim: { ...about, id, kind: 'Secret', type: 'other', rotatedAt: time(node, 'updated_at') } }
}

/** What a node of the collector is, or undefined for a kind without a row. */
export function githoundNode(node: GraphNode): Became | undefined {
  const describe = node.kinds.map((kind) => kinds.get(kind)).find((row) => row !== undefined)
  return describe?.(node, github(collected, node.id), {
    name: textOf(node, 'name') ?? node.id,
    provider: 'github',
    account: textOf(node, 'environment_name'),
    createdAt: time(node, 'created_at'),
  })
}

const hostOf = (node: GraphNode): string => {
  const url = textOf(node, 'html_url')
  return url && URL.canParse(url) ? new URL(url).host : collected
}

/** The collector writes a time it does not know as an empty text. */
function time(node: GraphNode, name: string): string | undefined {
  const value = textOf(node, name)
  const at = value === undefined ? Number.NaN : Date.parse(value)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
