import { choosing, choosingTruth } from './choices.ts'
import { holds } from './condition.ts'
import { type Context, contextOf, type KeyState, one } from './context.ts'
import { contextFor, decideIn } from './evaluate.ts'
import { controlsAllow, limitsAllow, notDenied } from './guards.ts'
import type { Principal } from './model.ts'
import { deniesTo, namedBy } from './named.ts'
import { type Attached, type Decision, decisionOf, denied } from './policy.ts'
import type { StatedPrincipal, Statement } from './statement.ts'
import { both, either, not, reworded, type Truth } from './truth.ts'

const ACTION = 'sts:AssumeRole'

/**
 * May a principal that the statement names take on the role? In the same account a trust that names it, or anyone,
 * suffices; one that names the account leaves it to the principal's own policies; across accounts both sides must allow.
 */
export function mayAssume(
  principal: Principal,
  role: Principal,
  statement: Statement,
  byName: boolean,
  sessionName?: string,
): Decision {
  const isNear = byName && principal.account === role.account
  const tags = letsTag(role) && (isNear || principal.identity.some(allowsTagging)) ? 'chosen' : 'absent'
  const stated = sessionName === undefined ? undefined : new Map([['sts:rolesessionname', one(sessionName)]])
  const question = { action: ACTION, resource: role.arn, context: stated }
  const context = withSessionTags(contextFor(principal, question), tags)
  const assumes = (tried: Context) => assumeIn(tried, principal, role, statement, byName)
  const plain = choosing(withSourceIdentity(context, 'absent'), assumes)
  if (plain.truth === true || !letsNameSource(role)) return plain
  const named = choosing(withSourceIdentity(context, 'chosen'), (tried) => {
    const { truth, by } = assumes(tried)
    return decisionOf(truth === false ? false : both([truth, maySetSource(tried, principal, role)]), ...by)
  })
  return named.truth === true || plain.truth === false ? named : plain
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html */
const NAME_SOURCE = 'sts:SetSourceIdentity'
const letsNameSource = ({ trust }: Principal) => (trust?.policy.about(NAME_SOURCE.toLowerCase()).allows.length ?? 0) > 0
const withSourceIdentity = (context: Context, state: KeyState): Context => ({
  ...context,
  key: (name) => (name.toLowerCase() === 'sts:sourceidentity' ? state : context.key(name)),
})

/** A source identity is sent only where both sides let the caller set it; one in its own account that the trust names needs no more. */
function maySetSource(context: Context, principal: Principal, role: Principal): Truth {
  const isNear = principal.account === role.account
  const { allows = [], denies = [] } = role.trust?.policy.about(NAME_SOURCE.toLowerCase()) ?? {}
  const lets = allows.map((statement) => {
    const { itself, account } = namedBy(statement, principal)
    const own = isNear ? itself : false
    const byPolicy =
      own === true
        ? notDenied(principal, principal.identity, { action: NAME_SOURCE.toLowerCase(), resource: role.arn, context })
        : decideIn(context, { principal }, { action: NAME_SOURCE, resource: role.arn }).truth
    return both([account || itself, holds(statement.conditions, context, true), byPolicy])
  })
  const shut = denies.map((deny) => both([deniesTo(deny, principal), holds(deny.conditions, context, false)]))
  return both([either(lets), not(either(shut))])
}

const allowsTagging = ({ policy }: Attached): boolean => policy.about('sts:tagsession').allows.length > 0
export const letsTag = ({ trust }: Principal): boolean => trust !== undefined && allowsTagging(trust)

/** Tags are sent with a session only where sts:TagSession is allowed; what a token says of them its issuer decides. */
export const withSessionTags = (context: Context, tags: KeyState): Context => ({
  ...context,
  key: (name) => (/^aws:(requesttag\/|tagkeys$)/i.test(name) ? tags : context.key(name)),
})

function assumeIn(context: Context, principal: Principal, role: Principal, statement: Statement, byName: boolean) {
  const trust = role.trust!
  const trusts = both([
    holds(statement.conditions, context, true),
    not(
      either(deniesOf(role).map((deny) => both([deniesTo(deny, principal), holds(deny.conditions, context, false)]))),
    ),
  ])
  const by = { attached: trust, statement }
  if (trusts === false) return denied
  if (byName && principal.account === role.account) {
    // What is given by name in its own account, a missing allow does not take away; a deny does, and so does the
    // organisation. A boundary limits a role all the same, and not a user.
    const request = { action: ACTION.toLowerCase(), resource: role.arn, context }
    const guards = [notDenied(principal, principal.identity, request), controlsAllow(principal, request)]
    const limit = principal.kind === 'role' ? limitsAllow(principal, request) : true
    return decisionOf(both([labelled(trusts, role), limit, ...guards]), by)
  }
  const own = decideIn(context, { principal }, { action: ACTION, resource: role.arn })
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
  const trusts = choosingTruth(context, (tried) =>
    both([
      either(allows.map(({ conditions }) => holds(conditions, tried, true))),
      not(either(denies.map(({ conditions }) => holds(conditions, tried, false)))),
    ]),
  )
  return labelled(trusts, role)
}

const isAnyone = ({ kind, value }: StatedPrincipal): boolean => kind === 'AWS' && value === '*'

/** China's partition writes some services with `.amazonaws.com.cn`. */
const sameService = (stated: string, service: string) => stated === service || stated === `${service}.cn`

export const deniesOf = ({ trust }: Principal): readonly Statement[] =>
  trust?.policy.about(ACTION.toLowerCase()).denies.filter(({ principals }) => principals.length > 0) ?? []

export const labelled = (truth: Truth, role: Principal): Truth =>
  reworded(truth, (it) => `${it} (trust policy of ${role.name})`)
