import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const maybe = <T extends Parameters<typeof Type.Optional>[0]>(type: T) => Type.Optional(Type.Union([type, Type.Null()]))
const Texts = maybe(Type.Record(Type.String(), Type.String()))
const Words = maybe(Type.Array(Type.String()))

const Rule = Type.Object({
  verbs: Words,
  apiGroups: Words,
  resources: Words,
  resourceNames: Words,
  nonResourceURLs: Words,
})
export type Rule = Static<typeof Rule>

const Subject = Type.Object({ kind: Type.String(), name: Type.String(), namespace: Text })
export type Subject = Static<typeof Subject>

const Security = maybe(Type.Object({ privileged: Flag }))
const Container = Type.Object({ securityContext: Security })
const PodSpec = Type.Object({
  serviceAccountName: Text,
  serviceAccount: Text,
  automountServiceAccountToken: Flag,
  nodeName: Text,
  hostPID: Flag,
  containers: maybe(Type.Array(Container)),
  initContainers: maybe(Type.Array(Container)),
  volumes: maybe(Type.Array(Type.Object({ hostPath: maybe(Type.Object({ path: Text })) }))),
})
export type PodSpec = Static<typeof PodSpec>

const Template = maybe(Type.Object({ spec: maybe(PodSpec) }))

export const Metadata = Type.Object({
  name: Type.String(),
  namespace: Text,
  creationTimestamp: Text,
  annotations: Texts,
  labels: Texts,
})

/** An object of a cluster, or what AWS says of an EKS cluster and of who comes into it. */
export const K8sRecord = Type.Object({
  kind: Text,
  metadata: maybe(Metadata),
  // a role, and what binds it
  rules: maybe(Type.Array(Rule)),
  aggregationRule: maybe(Type.Object({ clusterRoleSelectors: maybe(Type.Array(Type.Object({ matchLabels: Texts }))) })),
  roleRef: maybe(Type.Object({ kind: Type.String(), name: Type.String() })),
  subjects: maybe(Type.Array(Subject)),
  // a service account, a secret, a config map
  automountServiceAccountToken: Flag,
  type: Text,
  data: Type.Optional(Type.Unknown()),
  // what runs
  spec: Type.Optional(Type.Unknown()),
  // EKS
  cluster: maybe(
    Type.Object({
      name: Type.String(),
      arn: Text,
      identity: maybe(Type.Object({ oidc: maybe(Type.Object({ issuer: Text })) })),
    }),
  ),
  accessEntry: Type.Optional(Type.Unknown()),
  clusterName: Text,
  principalArn: Text,
  kubernetesGroups: Words,
  username: Text,
  associatedAccessPolicies: maybe(
    Type.Array(
      Type.Object({
        policyArn: Type.String(),
        accessScope: maybe(Type.Object({ type: Text, namespaces: Words })),
      }),
    ),
  ),
})
export type K8sRecord = Static<typeof K8sRecord>

/** A record with a name, as all objects of a cluster have. */
export type Named = K8sRecord & { readonly metadata: Static<typeof Metadata> }

export const WithPod = Type.Object({ spec: PodSpec })
export const WithTemplate = Type.Object({
  spec: Type.Object({
    template: Template,
    jobTemplate: maybe(Type.Object({ spec: maybe(Type.Object({ template: Template })) })),
  }),
})
export const AccessEntry = Type.Object({
  clusterName: Type.String(),
  principalArn: Type.String(),
  kubernetesGroups: Words,
  username: Text,
})
