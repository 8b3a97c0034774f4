// https://help.okta.com/en-us/content/topics/security/administrators-admin-comparison.htm
import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import type { NodeId } from '../../model/node-id.ts'
import { type Basis, type DeriveEmit, defineDerivation, type GivenNode } from '../derivation.ts'
import { type Held, OktaEstate } from './estate.ts'
import { harmless, limitable, type Power, powers } from './powers.ts'

export const oktaAdmins = defineDerivation({
  id: 'okta-admins',
  version: 1,
  adds: ['CAN_CONTROL', 'CAN_READ', 'CONTAINS'],
  says: 'An administrator of Okta takes over what the role is over: users by their passwords, groups by membership, applications by their secrets, and the organisation. An application needs the scope besides the role; a role that may be limited is left open where its targets were not imported.',
  reads: {
    nodes: ['okta_org'],
    also: [
      ...['human', 'group', 'oauth_app', 'okta_app', 'bot', 'service_account', 'client_secret', 'application'],
      ...['okta_role_assignment', 'okta_custom_role', 'okta_permission', 'okta_catalog_app'],
    ],
    edges: ['APPLIES_TO', 'MEMBER_OF', 'HAS_GRANT'],
  },
  derive(given, emit) {
    for (const org of given.nodes.filter(({ type }) => type === 'okta_org')) {
      const estate = new OktaEstate(given, emit, org)
      deriveOwnership(estate, emit)
      for (const held of estate.held) {
        const { role, permissions } = held
        if (role === 'CUSTOM' && !permissions) {
          const name = held.assignment.name
          emit.gap({ missing: `what the role ${name} allows`, settledBy: '/api/v1/iam/roles/<id>/permissions' })
        } else if (role !== 'CUSTOM' && !harmless.has(role) && !powers.some(({ roles }) => roles.includes(role))) {
          emit.gap({ missing: `what an administrator of the type ${role} may do` })
        }
        for (const power of powers) derivePower(estate, emit, held, power)
      }
    }
  },
})

/** Whoever controls the organisation controls what is in it. */
function deriveOwnership(estate: OktaEstate, emit: DeriveEmit) {
  const inside = (['ordinary users', 'ordinary groups', 'ordinary applications'] as const).flatMap((prize) => {
    const all = estate.all(prize)
    return all === undefined ? [] : [all]
  })
  const admins = new Map(estate.held.map(({ assignee }) => [assignee.id, assignee]))
  const edge = { kind: 'CONTAINS', from: estate.org.id, confidence: 'granted', ...allowed } as const
  for (const to of inside) emit.edge([estate.org], { ...edge, to })
  for (const admin of admins.values()) emit.edge([estate.org, admin], { ...edge, to: admin.id })
}

function derivePower(estate: OktaEstate, emit: DeriveEmit, held: Held, power: Power) {
  const { assignee, assignment, by, permissions = [] } = held
  const allowing = permissions.filter(({ properties }) =>
    power.permissions.includes(String(properties?.['permission'])),
  )
  if (!power.roles.includes(held.role) && allowing.length === 0) return
  const basis: Basis[number][] = [assignment, by, assignee, ...allowing]
  if (assignee.type === 'oauth_app') {
    const grant = estate
      .grantsOf(assignee.id)
      .find(({ properties }) => power.scopes.some((scope) => [properties?.['scopes']].flat().includes(scope)))
    if (!grant) return
    basis.push(grant)
  }
  for (const { to, on, verdict } of headsOf(estate, held, power)) {
    if (to === assignee.id) continue
    emit.edge([...basis, ...on], {
      kind: power.prize === 'client secrets' ? 'CAN_READ' : 'CAN_CONTROL',
      from: assignee.id,
      to,
      key: power.id,
      ease: power.prize === 'org' || power.prize === 'client secrets' ? 'direct' : 'escalation',
      confidence: 'granted',
      note: power.says,
      properties: { technique: power.technique, source: power.source },
      ...verdict,
    })
  }
}

interface Head {
  readonly to: NodeId
  readonly on: readonly GivenNode[]
  readonly verdict: Verdict
}

/** The whole of the prize, or what the role is limited to. */
function headsOf(estate: OktaEstate, { role, assignment, targets }: Held, { prize }: Power): readonly Head[] {
  const all = (verdict: Verdict): Head[] => {
    const to = estate.all(prize)
    return to === undefined ? [] : [{ to, on: [], verdict }]
  }
  if (targets.length > 0) return limitedTo(estate, targets, prize)
  if (role === 'CUSTOM') {
    const set = assignment.properties?.['resourceSet'] ?? 'its resource set'
    return all(conditionalOn(`what the resource set ${set} holds: /api/v1/iam/resource-sets/${set}/resources`))
  }
  if (!limitable.has(role) || assignment.properties?.['unlimited'] === true) return all(allowed)
  return all(
    conditionalOn(
      `whether the role ${assignment.name} is limited to some groups or applications: …/roles/<id>/targets`,
    ),
  )
}

function limitedTo(estate: OktaEstate, targets: readonly GivenNode[], prize: Power['prize']): Head[] {
  const members = new Map(estate.members(prize).map((node) => [node.id, node]))
  return targets.flatMap((target) => {
    const app = target.type === 'okta_catalog_app' ? target.properties?.['app'] : undefined
    const named =
      app !== undefined
        ? [...members.values()].filter(({ properties }) => properties?.['app'] === app)
        : prize === 'ordinary users'
          ? estate.membersOf(target.id)
          : [target]
    return named.flatMap((node) =>
      members.has(node.id) ? [{ to: node.id, on: [target, node], verdict: allowed }] : [],
    )
  })
}
