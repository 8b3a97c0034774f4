import { allowed, conditionalOn } from '../../server/model/facts.ts'
import { inventory, type NodeId } from '../../server/model/node-id.ts'
import type { Emit } from '../importer.ts'

interface Opening {
  readonly secret: NodeId
  readonly name: string
  readonly system: string
  readonly scope: string
  readonly pointer: string
}

/** Secrets say by name whom they open; who that is can be told only when all rows are known. */
export class NamedIdentities {
  readonly #byName = new Map<string, Set<NodeId>>()
  readonly #openings: Opening[] = []

  add(id: NodeId, system: string, names: readonly (string | undefined)[]): void {
    for (const name of names) {
      if (name === undefined) continue
      const key = JSON.stringify([system, name.toLowerCase()])
      const ids = this.#byName.get(key) ?? new Set()
      this.#byName.set(key, ids.add(id))
    }
  }

  opens(opening: Opening): void {
    this.#openings.push(opening)
  }

  /** A name that several identities have opens each of them only perhaps. */
  end(emit: Emit): void {
    for (const { secret, name, system, scope, pointer } of this.#openings) {
      const into = emit.into(scope)
      const known = [...(this.#byName.get(JSON.stringify([system, name.toLowerCase()])) ?? [])]
      const verdict =
        known.length > 1 ? conditionalOn(`which of ${known.length} identities called ${name} it opens`) : allowed
      for (const to of known.length > 0 ? known : [inventory(system, name)]) {
        into.node({ id: to, kind: 'Identity', type: 'service_account', name, stub: true }, pointer)
        into.edge({ kind: 'AUTHENTICATES_AS', from: secret, to, confidence: 'granted', ...verdict }, pointer)
      }
    }
  }
}
