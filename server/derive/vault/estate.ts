import type { NodeId } from '../../model/node-id.ts'
import type { Basis, Given, GivenEdge, GivenNode } from '../derivation.ts'
import { merged, type Rule, statedRules } from './rules.ts'

/** Somebody with policies. */
export interface Holder {
  readonly node: GivenNode
  readonly policies: readonly GivenNode[]
  readonly rules: readonly Rule[]
  readonly restsOn: Basis
  readonly isRoot: boolean
}

/** One Vault, as its answers tell it. */
export class VaultEstate {
  readonly server: GivenNode
  readonly holders: readonly Holder[]
  readonly roles: readonly GivenNode[]
  /** Policies that somebody holds and nothing tells the rules of. */
  readonly unread: readonly string[]
  readonly #nodes: readonly GivenNode[]

  constructor(given: Given, server: GivenNode) {
    this.server = server
    this.#nodes = given.nodes.filter(({ provider, account }) => provider === 'vault' && account === server.account)
    this.roles = this.#nodes.filter(({ properties }) => typeof properties?.['mount'] === 'string')
    const applied = Map.groupBy(
      given.edges.filter(({ key }) => key === 'vault policy'),
      ({ to }) => to,
    )
    const groups = Map.groupBy(
      given.edges.filter(({ kind }) => kind === 'MEMBER_OF'),
      ({ from }) => from,
    )
    this.holders = this.#nodes
      .filter(({ kind, properties }) => kind === 'Identity' && properties?.['enabled'] !== false)
      .flatMap((node) => holderOf(given, node, applied, groups))
    const names = this.holders.flatMap(({ policies }) => policies)
    this.unread = [...new Set(names.flatMap((it) => (statedRules(it) || builtIn.has(it.name) ? [] : it.name)))].sort()
  }

  /** A policy that by itself controls everything, so that whoever may attach any policy may have it. */
  strong(isStrong: (policy: GivenNode) => boolean): GivenNode | undefined {
    return this.#nodes.find((node) => node.type === 'vault_policy' && isStrong(node))
  }
}

const builtIn = new Set(['default', 'root'])

function holderOf(
  given: Given,
  node: GivenNode,
  applied: ReadonlyMap<NodeId, readonly GivenEdge[]>,
  groups: ReadonlyMap<NodeId, readonly GivenEdge[]>,
): Holder[] {
  const around = new Map<NodeId, Basis>([[node.id, []]])
  for (const [id, way] of around) {
    for (const edge of groups.get(id) ?? []) if (!around.has(edge.to)) around.set(edge.to, [...way, edge])
  }
  const edges = [...around].flatMap(([id, way]) => (applied.get(id) ?? []).map((edge) => ({ edge, way })))
  const policies = edges.flatMap(({ edge }) => given.node(edge.from) ?? [])
  if (policies.length === 0) return []
  const restsOn = [node, ...new Set(edges.flatMap(({ edge, way }) => [edge, ...way]))]
  return [{ node, policies, rules: merged(policies), restsOn, isRoot: policies.some(({ name }) => name === 'root') }]
}
