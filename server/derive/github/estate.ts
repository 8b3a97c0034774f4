import { allowed } from '../../model/facts.ts'
import { githubPart, type NodeId } from '../../model/node-id.ts'
import type { Basis, DeriveEmit, Given, GivenEdge, GivenNode } from '../derivation.ts'

/** What rules about permissions look through. */
export const estateTypes = [
  'github_organization',
  'github_repository',
  'human',
  'bot',
  'group',
  'team',
  'ci_job',
] as const
export const estateEdges = [
  'CONTAINS',
  'APPLIES_TO',
  'CAN_READ',
  'CAN_WRITE',
  'CAN_EXECUTE',
  'CAN_CONTROL',
  'MEMBER_OF',
] as const

const accesses = new Set(['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL'])

/** Organisations with their repositories, and what people may do in them. */
export class GitHubEstate {
  readonly given: Given
  readonly #emit: DeriveEmit
  readonly #from: ReadonlyMap<NodeId, readonly GivenEdge[]>
  readonly #into: ReadonlyMap<NodeId, readonly GivenEdge[]>
  readonly #stated = new Set<NodeId>()

  constructor(given: Given, emit: DeriveEmit) {
    this.given = given
    this.#emit = emit
    this.#from = Map.groupBy(given.edges, ({ from }) => from)
    this.#into = Map.groupBy(given.edges, ({ to }) => to)
  }

  from = (id: NodeId): readonly GivenEdge[] => this.#from.get(id) ?? []
  into = (id: NodeId): readonly GivenEdge[] => this.#into.get(id) ?? []

  /** The repositories of an organisation, or a user's own, each with the fact that it is one of them. */
  repositoriesOf(organization: GivenNode): readonly { readonly node: GivenNode; readonly within: GivenEdge }[] {
    return this.from(organization.id).flatMap((within) => {
      const isPart = within.kind === 'CONTAINS' || (within.kind === 'CAN_CONTROL' && within.key === 'owner')
      const node = isPart ? this.given.node(within.to) : undefined
      return node?.type === 'github_repository' ? [{ node, within }] : []
    })
  }

  /** All repositories of an organisation as one, also those that no list shows or that are yet to be made. */
  allRepositories(organization: GivenNode): NodeId {
    const host = String(organization.properties?.['host'] ?? 'github.com')
    const id = githubPart(host, 'repositories', organization.name.toLowerCase())
    if (this.#stated.has(id)) return id
    this.#stated.add(id)
    const known = this.repositoriesOf(organization)
    this.#emit.node([organization], {
      id,
      kind: 'Resource',
      type: 'github_all_repositories',
      name: `All repositories of ${organization.name}`,
      provider: 'github',
      account: organization.account,
      ...(known.length > 0 ? { counts: false } : { dataClass: 'source' }),
    })
    this.#contain([organization], organization.id, id)
    for (const { node, within } of known) this.#contain([organization, node, within], id, node.id, 'all')
    return id
  }

  /** What somebody may do, by himself or as a member of a team or of the organisation. */
  accessOf(user: NodeId): readonly { readonly access: GivenEdge; readonly by: Basis }[] {
    const own = this.from(user)
    const direct = own.filter(({ kind }) => accesses.has(kind)).map((access) => ({ access, by: [access] }))
    const lent = own
      .filter(({ kind }) => kind === 'MEMBER_OF')
      .flatMap((member) =>
        this.from(member.to)
          .filter(({ kind }) => accesses.has(kind))
          .map((access) => ({ access, by: [member, access] })),
      )
    return [...direct, ...lent]
  }

  /** The fact that makes somebody an owner of the organisation; `unknown` while no list of owners was imported. */
  ownership(user: NodeId, organization: GivenNode): GivenEdge | 'no' | 'unknown' {
    const owners = this.into(organization.id).filter(({ kind, key }) => kind === 'CAN_CONTROL' && key === 'owner')
    return owners.find(({ from }) => from === user) ?? (owners.length === 0 ? 'unknown' : 'no')
  }

  #contain(basis: Basis, from: NodeId, to: NodeId, key?: string): void {
    this.#emit.edge(basis, {
      kind: 'CONTAINS',
      from,
      to,
      confidence: 'granted',
      ...(key === undefined ? {} : { key }),
      ...allowed,
    })
  }
}
