import type { GivenEdge } from '../derivation.ts'
import { administration } from './administration.ts'
import { type Answer, all, answerOf, best, given, lazily, no, yes } from './answer.ts'
import { ask, askAllNew, askNew, isNew } from './ask.ts'
import { mightDo } from './ask-once.ts'
import { mayUnbind } from './boundaries.ts'
import { ceiling } from './ceiling.ts'
import type { Condition } from './condition.ts'
import type { Escalation, Need } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { limitsOf } from './guards.ts'
import { LAUNCHES, PROFILE } from './launch-parameters.ts'
import type { Principal } from './model.ts'
import { prerequisites } from './prerequisites.ts'
import { regionsFor } from './regions.ts'
import { type Aim, changeable } from './targets.ts'
import { trustsService } from './trust.ts'
import { open } from './truth.ts'
import { inAccount, type World } from './world.ts'

/** The step as it is taken in each region that could matter, as far as no target decides. */
export const attemptsAt = (world: World, asked: Asked, rule: Escalation): readonly Attempt[] =>
  regionsFor(world, asked, rule).flatMap((region) => {
    const there = region === undefined ? asked : { ...asked, region }
    const fixed = askFixed(world, there, rule)
    return fixed.truth === false ? [] : [{ asked: there, fixed }]
  })

export interface Attempt {
  readonly asked: Asked
  readonly fixed: Answer
}

/** Whether the step works on this target, in one region or another. */
export const askTarget = (world: World, attempts: readonly Attempt[], rule: Escalation, aim: Aim): Answer =>
  best(
    lazily(attempts, ({ asked, fixed }) => {
      const aimed = askAim(world, asked, rule, aim)
      return aimed.truth === false ? no : all([fixed, aimed])
    }),
  )

/** The needs that no target changes: on the actor itself, on nothing in particular, on things it makes, on any workload. */
function askFixed(world: World, asked: Asked, rule: Escalation): Answer {
  const { needs, target } = rule
  const fixed = needs.filter(({ on }) => on === 'self' || on === 'nothing')
  const anywhere = target === 'workload' ? [] : needs.filter(({ on }) => on === 'workload')
  return allLazily([
    ...fixed.map((need) => () => ask(asked, need, need.on === 'self' ? asked.principal.arn : '*', asked.principal)),
    () => askAllNew(asked, dependsOnProfile(asked, rule) ? [] : needs.filter(isNew)),
    () => (anywhere.length === 0 ? yes : askWorkloads(world, asked, rule, anywhere)),
    () => (rule.beside === undefined ? yes : askBeside(world, asked, rule.beside)),
  ])
}

/** A role that it may pass to the service, and by which that can do its own part. */
const askBeside = (world: World, asked: Asked, { service, does }: NonNullable<Escalation['beside']>): Answer =>
  best(
    lazily(inAccount(world, asked.principal, 'role').filter(changeable), (role) => {
      const trust = trustsService(role, service)
      if (trust === false || !mightDo({ principal: role }, [does])) return no
      const passed = { action: 'iam:PassRole', context: { 'iam:PassedToService': service } }
      return all([
        given(trust, role.node, role.trust!.policy.node, ...role.trust!.via),
        ask(asked, passed, role.arn, role),
      ])
    }),
  )

/** Whether the step works on this target; the cheapest questions come first, and the first no ends it. */
function askAim(world: World, asked: Asked, rule: Escalation, aim: Aim): Answer {
  const { principal } = asked
  return allLazily([
    () => askService(world, asked, rule, aim),
    () => askExisting(world, principal, rule, aim),
    () => askJoined(principal, aim),
    () => askLaunch(world, asked, rule, aim),
    ...(rule.where ?? []).map((name) => () => askPrerequisite(world, principal, name, aim)),
    () => askRoom(rule, asked, aim.target),
  ])
}

function allLazily(questions: readonly (() => Answer)[]): Answer {
  const answers: Answer[] = []
  for (const question of questions) {
    const answer = question()
    if (answer.truth === false) return no
    answers.push(answer)
  }
  return all(answers)
}

/** The permissions on the target; a role that is passed must be passed to a service that it trusts. */
function askService(world: World, asked: Asked, rule: Escalation, aim: Aim): Answer {
  const { services } = rule
  const aimed = rule.needs.filter(({ on }) => AIMED.has(on))
  const { target } = aim
  if (services === undefined || target === undefined) return askNeeds(world, asked, rule, aimed, aim)
  return best(
    lazily(services, (service) => {
      const trust = trustsService(target, service)
      if (trust === false) return no
      const passed = aimed.map((need) => ({ ...need, context: { ...need.context, 'iam:PassedToService': service } }))
      const basis = target.trust === undefined ? [] : [target.trust.policy.node, ...target.trust.via]
      return all([given(trust, target.node, ...basis), askNeeds(world, asked, rule, passed, aim)])
    }),
  )
}

const AIMED = new Set<Need['on']>(['target', 'policy', 'workload', 'profile', 'provider'])

function askNeeds(world: World, asked: Asked, rule: Escalation, needs: readonly Need[], aim: Aim): Answer {
  const on = (what: Need['on']) => needs.filter((need) => need.on === what)
  const each = (what: Need['on'], id: string | undefined) =>
    id === undefined ? [] : on(what).map((need) => () => ask(asked, need, id, aim.target))
  const profiled = on('profile')
  const unlisted = aim.unseen === true ? on('workload') : []
  return allLazily([
    ...each('target', aim.target?.arn),
    ...(aim.policy === undefined ? [] : on('policy').map((need) => () => ask(asked, need, aim.policy!.policy.node.id))),
    ...each('workload', aim.running?.node.id),
    ...each('provider', aim.provider),
    () => (aim.forged === undefined ? yes : given(aim.forged, aim.target!.trust!.policy.node)),
    () => (profiled.length === 0 ? yes : askProfiles(world, asked, profiled, aim.target!)),
    () => (unlisted.length === 0 ? yes : askWorkloads(world, asked, rule, unlisted)),
  ])
}

/** All of it on one instance profile that holds another role now. */
const askProfiles = (world: World, asked: Asked, needs: readonly Need[], target: Principal): Answer =>
  best(
    lazily(world.instanceProfiles(asked.principal.account), (held) =>
      held.to === target.id ? no : all([...needs.map((need) => ask(asked, need, held.from)), given(true, held)]),
    ),
  )

/** Whether a statement on starting instances asks which profile they start with. */
const dependsOnProfile = ({ principal, identity = principal.identity }: Asked, { needs }: Escalation): boolean =>
  needs.some(({ action }) => LAUNCHES.test(action)) &&
  [...identity, ...limitsOf(principal), ...principal.around.serviceControl(principal.account).flat()].some(
    ({ policy }) => {
      const { allows, denies } = policy.about('ec2:runinstances')
      return [...allows, ...denies].some(({ conditions }) => conditions.some(asksProfile))
    },
  )
const asksProfile = ({ key }: Condition): boolean => key.toLowerCase() === PROFILE.toLowerCase()

/** All of it with one of the profiles that hold the target; which one is made for it is not known. */
function askLaunch(world: World, asked: Asked, rule: Escalation, { target }: Aim): Answer {
  if (!dependsOnProfile(asked, rule)) return yes
  const needs = rule.needs.filter(isNew)
  const held = world.instanceProfiles(asked.principal.account).filter(({ to }) => to === target!.id)
  if (held.length === 0) return askAllNew(asked, needs)
  const isLaunch = ({ action, on }: Need) => LAUNCHES.test(action) && on.includes(':instance/')
  const withProfile = ({ from }: GivenEdge) =>
    needs.map((need) => (isLaunch(need) ? { ...need, context: { ...need.context, [PROFILE]: from } } : need))
  return best(lazily(held, (edge) => all([askAllNew(asked, withProfile(edge)), given(true, edge)])))
}

/** All of it on one workload of the list, or on what one could be called where there is no list. */
function askWorkloads(world: World, asked: Asked, { workload, ofThose }: Escalation, needs: readonly Need[]): Answer {
  const listed = world.workloads(asked.principal.account, workload!.types)
  if (listed.length === 0) return askNew(asked, needs, workload!.arn)
  const wanted = listed.filter(
    ({ runsAs }) => ofThose === undefined || (ofThose === 'with a role') === (runsAs !== undefined),
  )
  return best(lazily(wanted, ({ node }) => all([...needs.map((need) => ask(asked, need, node.id)), given(true, node)])))
}

/** What must exist already: named by a list of workloads, or open as long as none was imported. */
function askExisting(world: World, { account }: Principal, { workload, target: kind }: Escalation, aim: Aim): Answer {
  if (workload === undefined) return yes
  if (aim.running !== undefined)
    return given(true, aim.running.node, ...(aim.through === undefined ? [] : [aim.through]))
  if (kind === 'workload') return yes
  const { named, settledBy, types } = workload
  return given(world.workloads(account, types).length > 0 || open(`whether the account has a ${named} (${settledBy})`))
}

/** Its own group may be one that it still has to join. */
function askJoined({ joins }: Principal, { target }: Aim): Answer {
  const joined = target === undefined ? undefined : joins?.get(target)
  return joined === undefined ? yes : answerOf(joined, 'iam:AddUserToGroup', target!.arn)
}

function askPrerequisite(world: World, actor: Principal, name: keyof typeof prerequisites, aim: Aim): Answer {
  return aim.running === undefined && aim.unseen === undefined
    ? prerequisites[name](world, { actor, target: aim.target, policy: aim.policy })
    : yes
}

/** A permissions boundary or a deny may leave no room for what the step would add. */
function askRoom({ gains }: Escalation, asked: Asked, target: Principal | undefined): Answer {
  if (gains === 'account') return ceiling(asked.principal)
  if (target === undefined) return yes
  const free = { ...target, boundary: undefined }
  if (gains === 'account through the target without its boundary')
    return target.boundary === undefined ? no : given(administration({ principal: free }).truth, ...target.boundary.via)
  if (gains !== 'account through the target') return yes
  const room = ceiling(target)
  if (room.truth === true || target.boundary === undefined) return room
  const unbound = mayUnbind(asked, target)
  return best([room, unbound.truth === false ? no : all([unbound, ceiling(free)])])
}
