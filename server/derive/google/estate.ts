import { allowed } from '../../model/facts.ts'
import { google, googlePart, type NodeId } from '../../model/node-id.ts'
import type { DeriveEmit, Given, GivenNode } from '../derivation.ts'

export type Kept = 'mail' | 'drive' | 'calendar' | 'contacts'
export type Everybody = 'users' | 'ordinary users' | 'groups'

/** One customer of Google Workspace, as its lists tell it. */
export class GoogleEstate {
  readonly customer: GivenNode
  readonly users: readonly GivenNode[]
  readonly #groups: readonly GivenNode[]
  readonly #emit: DeriveEmit
  readonly #admins: ReadonlySet<NodeId>
  readonly #all = new Map<Everybody, NodeId | undefined>()

  constructor(given: Given, emit: DeriveEmit, customer: GivenNode) {
    this.customer = customer
    this.#emit = emit
    const own = new Set(
      given.edges.flatMap(({ kind, from, to }) => (kind === 'CONTAINS' && from === customer.id ? [to] : [])),
    )
    const inside = given.nodes.filter(({ id }) => own.has(id))
    this.users = inside.filter(({ type, properties }) => type === 'human' && properties?.['enabled'] !== false)
    this.#groups = inside.filter(({ type }) => type === 'group')
    const holders = given.edges.flatMap(({ key, to }) => (key?.startsWith('google role') ? [to] : []))
    const marked = this.users.filter(({ properties }) => properties?.['superAdmin'] || properties?.['delegatedAdmin'])
    this.#admins = new Set([...holders, ...marked.map(({ id }) => id)])
  }

  isAdmin = (id: NodeId): boolean => this.#admins.has(id)

  /** All of them as one, so that a delegation over ten thousand users is one edge. */
  all(which: Everybody): NodeId | undefined {
    if (this.#all.has(which)) return this.#all.get(which)
    const members =
      which === 'groups'
        ? this.#groups
        : which === 'users'
          ? this.users
          : this.users.filter(({ id }) => !this.isAdmin(id))
    const id = members.length === 0 ? undefined : googlePart(this.customer.account ?? '', 'all', which)
    this.#all.set(which, id)
    if (id === undefined) return undefined
    const about = { kind: 'Resource', provider: 'google', account: this.customer.account, counts: false } as const
    this.#emit.node([this.customer], {
      ...about,
      id,
      type: 'google_all',
      name: `All ${which} of ${this.customer.name}`,
    })
    for (const member of members) {
      const claim = {
        kind: 'CONTAINS',
        from: id,
        to: member.id,
        key: 'all',
        confidence: 'granted',
        ...allowed,
      } as const
      this.#emit.edge([this.customer, member], claim)
    }
    return id
  }

  /** What one user keeps, or all of them do. */
  kept(what: Kept, of?: GivenNode): NodeId {
    const id = googlePart(this.customer.account ?? '', what, ...(of ? [of.id] : []))
    const whose = of ? of.name : this.customer.name
    const type = of ? `google_${what}` : `google_all_${what}`
    const about = { kind: 'Resource', provider: 'google', account: this.customer.account } as const
    this.#emit.node([of ?? this.customer], {
      ...about,
      id,
      type,
      name: `${what[0]!.toUpperCase()}${what.slice(1)} of ${whose}`,
    })
    const edge = { kind: of ? 'CAN_CONTROL' : 'CONTAINS', confidence: 'granted', ...allowed } as const
    this.#emit.edge([of ?? this.customer], {
      ...edge,
      from: of?.id ?? this.customer.id,
      to: id,
      key: of ? 'own' : 'kept',
    })
    return id
  }
}

/** The customer whose list a user stands in. */
export function customerOf(given: Given, node: GivenNode): GivenNode | undefined {
  const stated = given.node(google('customer', node.account ?? ''))
  if (stated) return stated
  const around = given.edges.find(({ kind, to }) => kind === 'CONTAINS' && to === node.id)
  return around && given.node(around.from)
}
