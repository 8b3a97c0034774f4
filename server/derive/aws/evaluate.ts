import { accountOf, parseArn } from '../../model/arn.ts'
import { holds } from './condition.ts'
import { type Context, contextOf, type KeyState, one } from './context.ts'
import type { Principal } from './model.ts'
import type { Attached, Decision, Grant, Policy } from './policy.ts'
import { onResource, type Statement } from './statement.ts'
import { both, either, isTimed, not, open, reworded, type Truth } from './truth.ts'

export interface Question {
  /** As AWS writes it, `iam:PassRole`. */
  readonly action: string
  readonly resource: string
  readonly context?: ReadonlyMap<string, KeyState> | undefined
}

export const denied: Decision = { truth: false, by: [] }

export interface Asked {
  readonly principal: Principal
  /** Put in place of the principal's identity policies, for "what if it gave itself this". */
  readonly identity?: readonly Attached[] | undefined
}

const contexts = new WeakMap<Principal, Context>()

/** What AWS itself fills in about who asks; the same for all of a principal's questions. */
export function contextOfPrincipal(principal: Principal): Context {
  const known = contexts.get(principal)
  if (known !== undefined) return known
  const context = aboutPrincipal(principal)
  contexts.set(principal, context)
  return context
}

function aboutPrincipal({ arn, kind, name, account }: Principal): Context {
  // A user's long-lived key carries no token; GetSessionToken, which needs no permission, gives one issued just now.
  const issued: KeyState =
    kind === 'role'
      ? 'now'
      : {
          oneOf: ['absent', 'now'],
          settledBy: 'whether the request is signed by a long-lived key or in a session (aws:TokenIssueTime)',
        }
  return contextOf(
    new Map<string, KeyState>([
      ['aws:principalarn', one(arn)],
      ['aws:principalaccount', one(account)],
      ['aws:principaltype', one(kind === 'role' ? 'AssumedRole' : 'User')],
      ['aws:username', kind === 'user' ? one(name) : kind === 'role' ? 'absent' : 'unknown'],
      ['aws:currenttime', 'now'],
      ['aws:epochtime', 'now'],
      ['aws:tokenissuetime', issued],
      ['aws:viaawsservice', one('false')],
      ['aws:principalisawsservice', one('false')],
    ]),
  )
}

/** Most statements have no condition, so what the question adds is put together only when one asks. */
export function contextOfQuestion({ resource, context }: Question, under: Context): Context {
  let whole: Context | undefined
  return {
    key(name) {
      whole ??= contextOf(aboutQuestion(resource, context), under)
      return whole.key(name)
    },
  }
}

function aboutQuestion(resource: string, context: Question['context']): ReadonlyMap<string, KeyState> {
  const arn = parseArn(resource)
  const known = new Map<string, KeyState>(context)
  const account = accountOf(resource)
  if (account !== undefined) known.set('aws:resourceaccount', one(account))
  if (arn !== undefined && arn.region !== '' && arn.region !== '*') known.set('aws:requestedregion', one(arn.region))
  return known
}

/**
 * May the principal do this, by its own policies? An explicit deny anywhere wins; a boundary must allow too; one
 * whose document is missing leaves the answer open, and so does a deny whose condition the facts cannot decide.
 */
export function decide(asked: Asked, question: Question): Decision {
  const { principal, identity = principal.identity } = asked
  const action = question.action.toLowerCase()
  if (!identity.some(({ policy }) => policy.about(action).allows.length > 0)) return denied
  const context = contextOfQuestion(question, contextOfPrincipal(principal))
  const allow = allowOf(identity, action, question.resource, context)
  if (allow.truth === false) return denied
  const guards = guardsOf(principal, identity, action, question.resource, context)
  return decisionOf(both([allow.truth, guards]), ...allow.by)
}

export const decisionOf = (truth: Truth, ...by: readonly Grant[]): Decision =>
  truth === false ? denied : { truth, by }

/** The first statement that allows for sure, else the first that might, and those that do at times. */
function allowOf(layers: readonly Attached[], action: string, resource: string, context: Context): Decision {
  const maybe: Decision[] = []
  for (const attached of layers) {
    for (const statement of attached.policy.about(action).allows) {
      const { joined } = attached
      const says = because(applies(statement, resource, context), attached.policy, statement)
      const truth = joined === undefined ? says : both([says, joined.truth])
      if (truth === false) continue
      const by = [{ attached, statement }, ...(joined?.by ?? [])]
      if (truth === true) return { truth, by }
      if (isTimed(truth) || !maybe.some((it) => !isTimed(it.truth))) maybe.push({ truth, by })
    }
  }
  return decisionOf(either(maybe.map(({ truth }) => truth)), ...maybe.flatMap(({ by }) => by))
}

/** No deny, and the boundary's consent. */
export function guardsOf(
  principal: Principal,
  identity: readonly Attached[],
  action: string,
  resource: string,
  context: Context,
): Truth {
  const { boundary } = principal
  const layers = boundary === undefined ? identity : [...identity, boundary]
  const deny = either(
    layers.flatMap(({ policy }) =>
      policy.about(action).denies.map((statement) => because(applies(statement, resource, context), policy, statement)),
    ),
  )
  if (deny === true) return false
  if (boundary === undefined) return not(deny)
  const { policy } = boundary
  if (policy.statements === undefined) {
    return both([not(deny), open(`the document of the permissions boundary ${policy.node.name}`)])
  }
  const allowed = either(
    policy.about(action).allows.map((statement) => because(applies(statement, resource, context), policy, statement)),
  )
  return both([not(deny), allowed])
}

export const applies = (statement: Statement, resource: string, context: Context): Truth => {
  const named = onResource(statement, resource, context)
  return named === false ? false : both([named, holds(statement.conditions, context, statement.effect === 'Allow')])
}

/** Says whose condition it is that stays open. */
const because = (truth: Truth, { node }: Policy, { label }: Statement): Truth =>
  reworded(truth, (it) => `${it} (statement ${label} of ${node.name})`)
