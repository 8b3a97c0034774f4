import { allowed } from '../../model/facts.ts'
import { defineDerivation, type GivenNode } from '../derivation.ts'

export const samePerson = defineDerivation({
  id: 'join-same-person',
  version: 1,
  adds: ['RELATES_TO'],
  says: 'Users of several providers, and owners, who have one e-mail address are taken for one person: inferred, to find who answers for what, and never a way from one to the other.',
  reads: { nodes: ['human'], also: ['person'], edges: [] },
  derive({ nodes }, emit) {
    const people = Map.groupBy(
      nodes.filter(({ type }) => type === 'human' || type === 'person'),
      (node) => emailOf(node),
    )
    for (const [email, [first, ...others]] of people) {
      if (email === undefined || !first) continue
      for (const other of others) {
        emit.edge([first, other], {
          kind: 'RELATES_TO',
          from: other.id,
          to: first.id,
          key: 'same person',
          confidence: 'inferred',
          note: `Both have the address ${email}; nothing else says that they are one person.`,
          ...allowed,
        })
      }
    }
  },
})

/** The address that a user or owner is known by, in lower case. */
export function emailOf({ name, aliases = [], properties }: GivenNode): string | undefined {
  const alias = aliases.find((it) => /^(?:email|google-account):/.test(it))?.replace(/^[^:]*:/, '')
  const texts = [properties?.['email'], alias, properties?.['login'], name]
  const found = texts.find((text) => typeof text === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text))
  return typeof found === 'string' ? found.toLowerCase() : undefined
}
