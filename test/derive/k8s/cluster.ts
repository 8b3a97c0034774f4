import { DERIVED_PREFIX } from '../../../server/model/facts.ts'
import { imported } from '../imported.ts'

export interface Rights {
  readonly verbs: readonly string[]
  readonly resources: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resourceNames?: readonly string[]
}

const account = (namespace: string, name: string) => ({ kind: 'ServiceAccount', metadata: { name, namespace } })
const pod = (namespace: string, name: string, serviceAccountName: string, more = {}) => ({
  kind: 'Pod',
  metadata: { name, namespace },
  spec: { serviceAccountName, nodeName: 'n1', containers: [{}], ...more },
})

/** Two namespaces: `me` and `strong` in a, `other` in b; a pod of each but `me`; one secret in a. */
export const objects: readonly object[] = [
  ...[account('a', 'me'), account('a', 'strong'), account('b', 'other')],
  ...[pod('a', 'p', 'strong'), pod('b', 'q', 'other')],
  { kind: 'Secret', metadata: { name: 's', namespace: 'a' }, type: 'Opaque' },
]

/** A role with the rules, bound to `me` in a namespace or (`*`) everywhere. */
export function bound(rules: readonly Rights[], at: string, name = 'r') {
  const wide = at === '*'
  const metadata = wide ? { name } : { name, namespace: at }
  const stated = rules.map((rule) => ({ apiGroups: [''], ...rule }))
  return [
    { kind: wide ? 'ClusterRole' : 'Role', metadata, rules: stated },
    {
      kind: wide ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata,
      roleRef: { kind: wide ? 'ClusterRole' : 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'me', namespace: 'a' }],
    },
  ]
}

/** What is derived from `me`, or from another start, as `KIND #id target`, conditional ones with a question mark. */
export async function derivedOf(items: readonly object[], from = 'k8s:c:a:sa:me'): Promise<readonly string[]> {
  const list = { apiVersion: 'v1', kind: 'List', items: items.map((item) => ({ apiVersion: 'v1', ...item })) }
  const { store } = await imported({ source: 'k8s', scope: 'c', content: list })
  const found: string[] = []
  for await (const edges of (await store.snapshot()).edges()) {
    for (const { scope, edge } of edges) {
      if (!scope.startsWith(DERIVED_PREFIX) || edge.from !== from) continue
      const open = edge.verdict === 'conditional' ? '?' : ''
      found.push(`${edge.kind}${open} #${edge.key} ${edge.to.replace(/^k8s:c:?/, '') || 'cluster'}`)
    }
  }
  return found.sort()
}
