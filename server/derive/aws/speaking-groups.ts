import type { AwsModel, Principal } from './model.ts'

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
