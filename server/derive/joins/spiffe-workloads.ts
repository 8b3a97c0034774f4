// https://github.com/spiffe/spire/blob/main/doc/plugin_agent_workloadattestor_k8s.md
import { globalId } from '../../model/node-id.ts'
import { type Basis, defineDerivation, type Given, type GivenNode } from '../derivation.ts'
import { verdictOf } from '../gcp/condition.ts'
import { type Registered, registered, selectorsOf } from '../spire/entries.ts'

const workloadTypes = ['pod', 'deployment', 'daemonset', 'statefulset', 'replicaset', 'job', 'cronjob'].map(
  (it) => `k8s_${it}`,
)

export const spiffeWorkloads = defineDerivation({
  id: 'join-spiffe-workloads',
  version: 1,
  adds: ['RUNS_AS', 'CAN_ASSUME'],
  says: 'What runs in a pod is given the SPIFFE ids whose selectors its namespace and service account fit; a token of the service account alone is given none, so that what it leads to is left open.',
  reads: {
    nodes: ['spire_entry'],
    also: ['workload', 'service_account', ...workloadTypes],
    edges: ['APPLIES_TO', 'RUNS_AS'],
  },
  derive(given, emit) {
    const pods = Map.groupBy(
      given.edges.filter(({ kind, from }) => kind === 'RUNS_AS' && given.node(from)?.provider === 'k8s'),
      ({ to }) => to,
    )
    const accounts = given.nodes.filter(
      ({ provider, stub, properties }) =>
        provider === 'k8s' && stub !== true && typeof properties?.['serviceAccount'] === 'string',
    )
    for (const it of registered(given)) {
      if (!it.selectors.some((selector) => /^k8s:(?:ns|sa):/.test(selector))) continue
      const { names, restsOn } = clustersOf(given, it)
      for (const account of accounts) {
        if (names !== undefined && !names.has(account.account ?? '')) continue
        const met = fits(account, it.selectors)
        if (met === 'no') continue
        const where =
          names === undefined
            ? `whether agents under ${it.entry.properties?.['parent']} run in the cluster ${account.account}`
            : undefined
        const basis: Basis = [it.entry, it.edge, it.identity, account, ...restsOn]
        const claim = { to: it.identity.id, key: it.entry.id, confidence: 'granted' } as const
        for (const runs of pods.get(account.id) ?? []) {
          const note = `Its entry is for ${it.selectors.join(', ')}.`
          emit.edge([...basis, runs], { kind: 'RUNS_AS', from: runs.from, ...claim, note, ...verdictOf(where, met) })
        }
        const alone = `whether whoever has ${account.name} can run code in a pod as it: a token alone is given no id`
        emit.edge(basis, { kind: 'CAN_ASSUME', from: account.id, ...claim, ...verdictOf(where, met, alone) })
      }
    }
  },
})

/** `no`, undefined for yes, or what of the pod no export tells. */
function fits({ properties }: GivenNode, selectors: readonly string[]): string | undefined {
  const open: string[] = []
  for (const selector of selectors) {
    const [, what, value] = /^k8s:(ns|sa):(.*)$/s.exec(selector) ?? []
    if (what === 'ns' && properties?.['namespace'] !== value) return 'no'
    if (what === 'sa' && properties?.['serviceAccount'] !== value) return 'no'
    if (what === undefined) open.push(selector)
  }
  return open.length === 0 ? undefined : `whether what runs in its pods fits ${open.join(', ')}`
}

/** The clusters whose agents an entry is under, as their attestation names them; undefined where nothing tells. */
function clustersOf(given: Given, { entry, identity }: Registered) {
  const parent = String(entry.properties?.['parent'] ?? '')
  const named = clusterIn(parent)
  if (named !== undefined) return { names: new Set([named]), restsOn: [] }
  const names = new Set<string>()
  const restsOn: Basis[number][] = []
  // The parent may be another name for agents, by an entry of its own.
  for (const of of registered(given)) {
    if (of.identity.id !== parent || of.identity.account !== identity.account) continue
    const cluster = of.selectors.flatMap((it) => /^k8s_(?:psat|sat):cluster:(.+)$/.exec(it)?.[1] ?? [])
    for (const name of cluster) names.add(name)
    if (cluster.length > 0) restsOn.push(of.entry, of.edge)
  }
  const agent = given.node(globalId(parent))
  for (const selector of agent ? selectorsOf(agent) : []) {
    const name = /^k8s_(?:psat|sat):cluster:(.+)$/.exec(selector)?.[1]
    if (name !== undefined) names.add(name)
  }
  return { names: names.size > 0 ? names : undefined, restsOn }
}

const clusterIn = (parent: string) => /\/spire\/agent\/k8s_(?:psat|sat)\/([^/]+)\//.exec(parent)?.[1]
