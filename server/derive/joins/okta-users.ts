// https://developer.okta.com/docs/concepts/saml/
import { allowed } from '../../model/facts.ts'
import { type Basis, defineDerivation, type Given, type GivenEdge, type GivenNode } from '../derivation.ts'
import { Memberships } from '../scoped/memberships.ts'
import { emailOf } from './same-person.ts'

/** Applications of Okta's catalogue that sign in to what Ambit knows users of. */
const applications: readonly (readonly [app: RegExp, provider: string])[] = [
  [/^google$|^google_/, 'google'],
  [/^slack/, 'slack'],
  [/^github(?:cloud|_enterprise|emu)?/, 'github'],
  [/^office365$|^microsoft_office365|^azure/, 'entra'],
]

export const oktaUsers = defineDerivation({
  id: 'join-okta-users',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'Whoever is assigned to an application of Okta signs in there as the user of his name: granted where the assignment has that user’s own id, and only inferred where the e-mail address alone is the same.',
  reads: {
    nodes: ['okta_app', 'oauth_app'],
    also: ['human', 'bot', 'group'],
    edges: ['APPLIES_TO', 'MEMBER_OF'],
  },
  derive(given, emit) {
    const users = Map.groupBy(
      given.nodes.filter(({ kind, type, stub }) => kind === 'Identity' && type === 'human' && !stub),
      ({ provider }) => provider,
    )
    const memberships = new Memberships(given)
    for (const edge of given.edges) {
      const app = edge.key === 'okta assignment' ? given.node(edge.from) : undefined
      const provider = app && providerOf(app)
      const theirs = provider === undefined ? undefined : users.get(provider)
      if (!app || !theirs || !signsIn(app)) continue
      for (const { who, name, externalId, basis } of assigned(given, memberships, edge)) {
        if (who.properties?.['enabled'] === false) continue
        for (const user of theirs) {
          if (user.properties?.['enabled'] === false || user.id === who.id) continue
          const isSame = externalId !== undefined && user.id.endsWith(`:${externalId.toLowerCase()}`)
          const isLike = name !== undefined && emailOf(user) === name
          if (!isSame && !isLike) continue
          const claim = { kind: 'CAN_ASSUME', from: who.id, to: user.id, key: app.id } as const
          const note = isSame
            ? `${app.name} knows ${who.name} as this user.`
            : `${app.name} signs ${who.name} in as ${name}, which is this user’s address: inferred, for nothing says that they are one.`
          emit.edge([app, edge, who, user, ...basis], {
            ...claim,
            confidence: isSame ? 'granted' : 'inferred',
            note,
            ...allowed,
          })
        }
      }
    }
  },
})

/** A bookmark is a link, behind which one signs in anew. */
const signsIn = ({ properties }: GivenNode) =>
  properties?.['enabled'] !== false && properties?.['signOnMode'] !== 'BOOKMARK'

const providerOf = ({ properties }: GivenNode) =>
  applications.find(([app]) => app.test(String(properties?.['app'] ?? '')))?.[1]

interface Assigned {
  readonly who: GivenNode
  readonly name: string | undefined
  readonly externalId: string | undefined
  readonly basis: Basis
}

/** One user by a name that the assignment gives; or all members of a group, by their own. */
function assigned(given: Given, memberships: Memberships, edge: GivenEdge): readonly Assigned[] {
  const whom = given.node(edge.to)
  if (!whom) return []
  const text = (name: string) => {
    const value = edge.properties?.[name]
    return typeof value === 'string' ? value : undefined
  }
  if (whom.kind === 'Identity') {
    return [{ who: whom, name: text('userName') ?? emailOf(whom), externalId: text('externalId'), basis: [] }]
  }
  const members = [...memberships.withMembers(whom.id)].flatMap((id) => given.node(id) ?? [])
  return members.flatMap((who) =>
    who.kind === 'Identity' ? [{ who, name: emailOf(who), externalId: undefined, basis: [whom] }] : [],
  )
}
