import { parseArn } from '../../server/model/arn.ts'
import { allowed } from '../../server/model/facts.ts'
import { awsAccount, globalId, type NodeId } from '../../server/model/node-id.ts'
import { emitOwners, readTags } from '../aws/tags.ts'
import { type Emit, type RecordType, recordType, type ScopedEmit } from '../importer.ts'
import { type Batch, into } from './batch.ts'
import { emitAttached, emitBoundary, emitDocument, emitInline, emitManaged } from './policies.ts'
import { Group, listOf, Policy, Role, timeOf, User } from './shapes.ts'

/** `aws iam get-account-authorization-details`, one record type per list. */
export const authzRecords = (batch: Batch): readonly RecordType[] => [
  recordType('/UserDetailList/*', User, (user, emit) => mapUser(batch, user, emit)),
  recordType('/GroupDetailList/*', Group, (group, emit) => mapGroup(batch, group, emit)),
  recordType('/RoleDetailList/*', Role, (role, emit) => mapRole(batch, role, emit)),
  recordType('/Policies/*', Policy, (policy, emit) => emitManaged(batch, emit, policy)),
]

/** Key lists, a GroupList and logs name a thing without its path; the alias lets both meet. */
const aliasOf = (thing: 'user' | 'role' | 'group', account: string, name: string) => `aws-${thing}:${account}:${name}`
export const userAlias = (account: string, name: string) => aliasOf('user', account, name)
const aliases = (thing: 'user' | 'role' | 'group', account: string, name: string, path: string | undefined) =>
  (path ?? '/') === '/' ? undefined : [aliasOf(thing, account, name)]

/** Its ARN beside the id, since a reference without the path may give the id. */
const pathOf = ({ Path, Arn }: { readonly Path?: string; readonly Arn: string }) =>
  (Path ?? '/') === '/' ? {} : { arn: Arn }

function mapUser(batch: Batch, user: User, emit: Emit): void {
  const { account, partition } = parseArn(user.Arn)!
  const scoped = into(batch, emit, account, 'authz', partition)
  const id = globalId(user.Arn)
  const { environment, dataClass, tags } = readTags(listOf(user.Tags))
  const signsIn = user.LoginProfile !== undefined || timeOf(user.PasswordLastUsed) !== undefined
  batch.usersByName.set(`${account}/${user.UserName}`, user.Arn)
  scoped.node({
    id,
    kind: 'Identity',
    type: signsIn ? 'human' : 'service_account',
    name: user.UserName,
    provider: 'aws',
    account,
    environment,
    dataClass,
    createdAt: timeOf(user.CreateDate),
    lastUsedAt: timeOf(user.PasswordLastUsed),
    aliases: aliases('user', account, user.UserName, user.Path),
    properties: {
      ...pathOf(user),
      ...(user.UserId === undefined ? {} : { uniqueId: user.UserId }),
      ...(signsIn ? { loginProfile: true } : {}),
      ...(tags.length > 0 ? { tags } : {}),
    },
  })
  contain(scoped, account, id)
  for (const [i, name] of listOf(user.GroupList).entries()) {
    const at = `/GroupList/${i}`
    const group = globalId(`arn:${partition}:iam::${account}:group/${name}`)
    const common = { provider: 'aws', account, stub: true, aliases: [aliasOf('group', account, name)] }
    scoped.node({ id: group, kind: 'Group', type: 'group', name, ...common }, at)
    scoped.edge({ kind: 'MEMBER_OF', from: id, to: group, confidence: 'granted', ...allowed }, at)
  }
  emitInline(emit, scoped, { id, account }, 'UserPolicyList', listOf(user.UserPolicyList))
  emitAttached(batch, scoped, { id, account }, listOf(user.AttachedManagedPolicies))
  emitBoundary(batch, scoped, { id, account }, user.PermissionsBoundary)
  emitOwners(scoped, id, listOf(user.Tags))
}

function mapGroup(batch: Batch, group: Group, emit: Emit): void {
  const { account, partition } = parseArn(group.Arn)!
  const scoped = into(batch, emit, account, 'authz', partition)
  const id = globalId(group.Arn)
  scoped.node({
    id,
    kind: 'Group',
    type: 'group',
    name: group.GroupName,
    provider: 'aws',
    account,
    createdAt: timeOf(group.CreateDate),
    aliases: [aliasOf('group', account, group.GroupName)],
    properties: pathOf(group),
  })
  contain(scoped, account, id)
  emitInline(emit, scoped, { id, account }, 'GroupPolicyList', listOf(group.GroupPolicyList))
  emitAttached(batch, scoped, { id, account }, listOf(group.AttachedManagedPolicies))
}

function mapRole(batch: Batch, role: Role, emit: Emit): void {
  const { account, partition } = parseArn(role.Arn)!
  const scoped = into(batch, emit, account, 'authz', partition)
  const id = globalId(role.Arn)
  const { environment, dataClass, tags } = readTags(listOf(role.Tags))
  const managedByAws =
    (role.Path ?? '').startsWith('/aws-service-role/') || (role.Path ?? '').startsWith('/aws-reserved/')
  scoped.node({
    id,
    kind: 'Identity',
    type: 'role',
    name: role.RoleName,
    provider: 'aws',
    account,
    environment,
    dataClass,
    createdAt: timeOf(role.CreateDate),
    lastUsedAt: timeOf(role.RoleLastUsed?.LastUsedDate),
    aliases: aliases('role', account, role.RoleName, role.Path),
    properties: {
      ...pathOf(role),
      ...(role.RoleId === undefined ? {} : { uniqueId: role.RoleId }),
      ...(managedByAws ? { managedByAws } : {}),
      ...(tags.length > 0 ? { tags } : {}),
    },
  })
  // Only AWS itself may change or pass these: an administrator of the account does not control them.
  if (!managedByAws) contain(scoped, account, id)
  if (/(oidc|saml)-provider(\/|%2F)/i.test(JSON.stringify(role.AssumeRolePolicyDocument))) batch.federates.add(account)
  const trust = { name: 'trust policy', layer: 'trust', raw: role.AssumeRolePolicyDocument } as const
  emitDocument(emit, scoped, { id, account }, { ...trust, at: '/AssumeRolePolicyDocument' })
  emitInline(emit, scoped, { id, account }, 'RolePolicyList', listOf(role.RolePolicyList))
  emitAttached(batch, scoped, { id, account }, listOf(role.AttachedManagedPolicies))
  emitBoundary(batch, scoped, { id, account }, role.PermissionsBoundary)
  emitInstanceProfiles(scoped, id, account, role)
  emitOwners(scoped, id, listOf(role.Tags))
}

function emitInstanceProfiles(scoped: ScopedEmit, role: NodeId, account: string, { InstanceProfileList }: Role): void {
  for (const [i, profile] of listOf(InstanceProfileList).entries()) {
    const at = `/InstanceProfileList/${i}`
    const id = globalId(profile.Arn)
    const common = { provider: 'aws', account, createdAt: timeOf(profile.CreateDate), counts: false }
    const name = profile.InstanceProfileName
    scoped.node({ id, kind: 'Resource', type: 'aws_instance_profile', name, ...common }, at)
    scoped.edge({ kind: 'RUNS_AS', from: id, to: role, confidence: 'granted', ...allowed }, at)
  }
}

const contain = (scoped: ScopedEmit, account: string, id: NodeId) =>
  scoped.edge({ kind: 'CONTAINS', from: awsAccount(account), to: id, confidence: 'granted', ...allowed })
