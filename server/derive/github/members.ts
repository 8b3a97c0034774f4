// https://docs.github.com/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/setting-base-permissions-for-an-organization
import { allowed } from '../../model/facts.ts'
import { globalId } from '../../model/node-id.ts'
import { defineDerivation } from '../derivation.ts'
import { GitHubEstate } from './estate.ts'

const gives: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['read', ['CAN_READ']],
  ['write', ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE']],
  ['admin', ['CAN_CONTROL']],
])

export const githubMembers = defineDerivation({
  id: 'github-members',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'Every member of an organisation has its base permission in all of its repositories.',
  reads: { nodes: ['github_organization'], also: ['group', 'github_repository'], edges: ['CONTAINS'] },
  derive(given, emit) {
    const estate = new GitHubEstate(given, emit)
    for (const members of given.nodes) {
      const of = members.properties?.['membersOf']
      const organization = typeof of === 'string' ? given.node(globalId(of)) : undefined
      if (!organization || members.kind !== 'Group') continue
      const base = organization.properties?.['defaultRepositoryPermission']
      if (base === undefined) {
        emit.gap({
          missing: `what every member of ${organization.name} may do in all of its repositories`,
          settledBy: `gh api /orgs/${organization.name} > orgs/${organization.name}.json`,
        })
      }
      const kinds = gives.get(base) ?? []
      const to = kinds.length > 0 ? estate.allRepositories(organization) : undefined
      for (const kind of to ? kinds : []) {
        emit.edge([members, organization], {
          kind,
          from: members.id,
          to: to!,
          key: `base permission ${base}`,
          confidence: 'granted',
          ...allowed,
        })
      }
    }
  },
})
