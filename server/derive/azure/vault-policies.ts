// https://learn.microsoft.com/azure/key-vault/general/assign-access-policy
import { allowed, conditionalOn, type Json, type Verdict } from '../../model/facts.ts'
import type { DeriveEmit, Given, GivenEdge, GivenNode } from '../derivation.ts'

const source = 'https://learn.microsoft.com/azure/key-vault/general/security-features'

/** What the vault's own list gives, by the words that stand in it. */
const gives: readonly {
  readonly kind: 'CAN_READ' | 'CAN_WRITE' | 'CAN_EXECUTE'
  readonly of: string
  readonly words: readonly string[]
  readonly says: string
}[] = [
  { kind: 'CAN_READ', of: 'secrets', words: ['all', 'get'], says: 'It may read the secrets of the vault.' },
  { kind: 'CAN_WRITE', of: 'secrets', words: ['all', 'set'], says: 'It may set the secrets of the vault.' },
  {
    kind: 'CAN_EXECUTE',
    of: 'keys',
    words: ['all', 'decrypt', 'unwrapkey', 'sign'],
    says: 'It may decrypt and sign with the keys of the vault.',
  },
]

export function deriveVaultPolicies({ edges, node }: Given, emit: DeriveEmit): void {
  for (const policy of edges) {
    if (policy.kind !== 'APPLIES_TO' || !policy.key?.startsWith('azure access policy')) continue
    const [vault, principal] = [node(policy.from), node(policy.to)]
    if (!vault || !principal || vault.properties?.['asksRoles'] === true) continue
    const verdict = verdictOf(vault, policy)
    for (const { kind, of, words, says } of gives) {
      const may = wordsOf(policy.properties?.['permissions'], of)
      if (!words.some((word) => may.includes(word))) continue
      emit.edge([policy, vault, principal], {
        kind,
        from: principal.id,
        to: vault.id,
        key: `access policy: ${of}`,
        confidence: 'granted',
        note: says,
        properties: { technique: 'T1555.006', source },
        ...verdict,
      })
    }
  }
}

function verdictOf({ name, properties }: GivenNode, policy: GivenEdge): Verdict {
  if (properties?.['asksRoles'] === undefined) {
    return conditionalOn(`whether the vault ${name} asks its access policies: az keyvault show`)
  }
  const application = policy.properties?.['applicationId']
  return typeof application === 'string'
    ? conditionalOn(`whether it comes through application ${application}`)
    : allowed
}

function wordsOf(permissions: Json | undefined, of: string): readonly string[] {
  const list = (permissions as { readonly [of: string]: Json } | undefined)?.[of]
  return Array.isArray(list) ? list.map(String) : []
}
