// https://docs.github.com/rest/orgs/orgs#list-saml-sso-authorizations-for-an-organization
import { allowed, conditionalOn } from '../../model/facts.ts'
import { secretTypes } from '../../model/kinds.ts'
import { defineDerivation, type GivenEdge, type GivenNode } from '../derivation.ts'

export const tokenEnding = defineDerivation({
  id: 'join-token-ending',
  version: 1,
  adds: ['AUTHENTICATES_AS'],
  says: 'A GitHub token that was found somewhere is, by its last eight characters, the one that the organisation lists: inferred, since two may end alike.',
  reads: { nodes: secretTypes, edges: ['AUTHENTICATES_AS'] },
  derive({ nodes, edges, node }, emit) {
    const logins = Map.groupBy(edges, ({ from }) => from)
    const ending = (it: GivenNode) => (it.kind === 'Secret' ? it.properties?.['ending'] : undefined)
    const byEnding = Map.groupBy(
      nodes.filter((it) => typeof ending(it) === 'string'),
      ending,
    )
    for (const alike of byEnding.values()) {
      const known = alike.flatMap((it) => (logins.get(it.id) ?? []).map((login): Known => [it, login]))
      const holders = new Set(known.map(([, { to }]) => to))
      for (const found of alike.filter(({ id }) => !logins.has(id))) {
        for (const [listed, login] of known) {
          const holder = node(login.to)
          const missing = `which of ${holders.size} tokens that end alike ${found.name} is`
          emit.edge([found, listed, login, ...(holder ? [holder] : [])], {
            kind: 'AUTHENTICATES_AS',
            from: found.id,
            to: login.to,
            confidence: 'inferred',
            note: `It ends in the same eight characters as ${listed.name}.`,
            ...(holders.size > 1 ? conditionalOn(missing) : allowed),
          })
        }
      }
    }
  },
})

type Known = readonly [listed: GivenNode, login: GivenEdge]
