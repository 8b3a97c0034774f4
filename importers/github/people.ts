import { githubAccount, githubRepository } from '../../server/model/node-id.ts'
import type { Emit } from '../importer.ts'
import type { Answer } from './answer.ts'
import {
  accessOf,
  emitRepository,
  granted,
  membersClaim,
  organizationClaim,
  repositoryClaim,
  strongest,
  teamClaim,
  timeOf,
  userClaim,
} from './claims.ts'
import type { GitHubRecord, Repository } from './shapes.ts'

export function mapOrganization({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const login = record.login ?? spot.account
  if (!login) return emit.reject('an organisation needs its login')
  const { default_repository_permission: base, two_factor_requirement_enabled: mfa } = record
  const organization = organizationClaim(spot.host, { login, id: record.id })
  into.node({
    ...organization,
    createdAt: timeOf(record.created_at),
    properties: {
      host: spot.host,
      ...(base ? { defaultRepositoryPermission: base } : {}),
      ...(typeof mfa === 'boolean' ? { requiresTwoFactors: mfa } : {}),
    },
  })
}

/** A repository in a list of them; the list of a team says what the team may do. */
export function mapRepository(answer: Answer, record: Repository, emit: Emit, at = '') {
  const { spot, into, sort } = answer
  const id = emitRepository(into, spot.host, record, at)
  if (sort !== 'repository of a team') return
  const slug = spot.call?.[1]
  if (!spot.account || !slug) return emit.reject('the name of the file does not say of which team this is')
  const team = teamClaim(spot.host, spot.account, slug)
  into.node({ ...team, stub: true }, at)
  const role = strongest(record.permissions) ?? record.role_name ?? ''
  const access = accessOf(role)
  if (access.length === 0)
    emit.skip(`the team has a role in ${record.full_name} that is not known; it gives nothing here`)
  for (const edge of access) into.edge(granted({ ...edge, from: team.id, to: id }), at)
}

export function mapTeam({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const organization = /\/orgs\/([^/]+)\/teams\//.exec(record.html_url ?? '')?.[1] ?? spot.account
  if (!organization || !record.slug) return emit.reject('a team needs its organisation')
  into.node(teamClaim(spot.host, organization, record.slug, record.name))
}

export function mapTeamMember({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const slug = spot.call?.[1]
  if (!record.login || !spot.account || !slug) return emit.reject('a member of a team needs a login and the team')
  const user = userClaim(spot.host, { ...record, login: record.login })
  const team = teamClaim(spot.host, spot.account, slug)
  into.node(user)
  into.node({ ...team, stub: true })
  into.edge(granted({ kind: 'MEMBER_OF', from: user.id, to: team.id }))
}

/** A member; a list asked for owners alone (`members?role=admin`) says that they are. */
export function mapMember({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { account, host, call } = spot
  if (!record.login || !account) return emit.reject('a member needs a login and the organisation')
  const isOwner = /admin/.test(call?.join('/') ?? '')
  emitMember({ into }, host, account, { ...record, login: record.login }, isOwner)
}

export function mapMembership({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const login = record.organization?.login ?? spot.account
  if (!record.user || !login) return emit.reject('a membership needs its user and its organisation')
  if (record.state === 'pending') return void into.node(userClaim(spot.host, record.user))
  emitMember({ into }, spot.host, login, record.user, record.role === 'admin')
}

function emitMember(
  { into }: Pick<Answer, 'into'>,
  host: string,
  organization: string,
  person: Parameters<typeof userClaim>[1],
  isOwner: boolean,
) {
  const user = userClaim(host, person)
  const members = membersClaim(host, organization)
  const claim = organizationClaim(host, { login: organization })
  into.node(user)
  into.node(claim)
  into.node(members)
  into.edge(granted({ kind: 'MEMBER_OF', from: user.id, to: members.id }))
  if (isOwner) into.edge(granted({ kind: 'CAN_CONTROL', from: user.id, to: claim.id, key: 'owner' }))
}

/** Whoever has access to a repository, by whatever way, with what it comes to. */
export function mapCollaborator({ spot, into }: Answer, record: GitHubRecord, emit: Emit) {
  const { repository, host } = spot
  if (!record.login || !repository) return emit.reject('a collaborator needs a login and the repository')
  const user = userClaim(host, { ...record, login: record.login })
  const role = strongest(record.permissions as Record<string, boolean>) ?? record.role_name ?? ''
  into.node(user)
  into.node({ ...repositoryClaim(host, repository), properties: { host, collaboratorsListed: true } })
  const access = accessOf(role)
  if (access.length === 0) emit.skip('a collaborator has a role that is not known; it gives nothing here')
  for (const edge of access) {
    into.edge(granted({ ...edge, from: githubAccount(host, record.login), to: githubRepository(host, repository) }))
  }
}
