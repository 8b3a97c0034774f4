import { allowed } from '../../model/facts.ts'
import { type NodeId, oktaPart } from '../../model/node-id.ts'
import type { DeriveEmit, Given, GivenEdge, GivenNode } from '../derivation.ts'
import { Memberships } from '../scoped/memberships.ts'
import type { Prize } from './powers.ts'

/** A role in somebody's hands. */
export interface Held {
  readonly assignee: GivenNode
  readonly assignment: GivenNode
  readonly by: GivenEdge
  readonly role: string
  /** Of a custom role; undefined where nothing tells them. */
  readonly permissions: readonly GivenNode[] | undefined
  /** What it is limited to, as far as it is told. */
  readonly targets: readonly GivenNode[]
}

const text = ({ properties }: GivenNode, name: string) => {
  const value = properties?.[name]
  return typeof value === 'string' ? value : undefined
}

/** One organisation of Okta, as its lists tell it. */
export class OktaEstate {
  readonly org: GivenNode
  readonly held: readonly Held[]
  readonly #given: Given
  readonly #emit: DeriveEmit
  readonly #nodes: readonly GivenNode[]
  readonly #admins: ReadonlySet<NodeId>
  readonly #memberships: Memberships
  readonly #all = new Map<Prize, NodeId | undefined>()

  constructor(given: Given, emit: DeriveEmit, org: GivenNode) {
    this.org = org
    this.#given = given
    this.#emit = emit
    this.#nodes = given.nodes.filter(({ provider, account }) => provider === 'okta' && account === org.account)
    this.held = given.edges.flatMap((edge) => this.#heldBy(edge))
    this.#memberships = new Memberships(given)
    const direct = this.held.map(({ assignee }) => assignee.id)
    this.#admins = new Set(direct.flatMap((id) => [...this.#memberships.withMembers(id)]))
  }

  #heldBy(by: GivenEdge): Held[] {
    if (by.key !== 'okta role') return []
    const [assignment, assignee] = [this.#given.node(by.from), this.#given.node(by.to)]
    if (!assignment || !assignee || assignment.account !== this.org.account) return []
    if (assignee.properties?.['enabled'] === false) return []
    const custom = text(assignment, 'customRole')
    const into = (key: string, id: string) =>
      this.#given.edges.flatMap((edge) =>
        edge.key === key && edge.to === id ? (this.#given.node(edge.from) ?? []) : [],
      )
    const permissions = custom === undefined ? undefined : into('okta permission', custom)
    const targets = this.#given.edges.flatMap((edge) =>
      edge.key === 'okta target' && edge.from === assignment.id ? (this.#given.node(edge.to) ?? []) : [],
    )
    const role = text(assignment, 'role') ?? ''
    return [{ assignee, assignment, by, role, permissions: permissions?.length ? permissions : undefined, targets }]
  }

  /** What an application was granted to ask of Okta. */
  grantsOf(client: NodeId): readonly GivenNode[] {
    return this.#given.edges.flatMap(({ kind, from, to }) => {
      const grant = kind === 'HAS_GRANT' && from === client ? this.#given.node(to) : undefined
      return grant?.type === 'application' ? [grant] : []
    })
  }

  membersOf = (group: NodeId): readonly GivenNode[] =>
    [...this.#memberships.withMembers(group)].flatMap((id) => (id === group ? [] : (this.#given.node(id) ?? [])))

  isAdmin = (id: NodeId): boolean => this.#admins.has(id)

  /** What a prize is made of, as far as it is known. */
  members(prize: Prize): readonly GivenNode[] {
    const enabled = ({ properties }: GivenNode) => properties?.['enabled'] !== false
    switch (prize) {
      case 'org':
        return [this.org]
      case 'ordinary users':
        return this.#nodes.filter((it) => it.type === 'human' && enabled(it) && !this.isAdmin(it.id))
      case 'ordinary groups':
        return this.#nodes.filter((it) => it.type === 'group' && !this.isAdmin(it.id))
      case 'ordinary applications':
        return this.#nodes.filter(
          (it) => (it.type === 'oauth_app' || it.type === 'okta_app') && enabled(it) && !this.isAdmin(it.id),
        )
      case 'client secrets':
        return this.#nodes.filter((it) => it.type === 'client_secret' && it.properties?.['disabled'] !== true)
    }
  }

  /** All of a prize as one, so that a role over ten thousand users is one edge. */
  all(prize: Prize): NodeId | undefined {
    if (prize === 'org') return this.org.id
    if (this.#all.has(prize)) return this.#all.get(prize)
    const members = this.members(prize)
    const id = members.length === 0 ? undefined : oktaPart(this.org.account ?? '', 'all', prize)
    this.#all.set(prize, id)
    if (id === undefined) return undefined
    this.#emit.node([this.org], {
      id,
      kind: 'Resource',
      type: 'okta_all',
      name: `all ${prize} of ${this.org.name}`,
      provider: 'okta',
      account: this.org.account,
      counts: false,
    })
    for (const member of members) {
      const claim = { kind: 'CONTAINS', from: id, to: member.id, key: 'all', confidence: 'granted' } as const
      this.#emit.edge([this.org, member], { ...claim, ...allowed })
    }
    return id
  }
}
