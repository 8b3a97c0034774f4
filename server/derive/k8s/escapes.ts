import { allowed } from '../../model/facts.ts'
import { defineDerivation } from '../derivation.ts'

interface Escape {
  /** KubeHound's name of the attack. */
  readonly id: string
  readonly by: RegExp
  readonly says: string
}

/** https://kubehound.io/reference/attacks/ — ways out of a container to its node; other mounts lead nowhere by themselves. */
const escapes: readonly Escape[] = [
  { id: 'CE_PRIV_MOUNT', by: /^privileged$/, says: 'A privileged container mounts the disk of its node.' },
  {
    id: 'EXPLOIT_CONTAINERD_SOCK',
    by: /^hostPath .*\/(?:containerd|docker|crio)\.sock$/,
    says: 'The socket of the container runtime starts any container on the node.',
  },
  {
    id: 'EXPLOIT_HOST_WRITE',
    by: /^hostPath \/(?:|etc(?:\/.*)?|root(?:\/.*)?|home|usr|bin|sbin|lib|opt|var|var\/lib|var\/lib\/kubelet(?:\/.*)?|var\/run|run|proc|sys|dev)\/?$/,
    says: 'A part of the node’s own files is mounted.',
  },
  {
    id: 'CE_VAR_LOG_SYMLINK',
    by: /^hostPath \/var\/log\/?$/,
    says: 'Links in the node’s log folder show any of its files to the kubelet’s readers.',
  },
]

export const k8sEscapes = defineDerivation({
  id: 'k8s-escapes',
  version: 1,
  adds: ['RUNS_AS', 'ESCALATES_TO'],
  says: 'Code in a privileged pod, or in one that mounts the host, takes over the node; and a node holds the tokens of every pod that runs on it.',
  reads: { nodes: ['k8s_pod'], also: ['workload', 'service_account'], edges: ['RELATES_TO', 'RUNS_AS'] },
  derive({ nodes, edges, node }, emit) {
    const runsAs = Map.groupBy(
      edges.filter(({ kind }) => kind === 'RUNS_AS'),
      ({ from }) => from,
    )
    const runsOn = new Map(
      edges.filter(({ kind, key }) => kind === 'RELATES_TO' && key === 'runs on').map((edge) => [edge.from, edge]),
    )
    for (const pod of nodes) {
      const on = pod.type === 'k8s_pod' ? runsOn.get(pod.id) : undefined
      const host = on && node(on.to)
      if (!on || !host) continue
      const stated = pod.properties?.['escapes']
      for (const { id, by, says } of escapes) {
        const ways = Array.isArray(stated) ? stated.filter((way) => typeof way === 'string' && by.test(way)) : []
        if (ways.length === 0) continue
        emit.edge([pod, on, host], {
          kind: 'RUNS_AS',
          from: pod.id,
          to: host.id,
          key: id,
          confidence: 'granted',
          ease: 'escalation',
          note: `${says} (${ways.join(', ')})`,
          properties: { technique: 'T1611', source: `https://kubehound.io/reference/attacks/${id}/` },
          ...allowed,
        })
      }
      for (const edge of runsAs.get(pod.id) ?? []) {
        const account = node(edge.to)
        if (account?.type !== 'service_account' || account.id === host.id) continue
        emit.edge([host, on, pod, edge, account], {
          kind: 'ESCALATES_TO',
          from: host.id,
          to: account.id,
          key: 'TOKEN_STEAL',
          confidence: 'granted',
          note: `The token of ${account.name} lies on the node that runs ${pod.name}.`,
          properties: { technique: 'T1528', source: 'https://kubehound.io/reference/attacks/TOKEN_STEAL/' },
          ...allowed,
        })
      }
    }
  },
})
