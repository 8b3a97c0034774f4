// https://cloud.google.com/iam/docs/service-accounts-actas
import { allowed } from '../../model/facts.ts'
import { defineDerivation, type GivenNode } from '../derivation.ts'
import { Memberships } from '../scoped/memberships.ts'
import { Everything, type ResourceClass } from '../scoped/scopes.ts'
import { type Binding, bindingReads, bindingsOf, gcpScopes } from './bindings.ts'
import { verdictOf } from './condition.ts'
import { actAs, serviceAgents } from './rights.ts'

const accounts: ResourceClass = {
  key: 'service_account',
  name: 'service accounts',
  verdictOf: ({ type, properties }) =>
    type === 'service_account' && properties?.['enabled'] !== false ? allowed : undefined,
}

export const gcpActAs = defineDerivation({
  id: 'gcp-act-as',
  version: 1,
  adds: ['CAN_CONTROL', 'CONTAINS'],
  says: 'Who may act as a service account, and create something that runs as one, runs code as it; builds and deployments run as the project’s own accounts, for whoever may start them.',
  reads: bindingReads,
  derive(given, emit) {
    const { bindings } = bindingsOf(given)
    const scopes = gcpScopes(given)
    const everything = new Everything(scopes, emit)
    const memberships = new Memberships(given)
    const makers = Map.groupBy(
      bindings.filter(({ permissions }) => actAs.create.some((it) => permissions.has(it))),
      ({ member }) => member.id,
    )
    for (const acts of bindings.filter(({ permissions }) => permissions.has(actAs.permission))) {
      const { at, member } = acts
      const to =
        at.type === 'service_account'
          ? accounts.verdictOf(at) && at.id
          : scopes.isScope(at)
            ? everything.of(at, accounts)
            : undefined
      if (to === undefined) continue
      const makersFor = (id: GivenNode['id']) => [...memberships.withGroups(id)].flatMap((one) => makers.get(one) ?? [])
      const who = makersFor(member.id).length > 0 ? [member.id] : [...memberships.withMembers(member.id)].slice(1)
      for (const one of who) {
        const maker = makersFor(one).toSorted(firmestFirst)[0]
        if (maker) emit.edge([...acts.basis, ...maker.basis], { from: one, to, ...claimOf(actAs, acts, maker) })
      }
    }
    for (const agent of serviceAgents) {
      const agents = bindings.filter(({ member }) => agent.account.test(member.name))
      for (const starts of bindings.filter(({ permissions }) => permissions.has(agent.permission))) {
        for (const { member, at, basis } of agents) {
          // The account is the project's own, so it is bound in the project that the right is over.
          if (member.id === starts.member.id || !scopes.isWithin(at.id, starts.at.id)) continue
          const claim = claimOf(agent, starts, starts)
          emit.edge([...starts.basis, ...basis], { from: starts.member.id, to: member.id, ...claim })
        }
      }
    }
  },
})

interface Step {
  readonly id: string
  readonly says: string
  readonly technique: string
  readonly source: string
  readonly missing?: string
}

const claimOf = ({ id, says, technique, source, missing }: Step, one: Binding, other: Binding) =>
  ({
    kind: 'CAN_CONTROL',
    key: id,
    ease: 'escalation',
    confidence: 'granted',
    note: says,
    properties: { technique, source },
    ...windowOf(one, other),
    ...verdictOf(one.terms.missing, other.terms.missing, missing),
  }) as const

function windowOf(one: Binding, other: Binding) {
  const ends = [one, other].flatMap(({ terms }) => terms.expiresAt ?? []).sort()
  const starts = [one, other].flatMap(({ terms }) => terms.startsAt ?? []).sort()
  return {
    ...(starts.length > 0 ? { startsAt: starts.at(-1)! } : {}),
    ...(ends.length > 0 ? { expiresAt: ends[0]! } : {}),
  }
}

const firmestFirst = (a: Binding, b: Binding) =>
  Number(a.terms.missing !== undefined) - Number(b.terms.missing !== undefined) ||
  compare(b.terms.expiresAt ?? '~', a.terms.expiresAt ?? '~') ||
  compare(a.role.id, b.role.id) ||
  compare(a.at.id, b.at.id)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
