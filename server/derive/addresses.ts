import type { NodeClaim } from '../model/facts.ts'
import type { NodeId } from '../model/node-id.ts'

/** Products of one vendor that share their accounts. */
const vendor = (provider: string) => (provider === 'google' ? 'gcp' : provider)

export const isAddress = (alias: string): boolean => alias.startsWith('email:')

/**
 * E-mail addresses, which a person has in many places. Users of one provider with one address are one; users of two are
 * two, for whoever takes over the one has not taken over the other. An owner, or a row that names no provider, is the
 * only user of the address, if there is one.
 */
export class Addresses {
  readonly #holders = new Map<string, Set<NodeId>>()
  readonly #providers = new Map<NodeId, string>()

  take({ id, kind, provider }: NodeClaim, alias: string): void {
    const known = this.#holders.get(alias)
    if (known) known.add(id)
    else this.#holders.set(alias, new Set([id]))
    if (kind === 'Identity' && provider !== undefined) this.#providers.set(id, vendor(provider))
  }

  /** Ids that are one thing. */
  *pairs(): Generator<readonly [NodeId, NodeId]> {
    for (const holders of this.#holders.values()) {
      const groups = [...Map.groupBy(holders, (id) => this.#providers.get(id)).entries()]
      const providers = groups.filter(([provider]) => provider !== undefined)
      const sets = providers.length < 2 ? [[...holders]] : groups.map(([, ids]) => ids)
      for (const [first, ...others] of sets) for (const other of others) yield [first!, other]
    }
  }
}
