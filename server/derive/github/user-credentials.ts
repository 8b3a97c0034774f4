// https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
import { conditionalOn } from '../../model/facts.ts'
import { globalId, type NodeId } from '../../model/node-id.ts'
import { defineDerivation, type GivenEdge, type GivenNode } from '../derivation.ts'
import { estateEdges, estateTypes, GitHubEstate } from './estate.ts'

export const githubUserCredentials = defineDerivation({
  id: 'github-user-credentials',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'A classic token or an SSH key does what its user may, as far as its scopes let it.',
  reads: { nodes: ['delegated'], also: [...estateTypes, 'github_all_repositories'], edges: estateEdges },
  derive(given, emit) {
    const estate = new GitHubEstate(given, emit)
    for (const grant of given.nodes) {
      const user = grant.properties?.['user']
      const scopes = grant.properties?.['scopes']
      if (grant.type !== 'delegated' || grant.provider !== 'github') continue
      if (typeof user !== 'string' || !Array.isArray(scopes)) continue
      const person = given.node(globalId(user))
      if (!person) continue
      const held = new Set(scopes.filter((scope) => typeof scope === 'string'))
      const access = estate.accessOf(person.id)
      const note = `${person.name} may, and the scopes ${[...held].join(', ')} let the credential.`
      for (const { access: edge, by } of access) {
        const target = given.node(edge.to)
        if (!target) continue
        const { id: _, evidence: __, stale: ___, ...rest } = edge
        const say = (kind: string, to: NodeId) =>
          emit.edge([grant, person, target, ...by], { ...rest, kind, from: grant.id, to, note })
        for (const kind of kindsFor(held, edge, target)) say(kind, target.id)
        // An owner of the organisation does anything in each of its repositories.
        const isOwner = target.type === 'github_organization' && edge.kind === 'CAN_CONTROL'
        const whole = isOwner ? (held.has('repo') ? ['CAN_CONTROL'] : held.has('ssh') ? git : []) : []
        for (const kind of whole) say(kind, estate.allRepositories(target))
      }
      const organization = given.nodes.find(
        ({ type, name, account }) => type === 'github_organization' && (account ?? name) === grant.account,
      )
      if (access.length > 0 || !organization || !(held.has('repo') || held.has('ssh'))) continue
      emit.edge([grant, person, organization], {
        kind: 'CAN_WRITE',
        from: grant.id,
        to: estate.allRepositories(organization),
        confidence: 'granted',
        key: 'unknown access',
        ...conditionalOn(
          `what ${person.name} may do in the repositories of ${organization.name}: gh api /repos/${organization.name}/<repo>/collaborators`,
        ),
      })
    }
  },
})

const git = ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE']

/** What is left of somebody's access in the hands of a credential with these scopes. */
function kindsFor(held: ReadonlySet<string>, { kind, key }: GivenEdge, target: GivenNode): readonly string[] {
  if (target.type === 'github_organization') {
    const isOwner = kind === 'CAN_CONTROL'
    return isOwner && held.has('admin:org') ? ['CAN_CONTROL'] : []
  }
  if (target.type !== 'github_repository' && target.type !== 'github_all_repositories') return []
  const isPublic = target.properties?.['visibility'] === 'public'
  if (held.has('repo') || (held.has('public_repo') && isPublic)) {
    // Without the scope for workflows a push that changes one is refused.
    return kind === 'CAN_EXECUTE' && key === 'workflows' && !held.has('workflow') ? [] : [kind]
  }
  if (!held.has('ssh')) return []
  return kind === 'CAN_CONTROL' ? git : [kind]
}
