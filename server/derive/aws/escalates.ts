import { awsAccount, type NodeId } from '../../model/node-id.ts'
import { type DeriveEmit, defineDerivation } from '../derivation.ts'
import { administration } from './administers.ts'
import { type Answer, all, basisOf, becauseOf, best, emitHeld } from './answer.ts'
import { mightDo } from './ask.ts'
import { beyondAdministration } from './beyond-administration.ts'
import { catalogueUrl, type Escalation } from './escalation.ts'
import { escalations } from './escalations.ts'
import type { Asked } from './evaluate.ts'
import type { Principal } from './model.ts'
import { isRestricted, speaks } from './speaking-groups.ts'
import { askAim, askFixed } from './step.ts'
import { type Aim, aims } from './targets.ts'
import { type UnseenOf, unseenWorkloads } from './unseen-workloads.ts'
import { type World, worldOf } from './world.ts'

export const awsEscalates = defineDerivation({
  id: 'aws-escalates',
  version: 2,
  adds: ['ESCALATES_TO', 'CAN_CONTROL', 'CAN_WRITE', 'CAN_EXECUTE', 'RUNS_AS'],
  says: 'Some permissions let their holder become another identity or administer the account, by steps a catalogue lists.',
  reads: {
    nodes: ['aws_policy'],
    also: [
      'service_account',
      'human',
      'role',
      'group',
      'aws_instance_profile',
      ...new Set(escalations.flatMap(({ workload }) => workload?.types ?? [])),
    ],
    edges: ['APPLIES_TO', 'MEMBER_OF', 'CAN_ASSUME', 'RUNS_AS', 'AUTHENTICATES_AS', 'RELATES_TO'],
  },
  derive(given, emit) {
    const world = worldOf(given)
    const unseenOf = unseenWorkloads(world, emit)
    for (const actor of world.model.principals.values()) {
      if (actor.kind === 'group') continue
      const asked = beyondAdministration(actor)
      for (const rule of escalations) {
        const actions = rule.needs.map(({ action }) => action)
        if (rule.actor.includes(actor.kind) && mightDo(asked, actions))
          deriveRule({ world, asked, rule, emit, unseenOf })
      }
    }
  },
})

interface Work {
  readonly world: World
  readonly asked: Asked
  readonly rule: Escalation
  readonly emit: DeriveEmit
  readonly unseenOf: UnseenOf
}

function deriveRule({ world, asked, rule, emit, unseenOf }: Work): void {
  const fixed = askFixed(asked, rule)
  if (fixed.truth === false) return
  const { principal } = asked
  if (rule.gains !== 'target') {
    const answer = best(answers(world, asked, rule, fixed))
    if (answer.truth !== false) say(emit, principal, rule, 'CAN_CONTROL', awsAccount(principal.account), answer)
    return
  }
  for (const aim of aims[rule.target](world, principal, rule)) {
    const answer = all([fixed, askAim(world, asked, rule, aim)])
    if (answer.truth === false) continue
    const { target, running, unseen } = aim
    if (unseen) say(emit, principal, rule, rule.workload!.gives, unseenOf(principal, rule), answer)
    else if (running !== undefined) say(emit, principal, rule, rule.workload!.gives, running.node.id, answer)
    else if (target!.kind === 'group') deriveJoin({ world, asked, rule, emit, answer, group: target! })
    else say(emit, principal, rule, 'ESCALATES_TO', target!.id, answer)
  }
}

function* answers(world: World, asked: Asked, rule: Escalation, fixed: Answer): Generator<Answer> {
  for (const aim of aims[rule.target](world, asked.principal, rule)) {
    yield withAim(all([fixed, askAim(world, asked, rule, aim)]), aim)
  }
}

const withAim = (answer: Answer, { target }: Aim): Answer =>
  target === undefined ? answer : { ...answer, restsOn: [...answer.restsOn, target.node] }

interface Join extends Pick<Work, 'world' | 'asked' | 'rule' | 'emit'> {
  readonly answer: Answer
  readonly group: Principal
}

/** Who joins a group holds what the group grants, less what its own denies and boundary take away. */
function deriveJoin({ world, asked, rule, emit, answer, group }: Join): void {
  const { principal } = asked
  if (!isRestricted(principal) && speaks(world.model, group)) {
    say(emit, principal, rule, 'CAN_CONTROL', group.id, answer)
    return
  }
  const identity = [...principal.identity, ...group.identity]
  const joined = all([answer, administration({ principal, identity })])
  if (joined.truth !== false) say(emit, principal, rule, 'CAN_CONTROL', awsAccount(principal.account), joined)
}

function say(emit: DeriveEmit, from: Principal, rule: Escalation, kind: string, to: NodeId, answer: Answer): void {
  const { id, says, technique, cutBy, target } = rule
  const ease = kind === 'ESCALATES_TO' || kind === 'CAN_CONTROL' ? { ease: 'escalation' } : {}
  emitHeld(emit, basisOf(from.node, answer), answer.truth, {
    kind,
    from: from.id,
    to,
    confidence: 'granted',
    key: id,
    ...ease,
    note: `${says} It holds ${becauseOf(answer)}.`,
    properties: { catalogue: catalogueUrl(id), technique, cutBy, target },
  })
}
