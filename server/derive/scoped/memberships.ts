import type { NodeId } from '../../model/node-id.ts'
import type { Given } from '../derivation.ts'

/** Who is in which groups, however deep. */
export class Memberships {
  readonly #groups = new Map<NodeId, NodeId[]>()
  readonly #members = new Map<NodeId, NodeId[]>()

  constructor({ edges }: Given) {
    for (const { kind, from, to } of edges) {
      if (kind !== 'MEMBER_OF') continue
      push(this.#groups, from, to)
      push(this.#members, to, from)
    }
  }

  /** The principal itself and all its groups. */
  withGroups = (id: NodeId): ReadonlySet<NodeId> => closure(this.#groups, id)
  withMembers = (id: NodeId): ReadonlySet<NodeId> => closure(this.#members, id)
}

function push(map: Map<NodeId, NodeId[]>, key: NodeId, value: NodeId) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function closure(map: ReadonlyMap<NodeId, readonly NodeId[]>, id: NodeId): ReadonlySet<NodeId> {
  const found = new Set([id])
  for (const one of found) for (const next of map.get(one) ?? []) found.add(next)
  return found
}
