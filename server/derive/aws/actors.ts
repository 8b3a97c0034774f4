import { administration } from './administration.ts'
import type { Answer } from './answer.ts'
import { ask } from './ask.ts'
import { mightDo } from './ask-once.ts'
import { freedOf } from './boundaries.ts'
import { iamEscalations } from './iam-escalations.ts'
import type { AwsModel, Principal } from './model.ts'
import { otherwise } from './otherwise.ts'
import type { Decision } from './policy.ts'
import { both } from './truth.ts'

const actors = new WeakMap<AwsModel, readonly Principal[]>()

/**
 * Everyone who acts: each principal, and as it could make itself: a member of groups that it can join, without a
 * boundary that it can put aside or a deny that it can shed, with an older version of a policy.
 */
export function actorsOf(model: AwsModel): readonly Principal[] {
  const known = actors.get(model)
  if (known !== undefined) return known
  const all = [...model.principals.values()].flatMap((principal) => {
    const bounded = [principal, ...otherwise(principal)].flatMap((it) => [it, ...asMember(model, it)])
    const freed = bounded.flatMap(freedOf)
    return [...bounded, ...freed, ...freed.flatMap((it) => asMember(model, it))]
  })
  actors.set(model, all)
  return all
}

const joining = iamEscalations.filter(({ target }) => target === 'group').flatMap(({ needs }) => needs)

/** Once as a member of all groups without denies, and once more with each that has some: nobody has to join that one. */
function asMember(model: AwsModel, principal: Principal): readonly Principal[] {
  // An administrator need not join anything.
  if (principal.kind !== 'user' || !mightDo({ principal }, ['iam:AddUserToGroup'])) return []
  if (administration({ principal }).truth === true) return []
  const groups = (model.byAccount.get(principal.account) ?? []).filter(({ kind }) => kind === 'group')
  const [denying, plain] = [groups.filter(denies), groups.filter((it) => !denies(it))]
  const joined = joinAll(principal, plain)
  const limited = denying.map((group) => joinAll(joined, [group])).filter((it) => it !== joined)
  return joined === principal ? limited : [joined, ...limited]
}

const denies = ({ identity }: Principal): boolean =>
  identity.some(({ policy }) => policy.statements?.some(({ effect }) => effect === 'Deny') ?? false)

/** What one group grants may open the next, so it goes on until nothing is added. */
function joinAll(principal: Principal, groups: readonly Principal[]): Principal {
  let member = principal
  for (let grew = true; grew; ) {
    grew = false
    if (!mightDo({ principal: member }, ['iam:AddUserToGroup'])) return member
    for (const group of groups) {
      if (member.groups.includes(group)) continue
      const answer = mayJoin(member, group)
      if (answer.truth === false) continue
      member = joinedTo(member, group, answer)
      grew = true
    }
  }
  return member
}

const mayJoin = (principal: Principal, group: Principal): Answer => {
  const answers = joining.map((need) => ask({ principal }, need, group.arn, group))
  return { truth: both(answers.map(({ truth }) => truth)), by: answers.flatMap(({ by }) => by), restsOn: [] }
}

function joinedTo(member: Principal, group: Principal, { truth, by }: Answer): Principal {
  const enabledBy: Decision = { truth, by }
  return {
    ...member,
    identity: [...member.identity, ...group.identity.map((attached) => ({ ...attached, enabledBy }))],
    groups: [...member.groups, group],
    joins: new Map([...(member.joins ?? []), [group, enabledBy]]),
  }
}
