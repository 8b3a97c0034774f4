import { administration } from './administration.ts'
import { type Answer, all, best, lazily, no } from './answer.ts'
import { ask } from './ask.ts'
import { askOnce, mightDo } from './ask-once.ts'
import type { Escalation, Need } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { everything } from './everything.ts'
import { iamEscalations } from './iam-escalations.ts'
import type { Principal } from './model.ts'
import { askNewVersion } from './new-version.ts'
import { type Attached, type Policy, policyOf } from './policy.ts'
import { isOwnPolicy, olderVersions } from './prerequisites.ts'
import { type StrongPolicy, strongPolicies } from './strong-policies.ts'

/** What limits the principal after a step, and whether it may take that step. */
interface Way {
  readonly policy: Policy
  readonly answer: Answer
}

type Boundary = NonNullable<Escalation['boundary']>

const sheds = iamEscalations.flatMap((rule) => (rule.boundary === undefined ? [] : [{ rule, how: rule.boundary }]))

/** The principal as it would be with its boundary out of the way, once for each way to do that. */
export function freedOf(principal: Principal): readonly Principal[] {
  const { boundary, kind } = principal
  if (boundary === undefined || kind === 'group' || administration({ principal }).truth === true) return []
  return sheds
    .filter(({ rule }) => rule.actor.includes(kind) && mightDo({ principal }, [rule.needs[0]!.action]))
    .flatMap(({ rule, how }) =>
      ways[how](principal, boundary, rule.needs[0]!)
        .filter(({ answer }) => answer.truth !== false)
        .map(({ policy, answer: { truth, by } }) => ({
          ...principal,
          freedBy: rule,
          boundary: { policy, via: boundary.via, enabledBy: { truth, by } },
        })),
    )
}

/** May one put the boundary of another aside altogether? */
export function mayUnbind(asked: Asked, target: Principal): Answer {
  const { boundary, kind, arn } = target
  if (boundary === undefined || kind === 'group') return no
  const of = kind === 'user' ? 'UserPermissionsBoundary' : 'RolePermissionsBoundary'
  const replaces = ({ arn: strong, had }: StrongPolicy) => {
    const put = { action: `iam:Put${of}`, context: { 'iam:PermissionsBoundary': strong } }
    const answer = askOnce(asked, put, arn, target)
    return answer.truth === false ? no : all([answer, had()])
  }
  return best(
    lazily(
      [
        () => askOnce(asked, { action: `iam:Delete${of}` }, arn, target),
        () => (mightDo(asked, [`iam:Put${of}`]) ? best(lazily(strongPolicies(asked, `iam:Put${of}`), replaces)) : no),
        () => (isOwnPolicy(target, boundary) ? askNewVersion(asked, boundary.policy.node) : no),
      ],
      (way) => way(),
    ),
  )
}

const ways: Readonly<Record<Boundary, (principal: Principal, boundary: Attached, need: Need) => readonly Way[]>> = {
  'taken off': (principal, _, need) => [
    { policy: everything, answer: ask({ principal }, need, principal.arn, principal) },
  ],
  replaced: (principal, boundary, { action }) => {
    const asked = { principal }
    const put = (arn: string) =>
      askOnce(asked, { action, context: { 'iam:PermissionsBoundary': arn } }, principal.arn, principal)
    const strong = strongPolicies(asked, action).map(({ arn, had }) => {
      const answer = put(arn)
      return { policy: everything, answer: answer.truth === false ? no : all([answer, had()]) }
    })
    const widest = strong.find(({ answer }) => answer.truth === true)
    if (widest !== undefined) return [widest]
    return principal.around
      .managed(principal.account)
      .filter(({ id }) => id !== boundary.policy.node.id)
      .map((node) => ({ policy: policyOf(node), answer: put(node.id) }))
  },
  rewritten: (principal, boundary) =>
    isOwnPolicy(principal, boundary)
      ? [{ policy: everything, answer: askNewVersion({ principal }, boundary.policy.node) }]
      : [],
  'brought back': (principal, boundary, need) => {
    if (!isOwnPolicy(principal, boundary)) return []
    const answer = ask({ principal }, need, boundary.policy.node.id)
    return olderVersions(boundary.policy).map((policy) => ({ policy, answer }))
  },
}
