import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Texts = Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()]))
const Open = Type.Optional(Type.Unknown())
const Key = Type.Optional(Type.Object({ id: Type.String() }))

/** Any answer of the Directory and Cloud Identity APIs that is read: it tells by its fields what it is. */
export const GoogleRecord = Type.Object({
  kind: Text,
  etag: Text,
  id: Text,
  name: Open,
  // a user
  primaryEmail: Text,
  customerId: Text,
  isAdmin: Flag,
  isDelegatedAdmin: Flag,
  isEnrolledIn2Sv: Flag,
  suspended: Flag,
  archived: Flag,
  creationTime: Text,
  lastLoginTime: Text,
  // a group, a member
  groupKey: Key,
  preferredMemberKey: Key,
  parent: Text,
  displayName: Text,
  email: Text,
  role: Text,
  type: Text,
  roles: Open,
  // a token, a delegation
  clientId: Text,
  displayText: Text,
  userKey: Text,
  scopes: Texts,
  anonymous: Flag,
  nativeApp: Flag,
  // a role and its assignment
  roleId: Text,
  roleName: Text,
  isSuperAdminRole: Flag,
  isSystemRole: Flag,
  rolePrivileges: Type.Optional(
    Type.Union([Type.Array(Type.Object({ privilegeName: Type.String(), serviceId: Text })), Type.Null()]),
  ),
  roleAssignmentId: Text,
  assignedTo: Text,
  assigneeType: Text,
  scopeType: Text,
  orgUnitId: Text,
})
export type GoogleRecord = Static<typeof GoogleRecord>

export type Sort = 'user' | 'group' | 'member' | 'token' | 'delegation' | 'role' | 'role assignment'

export function sortOf(it: GoogleRecord, call: string): Sort | undefined {
  if (it.primaryEmail && it.id) return 'user'
  if (it.roleAssignmentId && it.assignedTo) return 'role assignment'
  if (it.roleId && (it.rolePrivileges || it.roleName)) return 'role'
  if (it.clientId && it.scopes) {
    const isToken = it.kind === 'admin#directory#token' || it.userKey || it.displayText
    return isToken ? 'token' : 'delegation'
  }
  if (it.preferredMemberKey || it.kind === 'admin#directory#member') return 'member'
  if (it.groupKey || it.kind === 'admin#directory#group') return 'group'
  if (it.email && it.role && /groups\/[^/]+\/members/.test(call)) return 'member'
  return undefined
}
