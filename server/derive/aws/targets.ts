import type { GivenEdge } from '../derivation.ts'
import type { Escalation } from './escalation.ts'
import { forgeries } from './federated.ts'
import type { Principal } from './model.ts'
import type { Attached } from './policy.ts'
import { isOwnPolicy } from './prerequisites.ts'
import { trustsService } from './trust.ts'
import type { Truth } from './truth.ts'
import { inAccount, type Running, type World } from './world.ts'

/** One thing a step could be aimed at. */
export interface Aim {
  readonly target?: Principal
  readonly policy?: Attached
  /** The ARN of a SAML provider whose assertions the target's trust takes, whatever they say. */
  readonly provider?: string
  readonly forged?: Truth
  readonly running?: Running
  readonly through?: GivenEdge
  /** No list of such workloads was imported: there may be some. */
  readonly unseen?: true
}

/** Only AWS changes these roles or hands them to a service. */
export const changeable = ({ managedByAws }: Principal) => !managedByAws

/** Everything in the actor's account that the step could be aimed at, the actor itself left out. */
export const aims: Readonly<
  Record<Escalation['target'], (world: World, actor: Principal, rule: Escalation) => Iterable<Aim>>
> = {
  nobody: () => [{}],
  'own policy': (_, actor) =>
    unique(actor.identity.filter((it) => isOwnPolicy(actor, it))).map((policy) => ({ policy })),
  'own group': (_, actor) => actor.groups.map((target) => ({ target })),
  user: (world, actor) => others(inAccount(world, actor, 'user'), actor),
  role: (world, actor, rule) => others(rolesFor(world, actor, rule), actor),
  'role and its policy': (world, actor) =>
    inAccount(world, actor, 'role')
      .filter((role) => role !== actor && changeable(role))
      .flatMap((target) =>
        target.identity.filter((it) => isOwnPolicy(target, it)).map((policy) => ({ target, policy })),
      ),
  'role and its SAML provider': (world, actor) =>
    inAccount(world, actor, 'role')
      .filter((role) => role !== actor && changeable(role))
      .flatMap((target) => forgeries(world.model, target).map((it) => ({ target, ...it }))),
  group: (world, actor) =>
    inAccount(world, actor, 'group')
      .filter((it) => !actor.groups.includes(it))
      .map((target) => ({ target })),
  workload: (world, actor, { workload }) => {
    const known = world.workloads(actor.account, workload!.types)
    if (known.length === 0) return [{ unseen: true }]
    return known.flatMap((running) => (running.runsAs === undefined ? [] : [{ running, through: running.runsAs }]))
  },
}

const trusting = new WeakMap<World, Map<string, readonly Principal[]>>()

/** The roles that one of the step's services may take on, found once for all who take the step. */
function rolesFor(world: World, actor: Principal, { services }: Escalation): readonly Principal[] {
  const known = trusting.get(world) ?? new Map<string, readonly Principal[]>()
  trusting.set(world, known)
  const key = `${actor.account} ${services?.join() ?? ''}`
  const roles =
    known.get(key) ??
    inAccount(world, actor, 'role').filter(
      (role) => changeable(role) && (services?.some((it) => trustsService(role, it) !== false) ?? true),
    )
  known.set(key, roles)
  return roles
}

const others = (principals: readonly Principal[], actor: Principal): readonly Aim[] =>
  principals.filter((it) => it.id !== actor.id).map((target) => ({ target }))

const unique = (policies: readonly Attached[]): readonly Attached[] => [
  ...new Map(policies.map((it) => [it.policy.node.id, it])).values(),
]
