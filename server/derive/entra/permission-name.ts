import type { EdgeClaim } from '../../model/facts.ts'

export type Access = 'CAN_READ' | 'CAN_WRITE' | 'CAN_CONTROL'

/** A permission of Microsoft Graph, taken apart by Microsoft's own convention `Resource.Operation.Constraint`. */
export interface PermissionName {
  readonly resource: string
  readonly access: readonly Access[]
  /** Set when the permission holds for a part only that the grant itself does not name. */
  readonly partly: string | undefined
}

/** Scopes that only sign a user in and read nothing but who that is. */
export const signInScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access', 'User.Read'])

/** Constraints that narrow a permission; any other last word (`All`, a kind of policy) is part of what it names. */
const narrowing = new Set([
  'Selected',
  'SelectedOperations',
  'OwnedBy',
  'ManagedBy',
  'AppFolder',
  'Group',
  'Chat',
  'WhereInstalled',
  'Created',
])

export function readPermissionName(name: string): PermissionName {
  const [resource = name, operation = '', ...constraint] = name.split('.')
  const partly = [operation, ...constraint].find((word) => narrowing.has(word))
  return { resource, access: accessOf(operation), partly }
}

/** ReadWrite is two capabilities, and each is said. An unknown operation may do either. */
function accessOf(operation: string): readonly Access[] {
  if (operation === 'FullControl') return ['CAN_CONTROL']
  if (operation.startsWith('Read') && !operation.startsWith('ReadWrite')) return ['CAN_READ']
  if (/^(Send|Create|Delete|Remove|Invite|EnableDisable|Write)/.test(operation)) return ['CAN_WRITE']
  return ['CAN_READ', 'CAN_WRITE']
}

/** What an edge of a permission says of it, whatever it leads to. */
export const permissionProperties = (permission: string, level: number | undefined): EdgeClaim['properties'] =>
  level ? { permission, level } : { permission }
