import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import {
  githubAccount,
  githubAccountNumber,
  githubPart,
  githubRepository,
  type NodeId,
} from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'
import type { Account, Repository } from './shapes.ts'

/** ISO 8601; webhooks write some times as seconds since 1970. */
export function timeOf(value: string | number | null | undefined): string | undefined {
  const at = typeof value === 'number' ? value * 1000 : Date.parse(value ?? '')
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** Logins are told apart without case, and only inside one host. */
export const loginAlias = (host: string, login: string): string =>
  `github-login${host === 'github.com' ? '' : `-${host}`}:${login.toLowerCase()}`
export const numberAlias = (host: string, number: string | number): string => `github-account-${host}:${number}`

const numbered = (host: string, id: number | null | undefined): string[] => (id ? [numberAlias(host, id)] : [])

export function organizationClaim(
  host: string,
  { login, id }: { login: string; id?: number | null | undefined },
): NodeClaim {
  return {
    id: githubAccount(host, login),
    kind: 'Resource',
    type: 'github_organization',
    name: login,
    provider: 'github',
    account: login,
    aliases: [loginAlias(host, login), ...numbered(host, id)],
    properties: { host },
  }
}

/** The organisation of which an address gives the number alone. */
export const numberedOrganization = (host: string, number: string): NodeClaim => ({
  id: githubAccountNumber(host, number),
  kind: 'Resource',
  type: 'github_organization',
  name: `organisation ${number}`,
  provider: 'github',
  aliases: [numberAlias(host, number)],
})

export function userClaim(host: string, { login, email, type }: Partial<Account> & { login: string }): NodeClaim {
  return {
    id: githubAccount(host, login),
    kind: 'Identity',
    type: type === 'Bot' ? 'bot' : 'human',
    name: login,
    provider: 'github',
    aliases: [loginAlias(host, login), ...(email ? [`email:${email.toLowerCase()}`] : [])],
  }
}

/** A repository by its full name, as any record may mention it. */
export function repositoryClaim(host: string, fullName: string): NodeClaim {
  return {
    id: githubRepository(host, fullName),
    kind: 'Resource',
    type: 'github_repository',
    name: fullName,
    provider: 'github',
    account: fullName.split('/')[0]!,
    dataClass: 'source',
    aliases: [`repository:${host}/${fullName.toLowerCase()}`],
    properties: { host },
  }
}

/** Everyone in the organisation, who have its base permission. */
export const membersClaim = (host: string, login: string): NodeClaim => ({
  id: githubPart(host, 'team', login.toLowerCase(), '@members'),
  kind: 'Group',
  type: 'group',
  name: `members of ${login}`,
  provider: 'github',
  account: login,
  properties: { membersOf: githubAccount(host, login) },
})

export const teamId = (host: string, organization: string, slug: string): NodeId =>
  githubPart(host, 'team', organization.toLowerCase(), slug.toLowerCase())

export const teamClaim = (host: string, organization: string, slug: string, name?: string | null): NodeClaim => ({
  id: teamId(host, organization, slug),
  kind: 'Group',
  type: 'team',
  name: name || slug,
  provider: 'github',
  account: organization,
})

type Plain = Omit<EdgeClaim, 'verdict' | 'missing' | 'confidence'>
export const granted = (edge: Plain): EdgeClaim => ({ ...edge, confidence: 'granted', ...allowed })

/** A repository as a list shows it, with its owner. */
export function emitRepository(into: ScopedEmit, host: string, record: Repository, at = ''): NodeId {
  const claim = repositoryClaim(host, record.full_name)
  const { visibility, archived, disabled, fork } = record
  const seen = visibility ?? (record.private === undefined ? undefined : record.private ? 'private' : 'public')
  into.node(
    {
      ...claim,
      createdAt: timeOf(record.created_at),
      properties: {
        host,
        ...(seen ? { visibility: seen } : {}),
        ...(record.default_branch ? { defaultBranch: record.default_branch } : {}),
        ...(archived ? { archived } : {}),
        ...(disabled ? { disabled } : {}),
        ...(fork ? { fork } : {}),
      },
    },
    at,
  )
  const { owner } = record
  if (owner?.type === 'Organization') {
    const organization = organizationClaim(host, owner)
    into.node(organization, at)
    into.edge(granted({ kind: 'CONTAINS', from: organization.id, to: claim.id }), at)
  } else if (owner?.type === 'User') {
    const user = userClaim(host, owner)
    into.node(user, at)
    into.edge(granted({ kind: 'CAN_CONTROL', from: user.id, to: claim.id, key: 'owner' }), at)
  }
  return claim.id
}

/**
 * What a role in a repository lets one do: GitHub's write includes read, Ambit's does not, so both are said. Whoever
 * may push may also push a workflow, which runs at once.
 * https://docs.github.com/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
 */
export function accessOf(role: string): readonly Pick<EdgeClaim, 'kind' | 'key' | 'note'>[] {
  switch (role) {
    case 'admin':
      return [{ kind: 'CAN_CONTROL', key: 'admin' }]
    case 'maintain':
    case 'push':
    case 'write':
      return [
        { kind: 'CAN_READ', key: 'push' },
        { kind: 'CAN_WRITE', key: 'push' },
        { kind: 'CAN_EXECUTE', key: 'workflows', note: 'It may push a workflow of its own, which runs at once.' },
      ]
    case 'triage':
    case 'pull':
    case 'read':
      return [{ kind: 'CAN_READ', key: 'pull' }]
    default:
      return []
  }
}

/** The strongest of the rights that a list shows as flags. */
export const strongest = (rights: Readonly<Record<string, boolean>> | null | undefined): string | undefined =>
  ['admin', 'maintain', 'push', 'triage', 'pull'].find((right) => rights?.[right] === true)
