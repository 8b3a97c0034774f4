import { awsAccount, globalId } from '../../model/node-id.ts'
import { ANY_SUBJECT as ANY, outsideSubject } from '../outside-subject.ts'
import type { Condition } from './condition.ts'
import { contextOf, type KeyState, one } from './context.ts'
import { matcher } from './match.ts'
import type { AwsModel, Principal } from './model.ts'
import { operatorOf } from './operators.ts'
import { emitOutside, lets, type Trust, type Trusting } from './outside.ts'
import { samples } from './samples.ts'
import type { StatedPrincipal, Statement } from './statement.ts'
import { letsTag, withSessionTags } from './trust.ts'
import { both, either, open, type Truth } from './truth.ts'

const ACTIONS = ['sts:assumerolewithwebidentity', 'sts:assumerolewithsaml']

/** An OIDC issuer is one thing to all accounts; a SAML provider is its account's own. */
const issuerOf = (provider: string): string =>
  isSaml(provider) ? provider : provider.replace(/^.*:oidc-provider\//s, '')

/** The subjects that trusts name, by issuer: each may fit another trust, too. */
export type Subjects = ReadonlyMap<string, ReadonlySet<string>>

export function subjectsOf({ principals }: AwsModel): Subjects {
  const found = new Map<string, Set<string>>()
  for (const { trust } of principals.values()) {
    for (const statement of trust?.policy.statements ?? []) {
      for (const provider of providersOf(statement)) {
        const issuer = issuerOf(provider)
        const known = found.get(issuer) ?? new Set<string>()
        found.set(issuer, known)
        for (const subject of ownSubjects(statement, issuer)) known.add(subject)
      }
    }
  }
  return found
}

function providersOf(statement: Statement): readonly string[] {
  const { effect, notPrincipals, principals, onAction } = statement
  if (effect !== 'Allow' || notPrincipals || !ACTIONS.some(onAction)) return []
  return principals.flatMap(({ kind, value }) => (kind === 'Federated' ? [value] : []))
}

const isSaml = (issuer: string): boolean => issuer.includes(':saml-provider/')
const claim = (issuer: string, name: string) => (isSaml(issuer) ? `saml:${name}` : `${issuer.toLowerCase()}:${name}`)
const subjectTests = ({ conditions }: Statement, issuer: string): readonly Condition[] =>
  conditions.filter(({ key }) => key.toLowerCase() === claim(issuer, 'sub'))
const isPositive = ({ operator }: Condition): boolean => operatorOf(operator).operator?.negated === false

/** As the statement writes them; no subject holds a star, so one that is compared literally names nobody. */
function ownSubjects(statement: Statement, issuer: string): readonly string[] {
  const tests = subjectTests(statement, issuer).filter(isPositive)
  if (tests.length === 0) return [ANY]
  return tests.flatMap(({ operator, values }) =>
    values.filter((it) => operatorOf(operator).operator?.patterns === true || !/[*?]/.test(it)),
  )
}

/** An outside issuer vouches for a subject; whoever fits what the trust asks for comes in. */
export function deriveFederated(work: Trusting, subjects: Subjects): void {
  for (const provider of providersOf(work.statement)) {
    if (!isRegistered(work, provider)) continue
    const issuer = issuerOf(provider)
    for (const subject of subjects.get(issuer) ?? []) {
      emitOutside(work, outsideSubject(issuer, subject), comesIn(work, provider, subject))
    }
  }
}

/** The role's SAML providers, and whether it takes whatever they assert: whoever writes a provider's metadata signs as it. */
export function forgeries(
  model: AwsModel,
  role: Principal,
): readonly { readonly provider: string; readonly forged: Truth }[] {
  return (role.trust?.policy.statements ?? []).flatMap((statement) =>
    providersOf(statement)
      .filter(isSaml)
      .map((provider) => ({ provider, forged: takesAnything({ model, role, statement }, provider) })),
  )
}

function takesAnything(work: Trust, provider: string): Truth {
  const asserted = (key: string): KeyState | undefined => (/^saml:/i.test(key) ? 'chosen' : undefined)
  const times = contextOf(
    new Map<string, KeyState>([
      ['aws:currenttime', 'now'],
      ['aws:epochtime', 'now'],
    ]),
  )
  const context = { key: (name: string) => asserted(name) ?? times.key(name) }
  const means = ({ kind, value }: StatedPrincipal) => kind === 'Federated' && value === provider
  const caller = { context: withSessionTags(context, letsTag(work.role) ? 'chosen' : 'absent') }
  return lets(work, caller, means, 'sts:assumerolewithsaml')
}

/** A trust in a provider that the account does not have lets nobody in; without a list of them it is taken for there. */
function isRegistered({ model, role }: Trusting, provider: string): boolean {
  if (!provider.startsWith('arn:')) return true
  const list = isSaml(provider) ? 'samlProvidersListed' : 'oidcProvidersListed'
  const isListed = model.given.node(awsAccount(role.account))?.properties?.[list] === true
  const node = model.given.node(globalId(provider))
  return !isListed || (node !== undefined && node.stub !== true)
}

function comesIn(work: Trusting, provider: string, subject: string): Truth {
  const issuer = issuerOf(provider)
  const isOwn = ownSubjects(work.statement, issuer).includes(subject)
  // Anyone of the issuer fits only a trust that asks for no subject.
  if (subject === ANY && !isOwn) return false
  const tests = (work.role.trust!.policy.statements ?? []).flatMap((it) => subjectTests(it, issuer))
  const shapes = tests.flatMap(({ operator, values }) =>
    values.map((text) => ({ text, wild: operatorOf(operator).operator?.patterns === true })),
  )
  const texts = /[*?]/.test(subject) ? samples([{ text: subject, wild: true }, ...shapes]) : [subject]
  if (texts === undefined) return open(`which subjects of ${issuer} fit all that the trust asks`)
  const fits = matcher(subject)
  const fitting = texts.filter(fits)
  const truths = fitting.map((text) => admits(work, provider, text))
  if (isOwn) return either(truths)
  const all = both(truths)
  if (all !== false || fitting.length === 0) return all
  return both([either(truths), open(`whether its subject fits what the trust asks`)])
}

/** One token, with just this subject; what else it says is asked for by whoever wants it, or is not known. */
function admits(work: Trusting, provider: string, subject: string): Truth {
  const issuer = issuerOf(provider)
  const audiences = work.model.given.node(globalId(provider))?.properties?.['clientIds']
  const audience = claim(issuer, 'aud')
  const known = new Map<string, KeyState>([
    [claim(issuer, 'sub'), one(subject)],
    [audience, 'chosen'],
    ['aws:currenttime', 'now'],
    ['aws:epochtime', 'now'],
  ])
  const conditions: readonly Condition[] = Array.isArray(audiences)
    ? [{ operator: 'StringEquals', key: audience, values: audiences.filter((it) => typeof it === 'string') }]
    : []
  const means = ({ kind, value }: StatedPrincipal) => kind === 'Federated' && value === provider
  const tags = letsTag(work.role) ? 'unknown' : 'absent'
  const caller = { context: withSessionTags(contextOf(known), tags), conditions }
  return either(ACTIONS.filter(work.statement.onAction).map((action) => lets(work, caller, means, action)))
}

/** A token that an issuer would make for somebody known, with a subject that is theirs to choose among some. */
export interface Token {
  /** Without `https://`. */
  readonly issuer: string
  readonly pattern: string
  readonly except: readonly string[]
}

/** Whether such a token comes in by a statement of a trust; undefined where that trusts another issuer. */
export function admitsToken(
  work: Trusting,
  { issuer, pattern, except }: Token,
): { truth: Truth; takesAnybody: boolean } | undefined {
  const providers = providersOf(work.statement).filter((it) => issuerOf(it) === issuer && isRegistered(work, it))
  if (providers.length === 0) return undefined
  const tests = (work.role.trust!.policy.statements ?? []).flatMap((it) => subjectTests(it, issuer))
  const shapes = tests.flatMap(({ operator, values }) =>
    values.map((text) => ({ text, wild: operatorOf(operator).operator?.patterns === true })),
  )
  const spared = except.map((text) => ({ text, wild: false }))
  const takesAnybody = subjectTests(work.statement, issuer).length === 0
  const texts = /[*?]/.test(pattern) ? samples([{ text: pattern, wild: true }, ...shapes, ...spared]) : [pattern]
  if (texts === undefined)
    return { truth: open(`which subjects of ${issuer} fit all that the trust asks`), takesAnybody }
  const own = texts.filter(matcher(pattern)).filter((text) => !except.includes(text))
  return {
    truth: either(providers.flatMap((provider) => own.map((text) => admits(work, provider, text)))),
    takesAnybody,
  }
}
