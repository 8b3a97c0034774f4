import { conditionalOn, type EdgeClaim, type Verdict } from '../../model/facts.ts'
import { identityTypes } from '../../model/kinds.ts'
import { matcher } from '../aws/match.ts'
import { defineDerivation, type Given, type GivenEdge, type GivenNode } from '../derivation.ts'
import { ANY_SUBJECT } from '../outside-subject.ts'
import { bareIssuer, holderTypes, type TokenHolder, tokenHolders } from './oidc-tokens.ts'

export const useGrant = defineDerivation({
  id: 'join-use-grant',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'Who was seen taking on a role can: the grant that let him in is observed from then on. Where only everybody, or a pattern of subjects, is let in, it was this one; where no policy of the role is known, whether it still lets him in is the missing fact.',
  reads: { nodes: ['role'], also: [...identityTypes, ...holderTypes], edges: ['USED', 'CAN_ASSUME'] },
  derive(given, emit) {
    const seen = given.edges.filter(assumes)
    if (seen.length === 0) return
    const grants = Map.groupBy(
      given.edges.filter(({ kind }) => kind === 'CAN_ASSUME'),
      ({ to }) => to,
    )
    const holders = Map.groupBy(tokenHolders(given), ({ node }) => node.id)
    for (const use of seen) {
      const [who, role] = [given.node(use.from), given.node(use.to)]
      if (!who || role?.type !== 'role') continue
      const fitting = (grants.get(role.id) ?? []).filter((grant) => letsIn(given, grant, who, holders))
      const basis = [who, role, use]
      for (const grant of fitting) if (!isAnybody(given.node(grant.from))) emit.edge(basis, observed(grant, who.name))
      if (fitting.some(({ from }) => from === who.id)) continue
      const own = { kind: 'CAN_ASSUME', from: who.id, to: role.id, key: 'seen', confidence: 'observed' } as const
      const [best] = [...fitting].sort((a, b) => (a.verdict < b.verdict ? -1 : 1))
      if (best) emit.edge(basis, { ...own, ...gatesOf(best), ...verdictOf(best), note: noteOf(who.name) })
      else if (role.stub) {
        const missing = `whether the trust policy of ${role.name} still lets ${who.name} in: aws iam get-role`
        emit.edge(basis, { ...own, ...conditionalOn(missing), note: noteOf(who.name) })
      }
    }
  },
})

/** A log shows a call of `sts:AssumeRole`, `…WithWebIdentity` or `…WithSAML`. */
function assumes({ kind, properties }: GivenEdge): boolean {
  const actions = properties?.['actions']
  if (kind !== 'USED' || !Array.isArray(actions)) return false
  return actions.some((it: { action?: unknown }) => String(it?.action).startsWith('sts:AssumeRole'))
}

const noteOf = (name: string) => `A log shows that ${name} took it on.`

/** The same edge, firmer: the two are one in the graph. */
function observed(grant: GivenEdge, name: string): EdgeClaim {
  const { kind, from, to, key, ease, startsAt, expiresAt } = grant
  return {
    ...{ kind, from, to, confidence: 'observed', note: noteOf(name) },
    ...(key === undefined ? {} : { key }),
    ...(ease === undefined ? {} : { ease }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...gatesOf(grant),
    ...verdictOf(grant),
  }
}

const verdictOf = (grant: GivenEdge): Verdict =>
  grant.verdict === 'conditional' ? conditionalOn(grant.missing) : { verdict: 'allowed' }
const gatesOf = ({ gates }: GivenEdge) => (gates ? { gates } : {})

const textOf = ({ properties }: GivenNode, name: string) => {
  const value = properties?.[name]
  return typeof value === 'string' ? value : undefined
}
const isAnybody = (node: GivenNode | undefined) => node !== undefined && textOf(node, 'subject') === ANY_SUBJECT

/** Whether whoever the grant lets in is, or may sign in as, the one that was seen. */
function letsIn(
  given: Given,
  grant: GivenEdge,
  who: GivenNode,
  holders: ReadonlyMap<string, readonly TokenHolder[]>,
): boolean {
  if (grant.from === who.id) return true
  const [issuer, subject] = [textOf(who, 'issuer'), textOf(who, 'subject')]
  const holder = given.node(grant.from)
  if (issuer === undefined || subject === undefined || !holder) return false
  const isSame = (other: string | undefined) => other !== undefined && bareIssuer(other) === bareIssuer(issuer)
  const pattern = textOf(holder, 'subject')
  if (isSame(textOf(holder, 'issuer')) && pattern !== undefined) return matcher(pattern)(subject)
  return (holders.get(holder.id) ?? []).some(
    (it) => isSame(it.issuer) && matcher(it.subject.pattern)(subject) && !it.subject.except.includes(subject),
  )
}
