// https://support.google.com/a/answer/2405986
import { allowed, conditionalOn } from '../../model/facts.ts'
import { defineDerivation, type GivenEdge, type GivenNode } from '../derivation.ts'
import { GoogleEstate } from './estate.ts'

/** Privileges of an administrator's role that make more of whoever has them. */
const privileges: readonly {
  readonly id: string
  readonly named: RegExp
  readonly on: 'ordinary users' | 'groups'
  readonly says: string
  readonly technique: string
}[] = [
  {
    id: 'reset-password',
    named: /^(?:USERS_ALL|USERS_UPDATE|USERS_RESET_PASSWORD|USER_SECURITY_ALL)$/,
    on: 'ordinary users',
    says: 'It may set the passwords of users who are no administrators.',
    technique: 'T1098',
  },
  {
    id: 'manage-groups',
    named: /^(?:GROUPS_ALL|GROUPS_UPDATE|GROUPS_MANAGE|ADMIN_GROUPS?_ALL)$/,
    on: 'groups',
    says: 'It may make anybody a member of a group.',
    technique: 'T1098.007',
  },
]
const source = 'https://developers.google.com/workspace/admin/directory/v1/guides/manage-roles'

export const googleAdmins = defineDerivation({
  id: 'google-admins',
  version: 1,
  adds: ['CAN_CONTROL', 'CONTAINS'],
  says: 'A super administrator controls Google Workspace and everybody in it; another administrator’s role does what its privileges let it, and never to an administrator.',
  reads: { nodes: ['google_customer'], also: ['human', 'group', 'google_role'], edges: ['APPLIES_TO', 'CONTAINS'] },
  derive(given, emit) {
    for (const customer of given.nodes.filter(({ type }) => type === 'google_customer')) {
      const estate = new GoogleEstate(given, emit, customer)
      const control = (admin: GivenNode, basis: readonly (GivenNode | GivenEdge)[]) =>
        emit.edge([admin, customer, ...basis], {
          kind: 'CAN_CONTROL',
          from: admin.id,
          to: customer.id,
          key: 'super administrator',
          confidence: 'granted',
          note: 'It is a super administrator.',
          properties: { source },
          ...allowed,
        })
      for (const user of estate.users) if (user.properties?.['superAdmin'] === true) control(user, [])
      for (const edge of given.edges) {
        const [role, holder] = edge.key?.startsWith('google role') ? [given.node(edge.from), given.node(edge.to)] : []
        if (!role || !holder || role.account !== customer.account || holder.properties?.['enabled'] === false) continue
        if (role.properties?.['superAdmin'] === true) control(holder, [role, edge])
        const held = [role.properties?.['privileges']].flat().map(String)
        const unit = edge.properties?.['orgUnit']
        for (const { id, named, on, says, technique } of privileges) {
          const to = held.some((it) => named.test(it)) ? estate.all(on) : undefined
          if (to === undefined) continue
          emit.edge([role, edge, holder], {
            kind: 'CAN_CONTROL',
            from: holder.id,
            to,
            key: id,
            ease: 'escalation',
            confidence: 'granted',
            note: says,
            properties: { technique, source },
            ...(unit === undefined ? allowed : conditionalOn(`who is in the organisational unit ${unit}`)),
          })
        }
      }
    }
  },
})
