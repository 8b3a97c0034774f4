import type { NodeId } from '../../model/node-id.ts'
import type { Basis, Given, GivenNode } from '../derivation.ts'
import { Scopes } from '../scoped/scopes.ts'
import { readCondition } from './condition.ts'
import { permissionsOf } from './roles.ts'

/** A role in a member's hands, over a resource and all that lies in it. */
export interface Binding {
  readonly member: GivenNode
  readonly role: GivenNode
  readonly permissions: ReadonlySet<string>
  readonly at: GivenNode
  readonly terms: ReturnType<typeof readCondition>
  readonly basis: Basis
}

export const gcpScopes = (given: Given): Scopes =>
  new Scopes(given, {
    provider: 'gcp',
    holders: new Set(['gcp_organization', 'gcp_folder', 'gcp_project', 'gcp_bigquery_dataset']),
    everything: 'gcp_all',
  })

export interface Bindings {
  readonly bindings: readonly Binding[]
  /** Roles of which nothing tells what they allow. */
  readonly unknown: readonly string[]
}

/** A disabled service account holds nothing, and a role that is gone gives nothing. */
export function bindingsOf({ edges, node }: Given): Bindings {
  const unknown = new Set<string>()
  const bindings = edges.flatMap((edge): Binding[] => {
    if (edge.kind !== 'APPLIES_TO' || !edge.key?.startsWith('gcp binding ')) return []
    const [role, member] = [node(edge.from), node(edge.to)]
    const at = node(String(edge.properties?.['at'] ?? '') as NodeId)
    if (!role || !member || !at || member.properties?.['enabled'] === false) return []
    const permissions = permissionsOf(role)
    if (!permissions) {
      unknown.add(role.name)
      return []
    }
    const condition = edge.properties?.['condition']
    const terms = typeof condition === 'string' ? readCondition(condition, `${role.name} over ${at.name}`) : {}
    return [{ member, role, permissions, at, terms, basis: [role, edge, member, at] }]
  })
  return { bindings, unknown: [...unknown].sort() }
}

export const bindingReads = {
  nodes: ['gcp_role'],
  also: [
    ...['gcp_organization', 'gcp_folder', 'gcp_project', 'gcp_resource', 'gcp_bucket', 'gcp_secret', 'gcp_kms_key'],
    ...[
      'gcp_bigquery_dataset',
      'gcp_bigquery_table',
      'gcp_artifact_repository',
      'gcp_domain',
      'gcp_basic_role_holders',
    ],
    ...['service_account', 'human', 'group', 'external'],
  ],
  edges: ['APPLIES_TO', 'CONTAINS', 'MEMBER_OF'],
} as const
