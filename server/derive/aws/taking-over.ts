import { administration } from './administration.ts'
import { type Answer, all, best, given } from './answer.ts'
import { ask } from './ask.ts'
import { mightDo } from './ask-once.ts'
import { ceiling } from './ceiling.ts'
import type { Escalation, Need } from './escalation.ts'
import { escalations } from './escalations.ts'
import type { Principal } from './model.ts'
import { prerequisites } from './prerequisites.ts'
import { askTarget, attemptsAt } from './step.ts'
import { type Aim, aims, changeable } from './targets.ts'
import { trustsService } from './trust.ts'
import type { World } from './world.ts'

const overRoles = escalations.filter(({ gains, target }) => gains === 'target' && target === 'role')
const overWorkloads = escalations.filter(({ target }) => target === 'workload')

/** Whether the actor can run something as the role, or have it trust the actor: by passing it, or through what runs as it. */
export const takesOver = (world: World, actor: Principal, target: Principal): Answer =>
  best(waysToTakeOver(world, actor, target))

function* waysToTakeOver(world: World, actor: Principal, target: Principal): Generator<Answer> {
  const asked = { principal: actor }
  for (const rule of [...overRoles, ...overWorkloads]) {
    if (!rule.actor.includes(actor.kind) || !mightDo(asked, actionsOf(rule))) continue
    const aimed = aimsAt(world, actor, rule, target)
    const attempts = aimed.length === 0 ? [] : attemptsAt(world, asked, rule)
    for (const aim of aimed) yield askTarget(world, attempts, rule, aim)
  }
}

function aimsAt(world: World, actor: Principal, rule: Escalation, target: Principal): readonly Aim[] {
  const { services } = rule
  if (rule.target === 'role') {
    const trusts = services === undefined || services.some((it) => trustsService(target, it) !== false)
    return trusts && changeable(target) ? [{ target }] : []
  }
  return [...aims.workload(world, actor, rule)].filter(({ running }) => running?.runsAs?.to === target.id)
}

const actionsOf = ({ needs }: Escalation) => needs.map(({ action }) => action)

/** Steps by which somebody makes itself stronger; another may take them for it. */
const onItself = escalations.filter(
  ({ gains, boundary, where = [] }) =>
    gains === 'account' && boundary === undefined && !where.includes('an older version administers the account'),
)

/** A role that may do so, and does not administer the account itself. */
export const isHelper = (principal: Principal): boolean =>
  principal.kind === 'role' &&
  onItself.some((rule) => mightDo({ principal }, actionsOf(rule))) &&
  administration({ principal }).truth !== true

/** What the helper may do for the one who can become it, so that this one administers the account. */
export function* strengthenings(
  world: World,
  helper: Principal,
  one: Principal,
): Generator<{ readonly rule: Escalation; readonly answer: Answer }> {
  const asked = { principal: helper }
  for (const rule of onItself) {
    if (!rule.actor.includes(one.kind) || !mightDo(asked, actionsOf(rule))) continue
    const answer = best(forEach(world, helper, one, rule))
    if (answer.truth !== false) yield { rule, answer }
  }
}

function* forEach(world: World, helper: Principal, one: Principal, rule: Escalation): Generator<Answer> {
  const { needs, where = [] } = rule
  const onAim = (need: Need, { policy, target }: Aim): Answer =>
    need.on === 'self'
      ? ask({ principal: helper }, need, one.arn, one)
      : ask({ principal: helper }, need, policy?.policy.node.id ?? target!.arn, target)
  for (const aim of aims[rule.target](world, one, rule)) {
    const answer = all(needs.map((need) => onAim(need, aim)))
    if (answer.truth === false) continue
    const facts = where.map((name) =>
      prerequisites[name](world, { actor: helper, target: aim.target, policy: aim.policy }),
    )
    yield all([answer, ...facts, ceiling(one), given(true, helper.node)])
  }
}
