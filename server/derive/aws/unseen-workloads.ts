import { awsUnseen, type NodeId } from '../../model/node-id.ts'
import type { DeriveEmit } from '../derivation.ts'
import { type Answer, all, basisOf, emitHeld, given } from './answer.ts'
import type { Escalation } from './escalation.ts'
import type { Principal } from './model.ts'
import { prerequisites } from './prerequisites.ts'
import { changeable } from './targets.ts'
import { trustsService } from './trust.ts'
import { both, either, open } from './truth.ts'
import { inAccount, type World } from './world.ts'

export type UnseenOf = (principal: Principal, rule: Escalation) => NodeId

/**
 * One node stands for the workloads of a kind that the account may have; each role that their service may take on could
 * be what one of them runs as. So a permission on such workloads is one edge, and not one for every role.
 */
export function unseenWorkloads(world: World, emit: DeriveEmit): UnseenOf {
  const said = new Set<NodeId>()
  return (principal, rule) => {
    const { workload } = rule
    const id = awsUnseen(principal.account, workload!.types[0]!)
    if (!said.has(id)) sayUnseen(world, emit, principal, rule, id)
    said.add(id)
    return id
  }
}

function sayUnseen(world: World, emit: DeriveEmit, principal: Principal, rule: Escalation, id: NodeId): void {
  const { named, settledBy, gives } = rule.workload!
  const { account } = principal
  const name = `a ${named} that account ${account} may have`
  emit.node([principal.node], {
    id,
    kind: 'Resource',
    type: 'unseen_workload',
    name,
    provider: 'aws',
    account,
    counts: false,
    stub: true,
  })
  const key = gives === 'CAN_WRITE' ? 'called' : undefined
  for (const role of inAccount(world, principal, 'role').filter(changeable)) {
    const runs = couldRun(world, role, rule)
    if (runs.truth === false) continue
    const missing = `whether a ${named} runs as ${role.name} (${settledBy})`
    emitHeld(emit, basisOf(role.node, runs), both([open(missing), runs.truth]), {
      kind: 'RUNS_AS',
      from: id,
      to: role.id,
      key,
      confidence: 'granted',
      note: `The trust policy of ${role.name} lets the service of such workloads take it on.`,
    })
  }
}

function couldRun(world: World, role: Principal, { services = [], where = [] }: Escalation): Answer {
  const trust = either(services.map((service) => trustsService(role, service)))
  const basis = role.trust === undefined ? [] : [role.trust.policy.node, ...role.trust.via]
  return all([
    given(trust, ...basis),
    ...where.map((name) => prerequisites[name](world, { actor: role, target: role, policy: undefined })),
  ])
}
