import type { Ask } from './rules.ts'

/** What a step is aimed at, in a namespace or in the whole cluster. */
export type Prize =
  | 'service accounts'
  | 'named service accounts'
  | 'pods'
  | 'secrets'
  | 'users'
  | 'groups'
  | 'everything'

/** A step of the catalogue as data: whoever may do one of `needs`, and all of `and`, gains the prize. */
export interface Escalation {
  /** KubeHound's name of the attack where it has one. */
  readonly id: string
  readonly needs: readonly Ask[]
  /** Besides; one of each. */
  readonly and?: readonly (readonly Ask[])[]
  readonly prize: Prize
  /** Only a right in the whole cluster counts. */
  readonly clusterOnly?: true
  readonly says: string
  readonly source: string
  /** ATT&CK id. */
  readonly technique: string
  /** What no export tells and the step hangs on. */
  readonly missing?: string
}

const kubehound = (id: string) => `https://kubehound.io/reference/attacks/${id}/`
const docs = 'https://kubernetes.io/docs'
const practices = `${docs}/concepts/security/rbac-good-practices`
const rbac = 'rbac.authorization.k8s.io'

const ask = (group: string, resource: string, ...verbs: readonly string[]): readonly Ask[] =>
  verbs.map((verb) => ({ verb, group, resource }))

const makers: readonly Ask[] = [
  ...['deployments', 'daemonsets', 'statefulsets', 'replicasets'].flatMap((it) =>
    ask('apps', it, 'create', 'update', 'patch'),
  ),
  ...['jobs', 'cronjobs'].flatMap((it) => ask('batch', it, 'create')),
  ...ask('batch', 'cronjobs', 'update', 'patch'),
  ...ask('', 'replicationcontrollers', 'create', 'update', 'patch'),
]
const running = [...ask('', 'pods', 'create'), ...makers]

export const escalations: readonly Escalation[] = [
  {
    id: 'POD_CREATE',
    needs: running,
    prize: 'service accounts',
    says: 'It may start a pod that runs as any service account of the namespace.',
    source: kubehound('POD_CREATE'),
    technique: 'T1610',
  },
  {
    id: 'POD_CREATE_MOUNT',
    needs: running,
    prize: 'secrets',
    says: 'It may start a pod that mounts any secret of the namespace.',
    source: `${practices}/#workload-creation`,
    technique: 'T1552.007',
  },
  {
    id: 'POD_EXEC',
    needs: ask('', 'pods/exec', 'create', 'get'),
    prize: 'pods',
    says: 'It may run commands in the pods.',
    source: kubehound('POD_EXEC'),
    technique: 'T1609',
  },
  {
    id: 'POD_ATTACH',
    needs: ask('', 'pods/attach', 'create', 'get'),
    prize: 'pods',
    says: 'It may attach to the processes of the pods.',
    source: kubehound('POD_ATTACH'),
    technique: 'T1609',
  },
  {
    id: 'POD_PATCH',
    needs: [...ask('', 'pods', 'patch', 'update'), ...ask('', 'pods/ephemeralcontainers', 'patch', 'update')],
    prize: 'pods',
    says: 'It may put an image of its own into pods that run.',
    source: kubehound('POD_PATCH'),
    technique: 'T1525',
  },
  {
    id: 'TOKEN_LIST',
    needs: ask('', 'secrets', 'list', 'watch'),
    prize: 'secrets',
    says: 'It may list secrets, and the list shows their values.',
    source: kubehound('TOKEN_LIST'),
    technique: 'T1552.007',
  },
  {
    id: 'TOKEN_BRUTEFORCE',
    needs: ask('', 'secrets', 'get'),
    prize: 'secrets',
    says: 'It may read secrets by their names.',
    source: kubehound('TOKEN_BRUTEFORCE'),
    technique: 'T1552.007',
  },
  {
    id: 'TOKEN_SECRET_CREATE',
    needs: ask('', 'secrets', 'create'),
    and: [ask('', 'secrets', 'get', 'list', 'watch')],
    prize: 'service accounts',
    says: 'It may make a token secret for any service account of the namespace, and read it.',
    source: `${docs}/reference/access-authn-authz/service-accounts-admin/#to-create-an-additional-api-token`,
    technique: 'T1098.001',
  },
  {
    id: 'TOKEN_CREATE',
    needs: ask('', 'serviceaccounts/token', 'create'),
    prize: 'named service accounts',
    says: 'It may request tokens of service accounts.',
    source: `${practices}/#token-request`,
    technique: 'T1098.001',
  },
  {
    id: 'IDENTITY_IMPERSONATE',
    needs: ask('', 'serviceaccounts', 'impersonate'),
    prize: 'named service accounts',
    says: 'It may speak as service accounts.',
    source: kubehound('IDENTITY_IMPERSONATE'),
    technique: 'T1134.003',
  },
  {
    id: 'IDENTITY_IMPERSONATE_USER',
    needs: ask('', 'users', 'impersonate'),
    prize: 'users',
    clusterOnly: true,
    says: 'It may speak as any user.',
    source: kubehound('IDENTITY_IMPERSONATE'),
    technique: 'T1134.003',
  },
  {
    id: 'IDENTITY_IMPERSONATE_GROUP',
    needs: ask('', 'groups', 'impersonate'),
    and: [[...ask('', 'users', 'impersonate'), ...ask('', 'serviceaccounts', 'impersonate')]],
    prize: 'groups',
    clusterOnly: true,
    says: 'It may speak as somebody of any group, system:masters too.',
    source: `${docs}/reference/access-authn-authz/authentication/#user-impersonation`,
    technique: 'T1134.003',
  },
  {
    id: 'ROLE_BIND',
    needs: ask(rbac, 'rolebindings', 'create', 'update', 'patch'),
    and: [[...ask(rbac, 'clusterroles', 'bind', 'escalate'), ...ask(rbac, 'roles', 'bind', 'escalate')]],
    prize: 'everything',
    says: 'It may bind a role that it does not hold, to itself.',
    source: kubehound('ROLE_BIND'),
    technique: 'T1098.006',
  },
  {
    id: 'ROLE_BIND_CLUSTER',
    needs: ask(rbac, 'clusterrolebindings', 'create', 'update', 'patch'),
    and: [ask(rbac, 'clusterroles', 'bind', 'escalate')],
    prize: 'everything',
    clusterOnly: true,
    says: 'It may bind cluster-admin to itself.',
    source: kubehound('ROLE_BIND'),
    technique: 'T1098.006',
  },
  {
    id: 'ROLE_ESCALATE',
    needs: [...ask(rbac, 'roles', 'escalate')],
    and: [ask(rbac, 'roles', 'update', 'patch')],
    prize: 'everything',
    says: 'It may write more into a role that it holds.',
    source: `${practices}/#escalate-verb`,
    technique: 'T1098.006',
    missing: 'whether a role of the namespace is bound to it',
  },
  {
    id: 'ROLE_ESCALATE_CLUSTER',
    needs: ask(rbac, 'clusterroles', 'escalate'),
    and: [ask(rbac, 'clusterroles', 'update', 'patch')],
    prize: 'everything',
    clusterOnly: true,
    says: 'It may write more into the cluster role by which it holds this.',
    source: `${practices}/#escalate-verb`,
    technique: 'T1098.006',
  },
  {
    id: 'NODE_PROXY',
    needs: ask('', 'nodes/proxy', 'create', 'get'),
    prize: 'pods',
    clusterOnly: true,
    says: 'It may have the kubelet of any node run commands in its pods.',
    source: `${practices}/#access-to-proxy-subresource-of-nodes`,
    technique: 'T1609',
  },
  {
    id: 'CSR_APPROVE',
    needs: ask('certificates.k8s.io', 'certificatesigningrequests/approval', 'update', 'patch'),
    and: [
      ask('certificates.k8s.io', 'certificatesigningrequests', 'create'),
      ask('certificates.k8s.io', 'signers', 'approve'),
    ],
    prize: 'users',
    clusterOnly: true,
    says: 'It may have itself a certificate made in any user’s name.',
    source: `${practices}/#csrs-and-certificate-issuing`,
    technique: 'T1649',
  },
]
