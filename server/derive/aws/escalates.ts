import { awsAccount, type NodeId } from '../../model/node-id.ts'
import { type DeriveEmit, defineDerivation } from '../derivation.ts'
import { actorsOf } from './actors.ts'
import { administration } from './administration.ts'
import { type Answer, all, answerOf, basisOf, becauseOf, best, emitHeld } from './answer.ts'
import { mightDo } from './ask-once.ts'
import { beyondAdministration } from './beyond-administration.ts'
import { catalogueOf, type Escalation } from './escalation.ts'
import { escalations } from './escalations.ts'
import type { Asked } from './evaluate.ts'
import type { Principal } from './model.ts'
import { modelEdges, modelTypes } from './model-reads.ts'
import { prerequisites } from './prerequisites.ts'
import { isRestricted, speaks } from './speaking-groups.ts'
import { type Attempt, askTarget, attemptsAt } from './step.ts'
import { isHelper, strengthenings, takesOver } from './taking-over.ts'
import { type Aim, aims } from './targets.ts'
import { type UnseenOf, unseenWorkloads } from './unseen-workloads.ts'
import { type World, worldOf } from './world.ts'

export const awsEscalates = defineDerivation({
  id: 'aws-escalates',
  version: 24,
  adds: ['ESCALATES_TO', 'CAN_CONTROL', 'CAN_WRITE', 'CAN_EXECUTE', 'RUNS_AS'],
  says: 'Some permissions let their holder become another identity or administer the account, by steps a catalogue lists.',
  reads: {
    nodes: ['aws_policy'],
    also: [
      ...modelTypes,
      'aws_instance_profile',
      ...new Set(escalations.flatMap(({ workload }) => workload?.types ?? [])),
    ],
    edges: [...modelEdges, 'CAN_ASSUME', 'RUNS_AS', 'AUTHENTICATES_AS', 'RELATES_TO'],
  },
  derive(given, emit) {
    const world = worldOf(given, takesOver)
    const unseenOf = unseenWorkloads(world, emit)
    for (const actor of actorsOf(world.model)) {
      if (actor.kind === 'group') continue
      const asked = beyondAdministration(actor)
      if (actor.freedBy !== undefined) sayFreed(emit, actor, actor.freedBy)
      sayHelped(world, emit, actor)
      for (const rule of escalations) {
        const actions = rule.needs.map(({ action }) => action)
        if (rule.boundary === undefined && rule.actor.includes(actor.kind) && mightDo(asked, actions))
          deriveRule({ world, asked, rule, emit, unseenOf })
        // A group that only another joined group lets it into.
        if (rule.target !== 'group') continue
        for (const [group, { truth, by }] of actor.joins ?? []) {
          sayJoin({ world, asked, rule, emit, unseenOf }, group, answerOf({ truth, by }, actions[0]!, group.arn))
        }
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

function deriveRule(work: Work): void {
  const { world, asked, rule, emit, unseenOf } = work
  const attempts = attemptsAt(world, asked, rule)
  if (attempts.length === 0) return
  const { principal } = asked
  if (rule.gains !== 'target') {
    const answer = best(answers(world, attempts, rule, principal))
    if (answer.truth !== false) say(emit, principal, rule, 'CAN_CONTROL', awsAccount(principal.account), answer)
    return
  }
  for (const aim of aims[rule.target](world, principal, rule)) {
    const answer = askTarget(world, attempts, rule, aim)
    if (answer.truth === false) continue
    const { target, running, unseen } = aim
    if (unseen) say(emit, principal, rule, rule.workload!.gives, unseenOf(principal, rule), answer)
    else if (running !== undefined) say(emit, principal, rule, rule.workload!.gives, running.node.id, answer)
    else if (target!.kind === 'group') sayJoin(work, target!, answer)
    else say(emit, principal, rule, 'ESCALATES_TO', target!.id, answer)
  }
}

function sayFreed(emit: DeriveEmit, freed: Principal, rule: Escalation): void {
  const answer = administration({ principal: freed })
  if (answer.truth !== false) say(emit, freed, rule, 'CAN_CONTROL', awsAccount(freed.account), answer)
}

/** Who can become one that may make it stronger administers the account, though that one alone does not. */
function sayHelped(world: World, emit: DeriveEmit, actor: Principal): void {
  const helpers = helpersOf(world, actor)
  if (helpers.length === 0 || administration({ principal: actor }).truth === true) return
  for (const helper of helpers) {
    let become: Answer | undefined
    for (const { rule, answer } of strengthenings(world, helper, actor)) {
      become ??= prerequisites['it can become the target'](world, { actor, target: helper, policy: undefined })
      const whole = all([become, answer])
      if (whole.truth === false) break
      const says = `As ${helper.name}, which it can become, it may take this step for itself: ${rule.says}`
      say(
        emit,
        actor,
        { ...rule, says, id: `${rule.id} as ${helper.name}` },
        'CAN_CONTROL',
        awsAccount(actor.account),
        whole,
      )
    }
  }
}

const helping = new WeakMap<World, ReadonlyMap<string, readonly Principal[]>>()

/** Roles of the account that may change what others hold, and do not administer the account themselves. */
function helpersOf(world: World, { account, id }: Principal): readonly Principal[] {
  const known = helping.get(world) ?? Map.groupBy(world.model.principals.values().filter(isHelper), (it) => it.account)
  helping.set(world, known)
  return (known.get(account) ?? []).filter((it) => it.id !== id)
}

function* answers(
  world: World,
  attempts: readonly Attempt[],
  rule: Escalation,
  principal: Principal,
): Generator<Answer> {
  for (const aim of aims[rule.target](world, principal, rule)) yield withAim(askTarget(world, attempts, rule, aim), aim)
}

const withAim = (answer: Answer, { target }: Aim): Answer =>
  target === undefined ? answer : { ...answer, restsOn: [...answer.restsOn, target.node] }

/**
 * Who joins a group holds what the group grants. One whose own denies or boundary take some of it away is asked as the
 * member it would be instead.
 */
function sayJoin({ world, asked, rule, emit }: Work, group: Principal, answer: Answer): void {
  if (isRestricted(asked.principal) || !speaks(world.model, group)) return
  say(emit, asked.principal, rule, 'CAN_CONTROL', group.id, answer)
}

function say(emit: DeriveEmit, from: Principal, rule: Escalation, kind: string, to: NodeId, answer: Answer): void {
  const { id, says, technique, cutBy, target, source } = rule
  const ease = kind === 'ESCALATES_TO' || kind === 'CAN_CONTROL' ? { ease: 'escalation' } : {}
  emitHeld(emit, basisOf(from.node, answer), answer.truth, {
    kind,
    from: from.id,
    to,
    confidence: 'granted',
    key: id,
    ...ease,
    note: `${says} It holds ${becauseOf(answer)}.`,
    properties: { ...catalogueOf(id), ...(source === undefined ? {} : { source }), technique, cutBy, target },
  })
}
