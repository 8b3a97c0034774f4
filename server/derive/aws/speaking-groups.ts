import type { AwsModel, Principal } from './model.ts'
import type { Attached } from './policy.ts'

const known = new WeakMap<AwsModel, ReadonlySet<Principal>>()

/**
 * A group speaks for itself where it speaks alike for all its members. A member with a deny or a boundary of its own
 * holds less than the group grants; then what the group grants is said of each member instead.
 */
export function speaks(model: AwsModel, group: Principal): boolean {
  const silent = known.get(model) ?? silentGroups(model)
  known.set(model, silent)
  return !silent.has(group)
}

export const isRestricted = ({ boundary, identity }: Principal): boolean =>
  boundary !== undefined ||
  identity.some(({ policy }) => policy.statements?.some(({ effect }) => effect === 'Deny') ?? false)

function silentGroups({ principals }: AwsModel): ReadonlySet<Principal> {
  const restricted = [...principals.values()].filter((it) => it.groups.length > 0 && isRestricted(it))
  return new Set(restricted.flatMap(({ groups }) => groups))
}

/** A policy that it holds as a member of a group, or would once it put itself into one. */
export const isLent = ({ via, joined }: Attached): boolean =>
  joined !== undefined || via.some(({ kind }) => kind === 'MEMBER_OF')

/** Whether an edge to the group says already what the principal has of it. One it would join must not be limited. */
export const gainsBy = (principal: Principal, group: Principal): boolean =>
  principal.joins?.has(group) !== true || !isRestricted(principal)
