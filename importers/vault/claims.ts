import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { type NodeId, vault } from '../../server/model/node-id.ts'
import type { Emit, ScopedEmit } from '../importer.ts'

/** The short ways to speak of one Vault. */
export class Server {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }

  into = (emit: Emit, part: string): ScopedEmit => emit.into(`vault:${this.name}:${part}`)
  id = (...[part, ...names]: Tail<Parameters<typeof vault>>): NodeId => vault(this.name, part, ...names)

  get about(): Pick<NodeClaim, 'provider' | 'account'> {
    return { provider: 'vault', account: this.name }
  }

  get claim(): NodeClaim {
    const name = this.name === 'unknown' ? 'Vault (not named)' : `Vault ${this.name}`
    return { id: this.id('server'), kind: 'Resource', type: 'vault_server', name, ...this.about }
  }

  policyStub(name: string): NodeClaim {
    return {
      id: this.id('policy', name),
      kind: 'Resource',
      type: 'vault_policy',
      name,
      ...this.about,
      counts: false,
      stub: true,
      properties: { policy: name },
    }
  }

  /** States the policies and that they apply to somebody. */
  apply(into: ScopedEmit, policies: Iterable<string>, to: NodeId) {
    for (const name of new Set(policies)) {
      const policy = this.policyStub(name)
      into.node(policy)
      into.edge(granted({ kind: 'APPLIES_TO', from: policy.id, to, key: 'vault policy' }))
    }
  }
}

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : never

export const granted = (edge: Omit<EdgeClaim, 'verdict' | 'missing' | 'confidence'>): EdgeClaim => ({
  ...edge,
  confidence: 'granted',
  ...allowed,
})
