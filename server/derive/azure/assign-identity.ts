// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/identity#managed-identity-operator
import { allowed, conditionalOn } from '../../model/facts.ts'
import type { NodeId } from '../../model/node-id.ts'
import { defineDerivation, type GivenNode } from '../derivation.ts'
import { Memberships } from '../scoped/memberships.ts'
import { Everything, type ResourceClass } from '../scoped/scopes.ts'
import { azureTypes } from './access.ts'
import { Denies, type Held, heldRoles } from './assignments.ts'
import { assignIdentity } from './rights.ts'
import { azureScopes } from './scope-kinds.ts'

const { assign, onto, says, technique, source } = assignIdentity

const identities: ResourceClass = {
  key: 'azure_managed_identity',
  name: 'managed identities',
  verdictOf: ({ type }) => (type === 'azure_managed_identity' ? allowed : undefined),
}

export const azureAssignIdentity = defineDerivation({
  id: 'azure-assign-identity',
  version: 1,
  adds: ['CAN_EXECUTE', 'CONTAINS'],
  says: 'Who may assign a managed identity, and make or change something that it can be assigned to, runs code as that identity.',
  reads: {
    nodes: ['azure_managed_identity'],
    also: [
      'azure_role',
      ...azureTypes.filter((type) => type !== 'azure_managed_identity'),
      'azure_deny_assignment',
      'entra_tenant',
      ...['human', 'group', 'oauth_app', 'agent', 'workload', 'entra_object'],
    ],
    edges: ['APPLIES_TO', 'CONTAINS', 'MEMBER_OF'],
  },
  derive(given, emit) {
    const memberships = new Memberships(given)
    const scopes = azureScopes(given)
    const denies = new Denies(given, scopes, memberships)
    const everything = new Everything(scopes, emit)
    const may = ({ permissions, principal, scope }: Held, action: string) =>
      permissions.allows(action) && !denies.isDenied(denies.of(principal), scope.id, action, false)

    const { held } = heldRoles(given)
    const makers = Map.groupBy(
      held.filter((it) => onto.some((action) => may(it, action))),
      ({ principal }) => principal.id,
    )
    const makersFor = (id: NodeId): readonly Held[] =>
      [...memberships.withGroups(id)].flatMap((one) => makers.get(one) ?? [])

    for (const assigns of held.filter((it) => assign.some((action) => may(it, action)))) {
      const { principal, scope, basis, verdict } = assigns
      const to = scopes.isScope(scope) ? everything.of(scope, identities) : identities.verdictOf(scope) && scope.id
      if (to === undefined) continue
      // A group that may do both hands it to its members; else each member brings the other half along or not.
      const whole = makersFor(principal.id).length > 0
      const who = whole ? [principal.id] : [...memberships.withMembers(principal.id)].slice(1)
      for (const one of who.flatMap((id) => given.node(id) ?? [])) {
        const [maker] = makersFor(one.id).toSorted(unconditionalFirst)
        if (!maker) continue
        const missing = [verdict.missing, maker.verdict.missing].flatMap((it) => it ?? [])
        emit.edge([...basis, ...maker.basis, one] as GivenNode[], {
          kind: 'CAN_EXECUTE',
          from: one.id,
          to,
          key: assignIdentity.id,
          ease: 'escalation',
          confidence: 'granted',
          note: says,
          properties: { technique, source },
          ...(missing.length > 0 ? conditionalOn(missing.join('; ')) : allowed),
        })
      }
    }
  },
})

const unconditionalFirst = (a: Held, b: Held) =>
  Number(a.verdict.verdict === 'conditional') - Number(b.verdict.verdict === 'conditional') ||
  (a.role.id < b.role.id ? -1 : a.role.id > b.role.id ? 1 : a.scope.id < b.scope.id ? -1 : 1)
