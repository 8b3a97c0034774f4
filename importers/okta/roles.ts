import { allowed } from '../../server/model/facts.ts'
import { okta, oktaPart } from '../../server/model/node-id.ts'
import { idIn, orgClaim, type Placed, stubOf } from './place.ts'

const about = (org: string) => ({ provider: 'okta', account: org }) as const

/**
 * An administrator's role in the hands of a user, group or client. What it may be limited to stands in lists of
 * targets, which are calls of their own.
 */
export function mapRoleAssignment({ record, org, parent, into, emit }: Placed) {
  const type = typeof record.type === 'string' ? record.type : undefined
  if (!type || !parent || !record.id) return emit.reject('a role needs its type and whom it is assigned to')
  if (record.status && record.status !== 'ACTIVE') return emit.skip('a role that is not active gives nothing')
  const part = into(`roles of ${parent}`)
  const id = oktaPart(org, 'role', parent, record.id)
  const embedded = record._embedded?.['targets']
  const limits = embedded && typeof embedded === 'object' ? Object.values(embedded).flat() : undefined
  part.node(orgClaim(org))
  part.node(stubOf(org, parent))
  part.node({
    id,
    kind: 'Resource',
    type: 'okta_role_assignment',
    name: record.label ?? type,
    ...about(org),
    counts: false,
    properties: {
      role: type,
      assignee: okta(parent),
      ...(record.role && type === 'CUSTOM' ? { customRole: oktaPart(org, 'role', 'custom', record.role) } : {}),
      ...(record['resource-set'] ? { resourceSet: record['resource-set'] } : {}),
      ...(limits && limits.length === 0 ? { unlimited: true } : {}),
    },
  })
  part.edge({
    kind: 'APPLIES_TO',
    from: id,
    to: okta(parent),
    key: 'okta role',
    confidence: 'granted',
    properties: { layer: 'binding', at: oktaPart(org, 'org') },
    ...allowed,
  })
  for (const target of limits ?? []) emitTarget({ record: target, org, into: part, from: id })
}

/** An application or a group that a role is limited to. */
export function mapRoleTarget({ record, org, parent, assignment, into, emit }: Placed, call: string) {
  const [, holder] = /\/(?:clients|users|groups)\/([^/?# ]+)\/roles\//.exec(call) ?? []
  const assignee = idIn(holder) ?? parent
  if (!assignee || !assignment) {
    return emit.skip('what a role is limited to, and nothing tells which role: keep its call as the file’s name')
  }
  const part = into(`targets of ${assignment}`)
  const from = oktaPart(org, 'role', assignee, assignment)
  part.node({ id: from, kind: 'Resource', type: 'okta_role_assignment', name: assignment, ...about(org), stub: true })
  emitTarget({ record, org, into: part, from })
}

interface Target {
  readonly record: unknown
  readonly org: string
  readonly into: ReturnType<Placed['into']>
  readonly from: ReturnType<typeof okta>
}

function emitTarget({ record, org, into, from }: Target) {
  const { id, name } = (record ?? {}) as { id?: unknown; name?: unknown }
  const own = typeof id === 'string' ? idIn(id) : undefined
  // A whole kind of application of the catalogue is named alone.
  const to = own ? stubOf(org, own) : undefined
  const node = to ?? {
    id: oktaPart(org, 'all', 'app', String(name ?? 'unknown')),
    kind: 'Resource' as const,
    type: 'okta_catalog_app',
    name: `every ${String(name ?? 'unknown')} application`,
    ...about(org),
    counts: false,
    properties: { app: String(name ?? '') },
  }
  into.node(node)
  into.edge({ kind: 'APPLIES_TO', from, to: node.id, key: 'okta target', confidence: 'granted', ...allowed })
}

/** A role of the organisation's own making; what it may do is another call. */
export function mapCustomRole({ record, org, into, emit }: Placed) {
  const id = idIn(record.id)
  if (!id) return emit.reject('a role needs an id')
  into('custom-roles').node(orgClaim(org))
  into('custom-roles').node({
    id: oktaPart(org, 'role', 'custom', id),
    kind: 'Resource',
    type: 'okta_custom_role',
    name: record.label ?? id,
    ...about(org),
    counts: false,
    properties: { role: id },
  })
}

/** One permission of a custom role, which the call names. */
export function mapRolePermission({ record, org, into, emit }: Placed, call: string) {
  const paths = [call, ...Object.values(record._links ?? {}).map((link) => JSON.stringify(link))]
  const role = paths.map((it) => idIn(/\/roles\/([^/?#" ]+)/.exec(it)?.[1])).find((it) => it !== undefined)
  if (!role || !record.label) return emit.reject('a permission needs its label, and its role in the call')
  const part = into(`permissions of ${role}`)
  const id = oktaPart(org, 'role', 'custom', role)
  const permission = oktaPart(org, 'role', 'permission', record.label)
  const it = { kind: 'Resource', provider: 'okta', account: org, counts: false } as const
  part.node({ ...it, id, type: 'okta_custom_role', name: role, stub: true })
  part.node({
    ...it,
    id: permission,
    type: 'okta_permission',
    name: record.label,
    properties: { permission: record.label },
  })
  part.edge({ kind: 'APPLIES_TO', from: permission, to: id, key: 'okta permission', confidence: 'granted', ...allowed })
}
