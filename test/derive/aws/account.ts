import type { TestFile } from '../../importers/facts-of.ts'

export const ACCOUNT = '111122223333'
export const OTHER = '444455556666'

export interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly [key: string]: unknown
}
export const allow = (action: string | readonly string[], resource: unknown = '*', more = {}): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
})
export const deny = (action: string | readonly string[], resource: unknown = '*', more = {}): Statement => ({
  ...allow(action, resource, more),
  Effect: 'Deny',
})
export const document = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements })

export const arnOf = (path: string, account = ACCOUNT) => `arn:aws:iam::${account}:${path}`

interface Holder {
  readonly inline?: readonly Statement[]
  readonly managed?: readonly string[]
  readonly boundary?: string
  readonly account?: string
  readonly tags?: Readonly<Record<string, string>>
}
export interface UserSketch extends Holder {
  readonly groups?: readonly string[]
  readonly loginProfile?: true
}
export interface RoleSketch extends Holder {
  readonly trusts?: readonly unknown[]
  readonly profile?: true
}
export interface AccountSketch {
  readonly users?: Readonly<Record<string, UserSketch>>
  readonly groups?: Readonly<Record<string, Holder>>
  readonly roles?: Readonly<Record<string, RoleSketch>>
  /** Default version first, older ones after it. */
  readonly policies?: Readonly<Record<string, readonly (readonly Statement[])[]>>
}

export const trust = (principal: unknown, more = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...more,
})

const managed = (names: readonly string[] = [], account = ACCOUNT) =>
  names.map((name) => ({ PolicyName: name, PolicyArn: arnOf(`policy/${name}`, account) }))
const inline = (statements: readonly Statement[] | undefined) =>
  statements === undefined ? [] : [{ PolicyName: 'inline', PolicyDocument: document(...statements) }]
const limits = (boundary: string | undefined, account = ACCOUNT) =>
  boundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryArn: arnOf(`policy/${boundary}`, account) } }

const tagged = ({ tags }: Holder) =>
  tags === undefined ? {} : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }

/** An account export as the CLI writes it, out of a sketch. */
export function exportOf({ users = {}, groups = {}, roles = {}, policies = {} }: AccountSketch): TestFile {
  const UserDetailList = Object.entries(users).map(([name, it]) => ({
    Path: '/',
    UserName: name,
    Arn: arnOf(`user/${name}`, it.account),
    GroupList: it.groups ?? [],
    UserPolicyList: inline(it.inline),
    AttachedManagedPolicies: managed(it.managed, it.account),
    ...tagged(it),
    ...(it.loginProfile ? { LoginProfile: { UserName: name } } : {}),
    ...limits(it.boundary, it.account),
  }))
  const GroupDetailList = Object.entries(groups).map(([name, it]) => ({
    Path: '/',
    GroupName: name,
    Arn: arnOf(`group/${name}`, it.account),
    GroupPolicyList: inline(it.inline),
    AttachedManagedPolicies: managed(it.managed, it.account),
  }))
  const RoleDetailList = Object.entries(roles).map(([name, it]) => ({
    Path: '/',
    RoleName: name,
    Arn: arnOf(`role/${name}`, it.account),
    AssumeRolePolicyDocument: document(...(it.trusts ?? [trust({ Service: 'nobody.amazonaws.com' })])),
    InstanceProfileList: it.profile
      ? [{ InstanceProfileName: name, Arn: arnOf(`instance-profile/${name}`, it.account), Roles: [] }]
      : [],
    ...tagged(it),
    RolePolicyList: inline(it.inline),
    AttachedManagedPolicies: managed(it.managed, it.account),
    ...limits(it.boundary, it.account),
  }))
  const Policies = Object.entries(policies).map(([name, versions]) => ({
    PolicyName: name,
    Arn: arnOf(`policy/${name}`),
    DefaultVersionId: `v${versions.length}`,
    PolicyVersionList: versions.map((statements, i) => ({
      VersionId: `v${versions.length - i}`,
      IsDefaultVersion: i === 0,
      Document: document(...statements),
    })),
  }))
  return { name: 'authz.json', text: JSON.stringify({ UserDetailList, GroupDetailList, RoleDetailList, Policies }) }
}
