// https://cloud.google.com/iam/docs/resource-hierarchy-access-control
import type { Verdict } from '../../model/facts.ts'
import { allowed, conditionalOn } from '../../model/facts.ts'
import type { NodeId } from '../../model/node-id.ts'
import { defineDerivation, type GivenNode } from '../derivation.ts'
import { Everything, type ResourceClass, type Scopes } from '../scoped/scopes.ts'
import { type Binding, bindingReads, bindingsOf, gcpScopes } from './bindings.ts'
import { verdictOf } from './condition.ts'
import { type GcpRight, gcpRights } from './rights.ts'

export const gcpAccess = defineDerivation({
  id: 'gcp-access',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL', 'CAN_ASSUME', 'CONTAINS', 'MEMBER_OF'],
  says: 'A role over an organisation, folder, project or resource gives what its permissions come to for everything in it; who may set its policy controls it, and who may have tokens or keys of a service account made becomes that account.',
  reads: bindingReads,
  derive(given, emit) {
    const { bindings, unknown } = bindingsOf(given)
    for (const role of unknown) {
      emit.gap({ missing: `what ${role} allows`, settledBy: `gcloud iam roles describe ${role} --format=json` })
    }
    const scopes = gcpScopes(given)
    const everything = new Everything(scopes, emit)
    for (const binding of bindings) {
      const { member, role, at, permissions, terms, basis } = binding
      for (const right of gcpRights) {
        if (!right.permissions.some((it) => permissions.has(it))) continue
        const verdict = verdictOf(terms.missing, right.missing)
        for (const { kind, to } of headsOf(scopes, everything, at, right)) {
          emit.edge(basis, {
            kind,
            from: member.id,
            to,
            key: `${role.name}: ${right.id}`,
            confidence: 'granted',
            note: right.says,
            properties: { technique: right.technique, source: right.source },
            ...timesOf(terms),
            ...verdict,
          })
        }
      }
      overScope(binding, scopes, emit.edge)
    }
    for (const group of given.nodes.filter(({ type }) => type === 'gcp_basic_role_holders')) {
      const [sort, project] = [String(group.properties?.['sort']), String(group.properties?.['project'])]
      const name = `roles/${sort.replace('project', '').toLowerCase()}`
      for (const { member, role, at, terms, basis } of bindings) {
        if (role.name !== name || at.type !== 'gcp_project' || at.name !== project || member.id === group.id) continue
        const edge = { kind: 'MEMBER_OF', from: member.id, to: group.id, confidence: 'granted' } as const
        emit.edge([...basis, group], { ...edge, ...timesOf(terms), ...verdictOf(terms.missing) })
      }
    }
  },
})

const timesOf = ({ startsAt, expiresAt }: Binding['terms']) => ({
  ...(startsAt ? { startsAt } : {}),
  ...(expiresAt ? { expiresAt } : {}),
})

/** What a right over a resource is had on: the resource, and everything of its type in a scope. */
function headsOf(scopes: Scopes, everything: Everything, at: GivenNode, right: GcpRight) {
  const { kind, type } = right
  // One service account by name is taken on, and all of a scope are controlled as one.
  if (at.type === type && at.properties?.['enabled'] === false) return []
  if (at.type === type) return [{ kind: type === 'service_account' ? 'CAN_ASSUME' : kind, to: at.id }, ...below()]
  return below()

  function below(): { kind: string; to: NodeId }[] {
    const all = scopes.isScope(at) ? everything.of(at, classOf(type)) : undefined
    return all === undefined ? [] : [{ kind, to: all }]
  }
}

const classOf = (type: string): ResourceClass => ({
  key: type,
  name: `${type.replace('gcp_', '').replaceAll('_', ' ')}s`,
  verdictOf: (node): Verdict | undefined =>
    node.type === type && node.properties?.['enabled'] !== false ? allowed : undefined,
})

const basic: ReadonlyMap<string, readonly string[]> = new Map([
  ['roles/viewer', ['CAN_READ']],
  ['roles/editor', ['CAN_READ', 'CAN_WRITE']],
])

/** A basic role is about everything in the scope, whatever it is. */
function overScope(
  { member, role, at, terms, basis }: Binding,
  scopes: Scopes,
  emit: Parameters<typeof gcpAccess.derive>[1]['edge'],
) {
  if (!scopes.isScope(at)) return
  for (const kind of basic.get(role.name) ?? []) {
    const edge = { kind, from: member.id, to: at.id, key: role.name, confidence: 'granted' } as const
    emit(basis, { ...edge, ...timesOf(terms), ...(terms.missing ? conditionalOn(terms.missing) : allowed) })
  }
}
