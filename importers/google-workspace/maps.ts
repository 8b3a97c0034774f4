import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { gcpServiceAccount, google, googlePart } from '../../server/model/node-id.ts'
import { clientClaim, customerClaim, userStub } from '../google-account.ts'
import type { Emit, Place, ScopedEmit } from '../importer.ts'
import type { GoogleRecord } from './shapes.ts'

export interface Told {
  readonly record: GoogleRecord
  readonly emit: Emit
  /** The customer, by the record where it tells, else by `--scope`. */
  readonly customer: string
  /** The keys and the file's name that lead to the record: often whose it is. */
  readonly call: string
}

const about = (customer: string) => ({ provider: 'google', account: customer }) as const
const granted = (edge: Omit<EdgeClaim, 'verdict' | 'missing' | 'confidence'>): EdgeClaim => ({
  ...edge,
  confidence: 'granted',
  ...allowed,
})

const groupStub = (customer: string, email: string): NodeClaim => ({
  id: google('group', email.toLowerCase()),
  kind: 'Group',
  type: 'group',
  name: email,
  ...about(customer),
  aliases: [`gcp-group:${email.toLowerCase()}`],
})

export function mapUser({ record, customer, emit }: Told) {
  const email = record.primaryEmail!.toLowerCase()
  const into = emit.into(`google-workspace:${customer}:users`)
  into.node(customerClaim(customer))
  into.node({
    ...userStub(customer, record.id!),
    name: email,
    stub: false,
    createdAt: record.creationTime ?? undefined,
    // Google writes 1970 for never.
    lastUsedAt: record.lastLoginTime?.startsWith('1970') ? undefined : (record.lastLoginTime ?? undefined),
    aliases: [`google-account:${email}`],
    properties: {
      enabled: record.suspended !== true && record.archived !== true,
      email,
      ...(record.isAdmin ? { superAdmin: true } : {}),
      ...(record.isDelegatedAdmin ? { delegatedAdmin: true } : {}),
      ...(record.isEnrolledIn2Sv === false ? { secondFactor: false } : {}),
    },
  })
  into.edge(
    granted({ kind: 'CONTAINS', from: google('customer', customer), to: google('user', record.id!.toLowerCase()) }),
  )
}

/** Cloud Identity numbers groups by a name of its own; members are listed under that. */
export function mapGroup({ record, customer, emit }: Told, named: Map<string, string>) {
  const email = record.groupKey?.id ?? record.email
  if (!email) return emit.reject('a group needs its address')
  for (const key of [record.name, record.id]) if (typeof key === 'string') named.set(key, email)
  const into = emit.into(`google-workspace:${customer}:groups`)
  into.node(customerClaim(customer))
  into.node({ ...groupStub(customer, email), properties: { email: email.toLowerCase() } })
  into.edge(granted({ kind: 'CONTAINS', from: google('customer', customer), to: google('group', email.toLowerCase()) }))
}

export interface Membership {
  readonly customer: string
  readonly group: string
  readonly member: string
  readonly isGroup: boolean
}

export function readMember({ record, customer, emit, call }: Told): Membership | undefined {
  const member = record.preferredMemberKey?.id ?? record.email
  const name = typeof record.name === 'string' ? record.name : ''
  const group = /^(groups\/[^/]+)\/memberships\//.exec(name)?.[1] ?? /groups\/([^/]+)\/members/.exec(call)?.[1]
  if (!member || !group) {
    emit.reject('a member needs its address, and its group in the name or the call')
    return undefined
  }
  return { customer, group, member, isGroup: record.type === 'GROUP' }
}

/** Once all groups are read, for only then their addresses are known. */
export function emitMember(
  { customer, group, member, isGroup }: Membership,
  place: Place,
  emit: Emit,
  named: ReadonlyMap<string, string>,
) {
  const email = group.includes('@') ? group : named.get(group)
  if (!email) return emit.skip(`a member of a group whose address no answer tells: import the groups too`)
  const into = emit.into(`google-workspace:${customer}:members of ${email.toLowerCase()}`, [place])
  const [of, who] = [groupStub(customer, email), isGroup ? groupStub(customer, member) : memberStub(customer, member)]
  into.node(of)
  into.node(who)
  into.edge(granted({ kind: 'MEMBER_OF', from: who.id, to: of.id }))
}

const memberStub = (customer: string, email: string): NodeClaim =>
  email.endsWith('.gserviceaccount.com')
    ? {
        id: gcpServiceAccount(email.toLowerCase()),
        kind: 'Identity',
        type: 'service_account',
        name: email,
        provider: 'gcp',
        stub: true,
        aliases: [`gcp-service-account:${email.toLowerCase()}`],
      }
    : userStub(customer, email)

/** What one user let one application do in his name. */
export function mapToken({ record, customer, emit, call }: Told) {
  const { clientId, scopes } = record
  const user = record.userKey ?? /users\/([^/]+)\/tokens/.exec(call)?.[1] ?? /\/([^/]+)$/.exec(call)?.[1]
  if (!clientId || !scopes || !user)
    return emit.reject('a token needs its client, and its user in the record or the call')
  const into = emit.into(`google-workspace:${customer}:tokens of ${user}`)
  const [client, person] = [clientClaim(customer, clientId, record.displayText), userStub(customer, user)]
  const grant = googlePart(customer, 'grant', user, clientId)
  into.node(client)
  into.node(person)
  into.node({
    id: grant,
    kind: 'Grant',
    type: 'delegated',
    name: `${record.displayText ?? clientId} for ${user}`,
    ...about(customer),
    properties: { scopes, user: person.id },
  })
  into.edge(granted({ kind: 'HAS_GRANT', from: client.id, to: grant }))
}

/** A client that may speak as any user: an administrator entered it in the console. */
export function mapDelegation({ record, customer, emit }: Told) {
  const { clientId, scopes } = record
  if (!clientId || !scopes) return emit.reject('a delegation needs its client and its scopes')
  const into = emit.into(`google-workspace:${customer}:domain-wide delegation`)
  const client = clientClaim(customer, clientId, typeof record.name === 'string' ? record.name : undefined)
  const grant = googlePart(customer, 'delegation', clientId)
  into.node(customerClaim(customer))
  into.node(client)
  into.node({
    id: grant,
    kind: 'Grant',
    type: 'application',
    name: `domain-wide delegation to ${clientId}`,
    ...about(customer),
    properties: { scopes, delegation: true },
  })
  into.edge(granted({ kind: 'HAS_GRANT', from: client.id, to: grant }))
}

const roleStub = (into: ScopedEmit, customer: string, id: string, more: Partial<NodeClaim> = { stub: true }) =>
  into.node({
    id: googlePart(customer, 'role', id),
    kind: 'Resource',
    type: 'google_role',
    name: id,
    ...about(customer),
    counts: false,
    ...more,
  })

export function mapRole({ record, customer, emit }: Told) {
  const into = emit.into(`google-workspace:${customer}:roles`)
  into.node(customerClaim(customer))
  roleStub(into, customer, record.roleId!, {
    name: record.roleName ?? record.roleId!,
    properties: {
      superAdmin: record.isSuperAdminRole === true,
      privileges: (record.rolePrivileges ?? []).map(({ privilegeName }) => privilegeName),
    },
  })
}

export function mapRoleAssignment({ record, customer, emit }: Told) {
  const { roleId, assignedTo } = record
  if (!roleId || !assignedTo) return emit.reject('an assignment needs its role and whom it is to')
  const into = emit.into(`google-workspace:${customer}:role assignments`)
  into.node(customerClaim(customer))
  const to = userStub(customer, assignedTo)
  const isGroup = record.assigneeType?.toUpperCase() === 'GROUP'
  if (isGroup) return emit.skip('a role of a group is not followed: the group is named by a number alone')
  into.node(to)
  roleStub(into, customer, roleId)
  into.edge(
    granted({
      kind: 'APPLIES_TO',
      from: googlePart(customer, 'role', roleId),
      to: to.id,
      key: `google role ${record.orgUnitId ?? ''}`.trim(),
      properties: { layer: 'binding', ...(record.scopeType === 'ORG_UNIT' ? { orgUnit: record.orgUnitId ?? '' } : {}) },
    }),
  )
}
