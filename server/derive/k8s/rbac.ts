import { allowed, conditionalOn, type EdgeClaim, type Verdict } from '../../model/facts.ts'
import { type NodeId, secret } from '../../model/node-id.ts'
import { type Basis, type DeriveEmit, defineDerivation, type GivenNode } from '../derivation.ts'
import { type Escalation, escalations } from './escalations.ts'
import { type Bound, K8sEstate } from './estate.ts'
import { type Ask, allowedNames, type Names } from './rules.ts'

/** Types that `K8sEstate` looks through. */
const types = [
  'service_account',
  'human',
  'external',
  'workload',
  'role',
  'group',
  'k8s_namespace',
  'k8s_cluster_role',
  'k8s_role',
  'k8s_pod',
  'other',
  'api_token',
  'certificate',
] as const

export const k8sRbac = defineDerivation({
  id: 'k8s-rbac',
  version: 1,
  adds: ['ESCALATES_TO', 'CAN_CONTROL', 'CAN_EXECUTE', 'CAN_READ', 'CONTAINS'],
  says: 'What the roles of a cluster let their subjects take over, each in the namespace of its binding: service accounts by pods, tokens and impersonation; pods; secrets; and the namespace or the cluster by roles that may be bound.',
  reads: { nodes: ['k8s_cluster'], also: types, edges: ['APPLIES_TO', 'MEMBER_OF'] },
  derive(given, emit) {
    for (const cluster of given.nodes) {
      if (cluster.type !== 'k8s_cluster' || cluster.account === undefined) continue
      const estate = new K8sEstate(given, emit, cluster)
      deriveMasters(estate, emit)
      // Rights that several bindings give together count together, so what is needed is asked of all at once.
      const held = Map.groupBy(estate.bound(), ({ subject, at }) => `${subject.id}\n${at}`)
      for (const bounds of held.values()) {
        const { subject, at } = bounds[0]!
        const wide = at === '*' ? [] : (held.get(`${subject.id}\n*`) ?? [])
        deriveHeld({ estate, emit, subject, at, bounds, wide })
      }
    }
  },
})

interface Work {
  readonly estate: K8sEstate
  readonly emit: DeriveEmit
  readonly subject: GivenNode
  readonly at: string
  readonly bounds: readonly Bound[]
  /** What it holds everywhere, when this is about one namespace. */
  readonly wide: readonly Bound[]
}

/** The API server asks no role of whoever is of this group. */
function deriveMasters(estate: K8sEstate, emit: DeriveEmit) {
  const { given, cluster } = estate
  const group = given.node(estate.masters())
  if (!group) return
  emit.edge([group, cluster], {
    kind: 'CAN_CONTROL',
    from: group.id,
    to: cluster.id,
    key: 'system:masters',
    note: 'The API server lets this group do anything.',
    confidence: 'granted',
    ...allowed,
  })
}

const EVERYTHING: Ask = { verb: '*', group: '*', resource: '*' }

function deriveHeld(work: Work) {
  const { estate, at, bounds } = work
  const whole = found(bounds, [EVERYTHING])
  if (whole?.names === 'all') {
    return say(work, whole.by, estate.whole(at), 'CAN_CONTROL', {
      id: 'CLUSTER_ADMIN',
      says: at === '*' ? 'It may do anything in the cluster.' : 'It may do anything in the namespace.',
      source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
    })
  }
  for (const escalation of escalations) deriveStep(work, escalation)
}

function deriveStep(work: Work, step: Escalation) {
  const { at, bounds, wide } = work
  if (step.clusterOnly && at !== '*') return
  const first = found(bounds, step.needs)
  if (!first) return
  const by = [...first.by]
  let missing = step.missing
  for (const asks of step.and ?? []) {
    const also = found([...bounds, ...wide], asks)
    if (!also) return
    by.push(...also.by)
    const isLimited = also.names !== 'all' && also.names !== 'none' && asks.some(({ verb }) => verb === 'bind')
    if (isLimited)
      missing = `what the roles ${[...(also.names as ReadonlySet<string>)].sort().join(', ')} let one do, which alone it may bind`
  }
  reach(work, missing === undefined ? step : { ...step, missing }, first.names, by)
}

/** The names that any of the asks is allowed for, and the bindings that say so. */
function found(bounds: readonly Bound[], asks: readonly Ask[]): { names: Names; by: Bound[] } | undefined {
  const names = new Set<string>()
  const by: Bound[] = []
  for (const bound of bounds) {
    for (const ask of asks) {
      const some = allowedNames(bound.rules, ask)
      if (some === 'all') return { names: 'all', by: [bound] }
      if (some === 'none') continue
      for (const name of some) names.add(name)
      if (!by.includes(bound)) by.push(bound)
    }
  }
  return names.size === 0 ? undefined : { names, by }
}

function reach(work: Work, step: Escalation, names: Names, by: readonly Bound[]) {
  const { estate, at } = work
  const isNamed = (name: unknown) =>
    names === 'all' || (typeof name === 'string' && names !== 'none' && names.has(name))
  switch (step.prize) {
    case 'everything':
      return say(work, by, estate.whole(at), 'CAN_CONTROL', step)
    case 'users':
      for (const user of estate.users) if (isNamed(user.properties?.['k8sUser'])) takeOver(work, by, user, step)
      if (step.id === 'CSR_APPROVE' || names !== 'all') return
      return everyone(work, step, by)
    case 'groups':
      for (const group of estate.groups) if (isNamed(group.properties?.['k8sGroup'])) takeOver(work, by, group, step)
      if (isNamed('system:masters')) say(work, by, estate.whole('*'), 'CAN_CONTROL', step)
      return
    case 'service accounts':
    case 'named service accounts':
      for (const namespace of estate.namespaces(at)) {
        for (const account of estate.accountsIn(namespace)) {
          if (step.prize === 'service accounts' || isNamed(account.properties?.['serviceAccount']))
            takeOver(work, by, account, step)
        }
      }
      return
    case 'pods':
      return reachPods(work, step, names, by)
    case 'secrets':
      for (const namespace of estate.namespaces(at)) {
        if (names === 'all' || step.id === 'POD_CREATE_MOUNT') {
          say(work, by, estate.allOf('secrets', namespace), 'CAN_READ', step)
          continue
        }
        for (const name of names === 'none' ? [] : names) {
          const one = estate.given.node(secret('k8s', `${estate.name}/${namespace}/${name}`))
          if (one) say(work, [...by], one.id, 'CAN_READ', step, [one])
        }
      }
  }
}

/** Whoever may speak as any user may take the name of each service account, too. */
function everyone(work: Work, step: Escalation, by: readonly Bound[]) {
  for (const namespace of work.estate.namespaces('*')) {
    for (const account of work.estate.accountsIn(namespace)) takeOver(work, by, account, step)
  }
}

/** What runs in a pod acts as its service account; while no pod was seen, which runs as which is the missing fact. */
function reachPods(work: Work, step: Escalation, names: Names, by: readonly Bound[]) {
  const { estate, at } = work
  for (const namespace of estate.namespaces(at)) {
    if (!estate.knowsPods) {
      for (const account of estate.accountsIn(namespace)) {
        const missing = `which pods run as ${account.name}: kubectl get pods -A -o json`
        takeOver(work, by, account, { ...step, missing })
      }
    } else if (names === 'all') {
      if (estate.podsIn(namespace).length > 0) say(work, by, estate.allOf('pods', namespace), 'CAN_EXECUTE', step)
    } else {
      for (const pod of estate.podsIn(namespace)) {
        const name = pod.name.slice(namespace.length + 1)
        if (names !== 'none' && names.has(name)) say(work, by, pod.id, 'CAN_EXECUTE', step, [pod])
      }
    }
  }
}

/** An identity escalates; a group, which is many, is said to control. */
function takeOver(work: Work, by: readonly Bound[], target: GivenNode, step: Said) {
  if (target.id === work.subject.id) return
  const isIdentity = work.subject.kind === 'Identity' && target.kind === 'Identity'
  say(work, by, target.id, isIdentity ? 'ESCALATES_TO' : 'CAN_CONTROL', step, [target])
}

type Said = Pick<Escalation, 'id' | 'says' | 'source' | 'missing'> & { readonly technique?: string }

function say(
  { emit, subject, at, estate }: Work,
  by: readonly Bound[],
  to: NodeId,
  kind: EdgeClaim['kind'],
  { id, says, source, missing, technique }: Said,
  more: Basis = [],
) {
  const verdict: Verdict = missing === undefined ? allowed : conditionalOn(missing)
  const roles = [...new Set(by.map(({ role }) => role.name))].join(', ')
  const where = at === '*' ? 'the whole cluster' : `namespace ${at}`
  const basis = by.flatMap((bound) => [bound.role, bound.by])
  emit.edge([...new Set([subject, estate.cluster, ...basis, ...more])], {
    kind,
    from: subject.id,
    to,
    key: id,
    confidence: 'granted',
    note: `${says} (role ${roles}, in ${where})`,
    properties: { source, ...(technique === undefined ? {} : { technique }) },
    ...verdict,
  })
}
