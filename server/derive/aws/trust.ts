import { parseArn } from '../../model/arn.ts'
import { holds } from './condition.ts'
import { contextOf, type KeyState, one } from './context.ts'
import { contextOfPrincipal, contextOfQuestion, decide, decisionOf, denied, guardsOf } from './evaluate.ts'
import type { Principal } from './model.ts'
import type { Decision } from './policy.ts'
import type { StatedPrincipal, Statement } from './statement.ts'
import { both, either, not, reworded, type Truth } from './truth.ts'

/** How a trust policy names who may take on its role. */
export type Trusted =
  | { readonly who: 'principal'; readonly arn: string }
  | { readonly who: 'session'; readonly account: string; readonly role: string; readonly session: string }
  | { readonly who: 'account'; readonly account: string; readonly partition: string }
  | { readonly who: 'anyone' }
  | { readonly who: 'service'; readonly service: string }
  | { readonly who: 'federated'; readonly provider: string }
  /** An id such as `AROA…`: AWS writes it once the principal is deleted. */
  | { readonly who: 'deleted' }

export function trustedBy({ kind, value }: StatedPrincipal): Trusted {
  if (kind === 'Service') return { who: 'service', service: value }
  if (kind === 'Federated') return { who: 'federated', provider: value }
  if (value === '*') return { who: 'anyone' }
  if (/^\d{12}$/.test(value)) return { who: 'account', account: value, partition: 'aws' }
  const arn = parseArn(value)
  if (arn === undefined) return { who: 'deleted' }
  const { account, partition, resource } = arn
  if (resource === 'root') return { who: 'account', account, partition }
  const [, role, session] = /^assumed-role\/([^/]+)\/(.+)$/.exec(resource) ?? []
  if (role !== undefined && session !== undefined) return { who: 'session', account, role, session }
  return { who: 'principal', arn: value }
}

/** Whether a statement of a trust policy means the principal, be it by name, by account or by anyone. */
function names(statement: Statement, { arn, account }: Principal): boolean {
  const named = statement.principals.some((stated) => {
    const trusted = trustedBy(stated)
    if (trusted.who === 'principal') return trusted.arn === arn
    // A complement that lists an account spares only what signs in as the account itself.
    const ofAccount = trusted.who === 'account' && trusted.account === account && !statement.notPrincipals
    return trusted.who === 'anyone' || ofAccount
  })
  return statement.notPrincipals ? !named : named
}

const ACTION = 'sts:AssumeRole'

/**
 * May a principal that the statement names take on the role? In the same account a trust that names it, or anyone,
 * suffices; one that names the account leaves it to the principal's own policies; across accounts both sides must allow.
 */
export function mayAssume(principal: Principal, role: Principal, statement: Statement, byName: boolean): Decision {
  const trust = role.trust!
  const question = { action: ACTION, resource: role.arn }
  const context = contextOfQuestion(question, contextOfPrincipal(principal))
  const trusts = both([
    holds(statement.conditions, context, true),
    not(
      either(deniesOf(role).map((deny) => (names(deny, principal) ? holds(deny.conditions, context, false) : false))),
    ),
  ])
  const by = { attached: trust, statement }
  if (trusts === false) return denied
  if (byName && principal.account === role.account) {
    // What a role or user is given by name in its own account, its missing allow does not take away; a deny does.
    const guards = guardsOf(
      { ...principal, boundary: undefined },
      principal.identity,
      ACTION.toLowerCase(),
      role.arn,
      context,
    )
    return decisionOf(both([labelled(trusts, role), guards]), by)
  }
  const own = decide({ principal }, question)
  return decisionOf(both([labelled(trusts, role), own.truth]), by, ...own.by)
}

const serviceTrusts = new WeakMap<Principal, Map<string, Truth>>()

/** Whether a role lets a service take it on, in a workload that the role's own account makes. */
export function trustsService(role: Principal, service: string): Truth {
  const ofRole = serviceTrusts.get(role) ?? new Map<string, Truth>()
  serviceTrusts.set(role, ofRole)
  const known = ofRole.get(service) ?? findServiceTrust(role, service)
  ofRole.set(service, known)
  return known
}

function findServiceTrust(role: Principal, service: string): Truth {
  const context = contextOf(
    new Map<string, KeyState>([
      ['aws:sourceaccount', one(role.account)],
      ['aws:sourcearn', 'chosen'],
      ['aws:currenttime', 'now'],
      ['aws:epochtime', 'now'],
      ['aws:principalisawsservice', one('true')],
    ]),
  )
  const about = role.trust?.policy.about(ACTION.toLowerCase())
  const states = ({ principals }: Statement) =>
    principals.some(({ kind, value }) => kind === 'Service' && sameService(value, service))
  const allows = (about?.allows ?? []).filter((it) => states(it) && !it.notPrincipals)
  const denies = deniesOf(role).filter((it) => (states(it) || it.principals.some(isAnyone)) !== it.notPrincipals)
  const trusts = both([
    either(allows.map(({ conditions }) => holds(conditions, context, true))),
    not(either(denies.map(({ conditions }) => holds(conditions, context, false)))),
  ])
  return labelled(trusts, role)
}

const isAnyone = ({ kind, value }: StatedPrincipal): boolean => kind === 'AWS' && value === '*'

/** China's partition writes some services with `.amazonaws.com.cn`. */
const sameService = (stated: string, service: string) => stated === service || stated === `${service}.cn`

export const deniesOf = ({ trust }: Principal): readonly Statement[] =>
  trust?.policy.about(ACTION.toLowerCase()).denies.filter(({ principals }) => principals.length > 0) ?? []

export const labelled = (truth: Truth, role: Principal): Truth =>
  reworded(truth, (it) => `${it} (trust policy of ${role.name})`)
