// https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
import { allowed, conditionalOn } from '../../model/facts.ts'
import { entra } from '../../model/node-id.ts'
import { type DeriveEmit, defineDerivation, type Given, type GivenNode } from '../derivation.ts'
import { directoryRoles, type RoleGives, roleActions } from './directory-role-table.ts'
import { partTypes, TenantParts } from './tenant-parts.ts'

const byId = new Map(directoryRoles.map((row) => [row.id, row]))
type Takes = Pick<RoleGives, 'takes' | 'missing'> & { readonly key: string }

export const entraDirectoryRoles = defineDerivation({
  id: 'entra-directory-roles',
  version: 2,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'A directory role gives its members what Microsoft documents for it, a role of one’s own making what its actions allow: over the whole tenant, or over the one object it is held over.',
  reads: {
    nodes: ['entra_directory_role', 'entra_directory_role_over_object'],
    also: [...partTypes, 'entra_application'],
  },
  derive(given, emit) {
    const parts = new TenantParts(given, emit)
    for (const role of given.nodes) {
      const tenant = role.account
      if (tenant === undefined || !parts.tenant(tenant)) continue
      if (role.type === 'entra_directory_role') overTenant(emit, parts, role, tenant)
      if (role.type === 'entra_directory_role_over_object') overObject(given, emit, role, tenant)
    }
  },
})

function overTenant(emit: DeriveEmit, parts: TenantParts, role: GivenNode, tenant: string) {
  const row = byId.get(String(role.properties?.['roleDefinitionId']))
  const takes = takesOf(role)
  if (!row && takes.length === 0) return emit.gap({ missing: `what the role "${role.name}" allows in ${tenant}` })
  for (const { takes: prize, missing, key } of takes) {
    const verdict = missing === undefined ? allowed : conditionalOn(missing)
    const edge = { kind: 'CAN_CONTROL', from: role.id, key, confidence: 'granted' } as const
    if (prize) emit.edge([role], { ...edge, to: parts.prize(tenant, prize), ...verdict })
  }
  for (const [kind, reached] of row?.reaches ?? []) {
    const edge = { from: role.id, key: row?.role, confidence: 'granted', ...allowed } as const
    emit.edge([role], { kind, to: parts.part(tenant, reached), ...edge })
  }
}

/** Held over one object, a role gives no more than that object, if it is of the sort that the role is about. */
function overObject(given: Given, emit: DeriveEmit, role: GivenNode, tenant: string) {
  const object = String(role.properties?.['object'])
  const definition = given.node(entra(tenant, 'role', String(role.properties?.['roleDefinitionId'])))
  const takes = takesOf(definition ?? role)
  const held = (['app', 'sp', 'group', 'user'] as const).flatMap(
    (thing) => given.node(entra(tenant, thing, object)) ?? [],
  )
  if (held.length === 0) return emit.gap({ missing: `what ${object} is, over which "${role.name}" is held` })
  for (const target of held) {
    for (const { takes: prize, missing, key } of takes) {
      if (prize === undefined || !isOf(prize, target)) continue
      const basis = definition ? [role, definition, target] : [role, target]
      emit.edge(basis, {
        kind: 'CAN_CONTROL',
        from: role.id,
        to: target.id,
        key,
        confidence: 'granted',
        ...(missing === undefined ? allowed : conditionalOn(missing)),
      })
    }
  }
}

function isOf(prize: RoleGives['takes'], { kind, type, properties }: GivenNode): boolean {
  switch (prize) {
    case 'any application':
      return type === 'entra_application' || type === 'oauth_app' || type === 'agent'
    case 'any group':
      return kind === 'Group' && properties?.['roleAssignable'] !== true
    case 'any user':
      return type === 'human'
    default:
      return false
  }
}

function takesOf({ properties }: GivenNode): readonly Takes[] {
  const row = byId.get(String(properties?.['roleDefinitionId']))
  if (row)
    return row.takes ? [{ takes: row.takes, key: row.role, ...(row.missing ? { missing: row.missing } : {}) }] : []
  const actions = properties?.['actions']
  if (!Array.isArray(actions)) return []
  const allows = new Set(actions.map((it) => String(it).toLowerCase()))
  return roleActions
    .filter(({ action }) => allows.has(action.toLowerCase()))
    .map(({ action, ...takes }) => ({ ...takes, key: action }))
}
