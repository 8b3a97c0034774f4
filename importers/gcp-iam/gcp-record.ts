import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Texts = Type.Optional(Type.Array(Type.String()))

const Policy = Type.Object({
  bindings: Type.Optional(
    Type.Array(
      Type.Object({
        role: Type.String(),
        members: Texts,
        condition: Type.Optional(Type.Union([Type.Object({ title: Text, expression: Text }), Type.Null()])),
      }),
    ),
  ),
})
export type Policy = Static<typeof Policy>

const Attached = Type.Optional(
  Type.Array(Type.Object({ attached_resource: Text, attachedResource: Text, policy: Type.Optional(Policy) })),
)
const Trust = Type.Optional(Type.Object({ issuerUri: Text, allowedAudiences: Texts }))

const fields = {
  name: Text,
  email: Text,
  uniqueId: Text,
  projectId: Text,
  displayName: Text,
  disabled: Flag,
  title: Text,
  includedPermissions: Texts,
  stage: Text,
  deleted: Flag,
  keyType: Text,
  keyOrigin: Text,
  validAfterTime: Text,
  validBeforeTime: Text,
  state: Text,
  attributeCondition: Text,
  attributeMapping: Type.Optional(Type.Record(Type.String(), Type.String())),
  oidc: Trust,
  aws: Type.Optional(Type.Object({ accountId: Text })),
  saml: Type.Optional(Type.Unknown()),
}

/** Any record of the lists that are read: it tells by its fields what it is. */
export const GcpRecord = Type.Object({
  ...fields,
  /** A policy's resource by name, or an asset's content. */
  resource: Type.Optional(Type.Union([Type.String(), Type.Object({ data: Type.Optional(Type.Object(fields)) })])),
  assetType: Text,
  project: Text,
  folders: Texts,
  organization: Text,
  policy: Type.Optional(Policy),
  iamPolicy: Type.Optional(Policy),
  ancestors: Texts,
  full_resource_name: Text,
  fullResourceName: Text,
  policies: Attached,
  projectNumber: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  lifecycleState: Text,
  parent: Type.Optional(Type.Union([Type.Object({ type: Text, id: Text }), Type.Null()])),
})
export type GcpRecord = Static<typeof GcpRecord>

export type Sort = 'policy' | 'effective policy' | 'service account' | 'key' | 'role' | 'pool' | 'provider' | 'project'

export function sortOf(it: GcpRecord): Sort | undefined {
  if (it.policies && (it.full_resource_name || it.fullResourceName)) return 'effective policy'
  if (it.policy || it.iamPolicy) return 'policy'
  if (it.keyType) return 'key'
  if (it.email && it.uniqueId) return 'service account'
  if (it.name && /\/workloadIdentityPools\/[^/]+\/providers\/[^/]+$/.test(it.name)) return 'provider'
  if (it.name && /\/workloadIdentityPools\/[^/]+$/.test(it.name)) return 'pool'
  if (it.name && /^((projects|organizations)\/[^/]+\/)?roles\/[^/]+$/.test(it.name)) return 'role'
  if (it.projectId && it.lifecycleState) return 'project'
  return undefined
}
