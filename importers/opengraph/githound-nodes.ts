// https://github.com/SpecterOps/GitHound (Apache-2.0): the kinds of its collector
import type { NodeClaim } from '../../server/model/facts.ts'
import { github, githubRepository, githubWorkflow } from '../../server/model/node-id.ts'
import { appInstallation, ciSecret, leakedSecret, personalAccessToken } from './githound-tokens.ts'
import { collected, type Describe, edge, hostOf, time } from './githound-words.ts'
import { type GraphNode, textOf } from './graph-shape.ts'
import { pick } from './kept-properties.ts'
import type { Became } from './seen-nodes.ts'

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
        actions_enabled: 'actions',
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
          properties: { ...properties, host },
        },
        more: [
          {
            id: job,
            kind: 'Identity',
            type: 'ci_job',
            name: `Workflows of ${fullName}`,
            provider,
            account,
            properties: { repository: id },
          },
        ],
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
  ['GH_PersonalAccessToken', personalAccessToken],
  ['GH_AppInstallation', appInstallation],
  ['GH_SecretScanningAlert', leakedSecret],
])

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
