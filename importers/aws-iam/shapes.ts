import { type Static, Type } from 'typebox'

/** The CLI manual's own examples hold an object where the API documents a list. */
const many = <S extends Parameters<typeof Type.Array>[0]>(item: S) =>
  Type.Optional(Type.Union([Type.Array(item), item, Type.Null()]))

const Document = Type.Unknown()
const Time = Type.Optional(Type.Unknown())

export const Inline = Type.Object({ PolicyName: Type.String(), PolicyDocument: Document })
export type Inline = Static<typeof Inline>

export const Attached = Type.Object({ PolicyArn: Type.String(), PolicyName: Type.Optional(Type.String()) })
export type Attached = Static<typeof Attached>

export const Tag = Type.Object({ Key: Type.String(), Value: Type.String() })
export type Tag = Static<typeof Tag>

export const Boundary = Type.Optional(
  Type.Union([Type.Object({ PermissionsBoundaryArn: Type.String() }), Type.String(), Type.Null()]),
)
export type Boundary = Static<typeof Boundary>

export const User = Type.Object({
  Arn: Type.String({ pattern: '^arn:[^:]+:iam::[0-9]{12}:user/' }),
  UserName: Type.String(),
  UserId: Type.Optional(Type.String()),
  Path: Type.Optional(Type.String()),
  CreateDate: Time,
  PasswordLastUsed: Time,
  LoginProfile: Type.Optional(Type.Unknown()),
  GroupList: many(Type.String()),
  UserPolicyList: many(Inline),
  AttachedManagedPolicies: many(Attached),
  PermissionsBoundary: Boundary,
  Tags: many(Tag),
})
export type User = Static<typeof User>

export const Group = Type.Object({
  Arn: Type.String({ pattern: '^arn:[^:]+:iam::[0-9]{12}:group/' }),
  GroupName: Type.String(),
  Path: Type.Optional(Type.String()),
  CreateDate: Time,
  GroupPolicyList: many(Inline),
  AttachedManagedPolicies: many(Attached),
})
export type Group = Static<typeof Group>

export const InstanceProfile = Type.Object({
  Arn: Type.String(),
  InstanceProfileName: Type.String(),
  CreateDate: Time,
})
export type InstanceProfile = Static<typeof InstanceProfile>

export const Role = Type.Object({
  Arn: Type.String({ pattern: '^arn:[^:]+:iam::[0-9]{12}:role/' }),
  RoleName: Type.String(),
  RoleId: Type.Optional(Type.String()),
  Path: Type.Optional(Type.String()),
  CreateDate: Time,
  AssumeRolePolicyDocument: Document,
  InstanceProfileList: many(InstanceProfile),
  RolePolicyList: many(Inline),
  AttachedManagedPolicies: many(Attached),
  PermissionsBoundary: Boundary,
  RoleLastUsed: Type.Optional(Type.Union([Type.Object({ LastUsedDate: Time }), Type.Null()])),
  Tags: many(Tag),
})
export type Role = Static<typeof Role>

export const PolicyVersion = Type.Object({
  VersionId: Type.String(),
  IsDefaultVersion: Type.Optional(Type.Boolean()),
  Document: Type.Optional(Document),
})
export type PolicyVersion = Static<typeof PolicyVersion>

export const Policy = Type.Object({
  Arn: Type.String({ pattern: '^arn:[^:]+:iam::([0-9]{12}|aws):policy/' }),
  PolicyName: Type.String(),
  DefaultVersionId: Type.Optional(Type.String()),
  CreateDate: Time,
  PolicyVersionList: many(PolicyVersion),
})
export type Policy = Static<typeof Policy>

export const AccessKey = Type.Object({
  UserName: Type.String({ minLength: 1 }),
  AccessKeyId: Type.String({ pattern: '^A[A-Z0-9]{8,127}$' }),
  Status: Type.Optional(Type.String()),
  CreateDate: Time,
  LastUsedDate: Time,
  AccessKeyLastUsed: Type.Optional(Type.Union([Type.Object({ LastUsedDate: Time }), Type.Null()])),
})
export type AccessKey = Static<typeof AccessKey>

export const Workload = Type.Object({
  type: Type.String({ minLength: 1 }),
  arn: Type.String({ pattern: '^arn:' }),
  name: Type.Optional(Type.String()),
  runsAs: Type.Optional(Type.Union([Type.String({ pattern: '^arn:' }), Type.Null()])),
  /** Whose it is, where the ARN does not say. */
  account: Type.Optional(Type.String({ pattern: '^[0-9]{12}$' })),
  policy: Type.Optional(Document),
  tags: many(Tag),
})
export type Workload = Static<typeof Workload>

export const listOf = <T>(value: readonly T[] | T | null | undefined): readonly T[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T]

/** AWS CLI versions write `2023-03-09 10:41:45+00:00`, ISO, or epoch seconds. */
export function timeOf(value: unknown): string | undefined {
  const date =
    typeof value === 'number'
      ? new Date(value * 1000)
      : typeof value === 'string'
        ? new Date(value.replace(' ', 'T'))
        : undefined
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
