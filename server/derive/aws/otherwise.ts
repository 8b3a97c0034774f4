import { administration } from './administration.ts'
import { askOnce, mightDo } from './ask-once.ts'
import type { Principal } from './model.ts'
import type { Attached, Decision, Policy } from './policy.ts'
import { isOwnPolicy, olderVersions } from './prerequisites.ts'
import type { Statement } from './statement.ts'
import { both } from './truth.ts'

/**
 * The principal as it would be without the denies that it may shed, and with an older version of one of its policies in
 * force. Only what it may do for sure: each is a step that it takes before any other.
 */
export function otherwise(principal: Principal): readonly Principal[] {
  if (principal.kind === 'group' || !mightDoAny(principal) || administration({ principal }).truth === true) return []
  return [...withoutDenies(principal), ...withOlderVersions(principal)]
}

const STEPS = {
  user: ['iam:RemoveUserFromGroup', 'iam:DetachUserPolicy', 'iam:DeleteUserPolicy'],
  role: ['iam:DetachRolePolicy', 'iam:DeleteRolePolicy'],
  group: [],
} as const
const BACK = 'iam:SetDefaultPolicyVersion'

const mightDoAny = (principal: Principal): boolean =>
  [...STEPS[principal.kind], BACK, 'iam:DetachGroupPolicy', 'iam:DeleteGroupPolicy'].some((action) =>
    mightDo({ principal }, [action]),
  )

/** So many ways of shedding are gone through; beyond them only that of shedding all that can be shed, which is told. */
export const MOST_WAYS = 128

/**
 * One deny gone may open the way to the next, so it goes on until none can be shed. What takes no permission along is
 * shed whenever it can be; where leaving a group or deleting a policy costs permissions, too, each is tried by itself.
 */
function withoutDenies(principal: Principal): readonly Principal[] {
  const found = new Map([[markOf(principal), principal]])
  const take = (it: Principal) => void found.set(markOf(it), it)
  take(shedding(principal, (before, after) => allowsIn(after) === allowsIn(before)))
  let shedsMore: true | undefined
  for (const it of found.values()) {
    if (found.size >= MOST_WAYS) {
      shedsMore = true
      break
    }
    for (const attached of it.identity) {
      const less = denies(attached.policy) ? without(it, attached) : undefined
      if (less !== undefined) take(shedding(less, (before, after) => allowsIn(after) === allowsIn(before)))
    }
  }
  take(shedding(principal, () => true))
  return [...found.values()].filter((it) => it !== principal).map((it) => ({ ...it, shedsMore }))
}

function shedding(principal: Principal, takes: (before: Principal, after: Principal) => boolean): Principal {
  let now = principal
  for (let shed = true; shed; ) {
    shed = false
    for (const attached of now.identity) {
      const less = denies(attached.policy) ? without(now, attached) : undefined
      if (less === undefined || !takes(now, less)) continue
      now = less
      shed = true
      break
    }
  }
  return now
}

const markOf = ({ identity, groups }: Principal): string =>
  [...identity.map(({ policy }) => policy.node.id), '', ...groups.map(({ id }) => id)].join(' ')

const allowsIn = ({ identity }: Principal): number =>
  identity.reduce((sum, { policy: { statements = [] } }) => sum + statements.filter(isAllow).length, 0)
const isAllow = ({ effect }: Statement): boolean => effect === 'Allow'

const denies = ({ statements = [] }: Policy): boolean => statements.some(({ effect }) => effect === 'Deny')

function without(principal: Principal, attached: Attached): Principal | undefined {
  const { groups, kind, identity } = principal
  const may = (action: string, resource: string, target: Principal, policy?: string): Decision | undefined => {
    // Detaching sends the policy's ARN, as attaching does.
    const sent = policy === undefined ? {} : { context: { 'iam:PolicyARN': policy }, attaches: true as const }
    const { truth, by } = askOnce({ principal }, { action, ...sent }, resource, target)
    return truth === true ? { truth, by } : undefined
  }
  const { id } = attached.policy.node
  const isInline = id.includes('#')
  const lender = groups.find((group) => attached.via.some(({ kind, to }) => kind === 'MEMBER_OF' && to === group.id))
  const taken = (holder: Principal, of: 'User' | 'Role' | 'Group') =>
    isInline ? may(`iam:Delete${of}Policy`, holder.arn, holder) : may(`iam:Detach${of}Policy`, holder.arn, holder, id)
  const rest = (decision: Decision, left: readonly Attached[], of = groups): Principal => ({
    ...principal,
    groups: of,
    identity: left.map((it) => ({ ...it, enabledBy: together(it.enabledBy, decision) })),
  })
  if (lender === undefined) {
    const own = taken(principal, kind === 'role' ? 'Role' : 'User')
    return (
      own &&
      rest(
        own,
        identity.filter((it) => it !== attached),
      )
    )
  }
  const off = taken(lender, 'Group')
  if (off !== undefined)
    return rest(
      off,
      identity.filter((it) => it !== attached),
    )
  const left = may('iam:RemoveUserFromGroup', lender.arn, lender)
  const isLent = ({ via }: Attached) => via.some(({ kind, to }) => kind === 'MEMBER_OF' && to === lender.id)
  return (
    left &&
    rest(
      left,
      identity.filter((it) => !isLent(it)),
      groups.filter((it) => it !== lender),
    )
  )
}

const together = (before: Decision | undefined, more: Decision): Decision =>
  before === undefined ? more : { truth: both([before.truth, more.truth]), by: [...before.by, ...more.by] }

function withOlderVersions(principal: Principal): readonly Principal[] {
  if (!mightDo({ principal }, [BACK])) return []
  return principal.identity
    .filter((attached) => isOwnPolicy(principal, attached))
    .flatMap((attached) => {
      const older = olderVersions(attached.policy)
      const { truth, by } = askOnce({ principal }, { action: BACK }, attached.policy.node.id)
      if (truth !== true) return []
      return older.map((policy) => ({
        ...principal,
        identity: principal.identity.map((it) =>
          it.policy === attached.policy ? { ...it, policy, enabledBy: together(it.enabledBy, { truth, by }) } : it,
        ),
      }))
    })
}
