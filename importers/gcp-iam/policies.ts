import { createHash } from 'node:crypto'
import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import { anyone, gcpMember, gcpRole } from '../../server/model/node-id.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import type { GcpRecord, Policy } from './gcp-record.ts'
import { type Around, emitResource, serviceAccountStub } from './resource-names.ts'

const about = { provider: 'gcp' } as const

/** What lies in one organisation, folder or project is listed together. */
const scopeOf = (name: string, { organization }: Around): string =>
  `gcp-iam:${organization ?? name.replace(/^\/\//, '')}:rights/policies`

export function mapPolicy(record: GcpRecord, emit: Emit, project: string | undefined) {
  const policy = record.policy ?? record.iamPolicy
  const name = typeof record.resource === 'string' ? record.resource : record.name
  if (!policy || !name) return emit.reject('a policy needs the name of its resource')
  const chain = record.ancestors ?? []
  const around: Around = {
    project: record.project ?? chain.find((it) => it.startsWith('projects/')) ?? (project && `projects/${project}`),
    folders: record.folders ?? chain.filter((it) => it.startsWith('folders/')),
    organization: record.organization ?? chain.find((it) => it.startsWith('organizations/')),
  }
  emitPolicy(emit.into(scopeOf(name, around)), name, policy, around, emit)
}

/** All policies that bear on a resource, its ancestors' among them, each with the resource it is attached to. */
export function mapEffective(record: GcpRecord, emit: Emit, project: string | undefined) {
  const subject = record.full_resource_name ?? record.fullResourceName ?? ''
  const around: Around = { project: project && `projects/${project}` }
  for (const { attached_resource, attachedResource, policy } of record.policies ?? []) {
    const name = attached_resource ?? attachedResource ?? subject
    if (policy) emitPolicy(emit.into(scopeOf(project ?? name, {})), name, policy, around, emit)
  }
}

function emitPolicy(into: ScopedEmit, name: string, policy: Policy, around: Around, emit: Emit) {
  const at = emitResource(into, name, around)
  for (const { role, members = [], condition } of policy.bindings ?? []) {
    const roleClaim: NodeClaim = {
      id: gcpRole(role),
      kind: 'Resource',
      type: 'gcp_role',
      name: role,
      ...about,
      stub: true,
    }
    into.node({ ...roleClaim, counts: false, properties: { role } })
    const expression = condition?.expression ?? ''
    for (const member of members) {
      const claim = memberClaim(member)
      if (!claim) {
        emit.skip('a member that was deleted, or of a sort nobody knows, holds nothing')
        continue
      }
      into.node(claim)
      into.edge({
        kind: 'APPLIES_TO',
        from: roleClaim.id,
        to: claim.id,
        key: `gcp binding ${at}${expression === '' ? '' : ` if ${createHash('sha256').update(expression).digest('hex').slice(0, 12)}`}`,
        confidence: 'granted',
        properties: { layer: 'binding', at, ...(expression === '' ? {} : { condition: expression }) },
        ...allowed,
      })
    }
  }
}

/** Undefined for what is deleted: it keeps its binding, and nobody is behind it. */
export function memberClaim(member: string): NodeClaim | undefined {
  const [, sort = member, name = ''] = /^([A-Za-z]+):(.*)$/s.exec(member) ?? []
  const lower = name.toLowerCase()
  const node = { id: gcpMember(`${sort}:${lower}`), name, ...about }
  switch (sort) {
    case 'user':
      return { ...node, kind: 'Identity', type: 'human', aliases: [`email:${lower}`, `google-account:${lower}`] }
    case 'group':
      return { ...node, kind: 'Group', type: 'group', aliases: [`gcp-group:${lower}`] }
    case 'domain':
      return { ...node, kind: 'Group', type: 'gcp_domain', name: `everyone of ${name}` }
    case 'serviceAccount': {
      const pod = /^([^[]+)\.svc\.id\.goog\[([^/\]]+)\/([^\]]+)\]$/.exec(name)
      if (!pod) return serviceAccountStub(name)
      const [, pool = '', namespace = '', account = ''] = pod
      const properties = { gkeProject: pool, namespace, kubernetesServiceAccount: account }
      return {
        ...node,
        id: gcpMember(member),
        kind: 'Identity',
        type: 'external',
        stub: true,
        counts: false,
        properties,
      }
    }
    case 'projectOwner':
    case 'projectEditor':
    case 'projectViewer':
      return {
        ...node,
        kind: 'Group',
        type: 'gcp_basic_role_holders',
        name: member,
        properties: { sort, project: name },
      }
    case 'principal':
    case 'principalSet':
      return {
        ...node,
        id: gcpMember(member),
        kind: 'Identity',
        type: 'external',
        name: member.replace(/^.*\/workloadIdentityPools\//, ''),
        stub: true,
        counts: false,
        properties: { member },
      }
    default:
      return sort === 'allUsers' || sort === 'allAuthenticatedUsers'
        ? {
            id: sort === 'allUsers' ? anyone : gcpMember(sort),
            kind: 'Identity',
            type: 'external',
            name: sort,
            stub: true,
            counts: false,
          }
        : undefined
  }
}
