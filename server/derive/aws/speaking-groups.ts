import { limitsOf } from './guards.ts'
import type { AwsModel, Principal } from './model.ts'
import type { Attached } from './policy.ts'
import type { Statement } from './statement.ts'

const known = new WeakMap<AwsModel, ReadonlySet<Principal>>()

/**
 * A group speaks for itself where it speaks alike for all its members. A member with a deny or a boundary of its own
 * holds less than the group grants, and where a policy asks who asks, each answers for itself; then what the group grants is said of each member instead.
 */
export function speaks(model: AwsModel, group: Principal): boolean {
  const silent = known.get(model) ?? silentGroups(model)
  known.set(model, silent)
  return !silent.has(group)
}

export const isRestricted = (principal: Principal): boolean =>
  limitsOf(principal).length > 0 ||
  principal.identity.some(({ policy }) => policy.statements?.some(({ effect }) => effect === 'Deny') ?? false)

/** What is asked about who asks, each member answers for itself. */
const isPersonal = ({ conditions, resources }: Statement): boolean =>
  conditions.some(({ key, values }) => [key, ...values].some((it) => PERSONAL.test(it))) ||
  resources.some(({ text }) => text.includes('${') && PERSONAL.test(text))
const PERSONAL = /aws:(principaltag\/|principalarn|username|userid)/i

function silentGroups({ principals }: AwsModel): ReadonlySet<Principal> {
  const personal = [...principals.values()].filter(
    (it) => it.kind === 'group' && it.identity.some(({ policy }) => policy.statements?.some(isPersonal) ?? false),
  )
  const restricted = [...principals.values()].filter((it) => it.groups.length > 0 && isRestricted(it))
  return new Set([...personal, ...restricted.flatMap(({ groups }) => groups)])
}

/** A policy that it holds as a member of a group, or would once it put itself into one. */
export const isLent = ({ via, enabledBy }: Attached): boolean =>
  enabledBy !== undefined || via.some(({ kind }) => kind === 'MEMBER_OF')

/** Whether an edge to the group says already what the principal has of it. One it would join must not be limited. */
export const gainsBy = (principal: Principal, group: Principal): boolean =>
  principal.joins?.has(group) !== true || !isRestricted(principal)
