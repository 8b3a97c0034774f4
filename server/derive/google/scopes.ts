// https://developers.google.com/identity/protocols/oauth2/scopes
import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import { globalId, type NodeId } from '../../model/node-id.ts'
import { type DeriveEmit, defineDerivation, type GivenNode } from '../derivation.ts'
import { customerOf, GoogleEstate } from './estate.ts'
import { type GoogleScope, googleScopes as table } from './scope-table.ts'

export const googleScopes = defineDerivation({
  id: 'google-scopes',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'What a user let an application do it does to what the user has; a client with domain-wide delegation does it to every user’s, an administrator’s too.',
  reads: {
    nodes: ['google_customer'],
    also: ['human', 'group', 'delegated', 'application', 'google_role'],
    edges: ['CONTAINS', 'APPLIES_TO'],
  },
  derive(given, emit) {
    const estates = new Map<NodeId, GoogleEstate>()
    for (const grant of given.nodes) {
      if (grant.kind !== 'Grant' || grant.provider !== 'google') continue
      const user = given.node(globalId(String(grant.properties?.['user'] ?? '')))
      const customer = customerOf(given, user ?? grant)
      const isDelegation = grant.properties?.['delegation'] === true
      if (!customer || (!isDelegation && (!user || user.properties?.['enabled'] === false))) continue
      const estate = estates.get(customer.id) ?? new GoogleEstate(given, emit, customer)
      estates.set(customer.id, estate)
      const held = new Set([grant.properties?.['scopes']].flat().map(String))
      for (const scope of table) {
        const named = scope.scopes.filter((it) => held.has(it))
        if (named.length === 0) continue
        const head = isDelegation ? overAll(estate, scope) : overOne(estate, scope, user!)
        if (head) say(emit, grant, user ?? customer, scope, named, head)
      }
    }
  },
})

interface Head {
  readonly to: NodeId
  readonly verdict: Verdict
}

function say(
  emit: DeriveEmit,
  grant: GivenNode,
  whose: GivenNode,
  { kinds, says, technique, source }: GoogleScope,
  named: readonly string[],
  { to, verdict }: Head,
) {
  const key = named.map((it) => it.replace(/^.*\/auth\//, '')).join(' ')
  for (const kind of kinds) {
    const claim = { kind, from: grant.id, to, key, confidence: 'granted', note: says, ...verdict } as const
    emit.edge([grant, whose], { ...claim, properties: { technique, source } })
  }
}

/** In the name of one user, and never more than he may. */
function overOne(estate: GoogleEstate, { on }: GoogleScope, user: GivenNode): Head | undefined {
  const isAdmin = estate.isAdmin(user.id)
  if (on === 'cloud') {
    return { to: user.id, verdict: inCloudOnly(user.name) }
  }
  if (on !== 'users' && on !== 'groups') return { to: estate.kept(on, user), verdict: allowed }
  if (!isAdmin) return undefined
  const isSuper = user.properties?.['superAdmin'] === true
  const to = on === 'users' && isSuper ? estate.customer.id : estate.all(on === 'users' ? 'ordinary users' : on)
  if (to === undefined) return undefined
  return { to, verdict: isSuper ? allowed : conditionalOn(`whether the role of ${user.name} lets it`) }
}

/** In the name of whomever it chooses. */
function overAll(estate: GoogleEstate, { on }: GoogleScope): Head | undefined {
  // It speaks as a super administrator, of whom every customer has one.
  if (on === 'users') return { to: estate.customer.id, verdict: allowed }
  if (on === 'mail' || on === 'drive' || on === 'calendar' || on === 'contacts') {
    return { to: estate.kept(on), verdict: allowed }
  }
  const to = estate.all(on === 'cloud' ? 'users' : 'groups')
  return to === undefined ? undefined : { to, verdict: on === 'cloud' ? inCloudOnly('its users') : allowed }
}

/** A user has mail and more besides, which the scope gives nothing of. */
const inCloudOnly = (whose: string): Verdict =>
  conditionalOn(`which rights of ${whose} are in Google Cloud: the scope lets it do no more`)
