import { choosing } from './choices.ts'
import { type Context, type KeyState, one } from './context.ts'
import { controlsAllow, limitsAllow, notDenied, onStatement, type Request } from './guards.ts'
import type { Principal } from './model.ts'
import { type Attached, type Decision, decisionOf, denied } from './policy.ts'
import { contextOfQuestion, type MayTag, type Question } from './request-context.ts'
import { type SaidByResource, saidByResource } from './resource-layer.ts'
import { both, either, isTimed, type Truth } from './truth.ts'

export interface Asked {
  readonly principal: Principal
  /** Put in place of the principal's identity policies, for "what if it gave itself this". */
  readonly identity?: readonly Attached[] | undefined
  /** Where all of a step is taken; left open where it does not matter. */
  readonly region?: string | undefined
}

/**
 * May the principal do this? An explicit deny anywhere wins; a boundary, a session policy and each level of the organisation must allow
 * too; in its own account its policies or the resource's suffice, across accounts both must allow. A boundary whose
 * document is missing leaves the answer open, and so does a deny whose condition the facts cannot decide.
 */
export function decide(asked: Asked, question: Question): Decision {
  const { principal, identity = principal.identity } = asked
  const action = question.action.toLowerCase()
  const policied = principal.around.onResource(question.resource)
  if (policied === undefined && !identity.some(({ policy }) => policy.about(action).allows.length > 0)) return denied
  return choosing(contextFor(principal, question), (context) => decideIn(context, asked, question))
}

/** What is known of the request, tags included: one that the principal may write itself is any that it likes. */
export const contextFor = (principal: Principal, question: Question): Context =>
  contextOfQuestion(question, principal, (arn, key) => mayTag(principal, arn, key))

const NEVER = { some: false, anyValue: false } as const

function mayTag(principal: Principal, arn: string, key: string): ReturnType<MayTag> {
  const [, kind] = /^arn:[^:]*:iam::[^:]*:(user|role)\//.exec(arn) ?? []
  if (kind === undefined) return NEVER
  const question = { action: kind === 'user' ? 'iam:TagUser' : 'iam:TagRole', resource: arn }
  const isAllowed = principal.identity.some(
    ({ policy }) => policy.about(question.action.toLowerCase()).allows.length > 0,
  )
  if (!isAllowed) return NEVER
  // Asked with the tags as they are, or the question would come back to itself.
  const may = (sent?: ReadonlyMap<string, KeyState>) => {
    const context = contextOfQuestion({ ...question, context: sent }, principal, () => NEVER)
    return choosing(context, (tried) => decideIn(tried, { principal }, question)).truth
  }
  const some = may()
  if (some === false) return NEVER
  const anyTag = new Map<string, KeyState>([
    [`aws:requesttag/${key}`, { like: '*' }],
    ['aws:tagkeys', one(key)],
  ])
  return { some, anyValue: may(anyTag) }
}

/** The same in a context in which other statements are asked, too. */
export function decideIn(context: Context, asked: Asked, { action, resource }: Question): Decision {
  const { principal, identity = principal.identity } = asked
  const policied = principal.around.onResource(resource)
  const request: Request = { action: action.toLowerCase(), resource, context }
  const own = allowOf(identity, request)
  const said = policied && saidByResource(policied.policies, principal, request)
  if (own.truth === false && (said === undefined || said.itself.truth === false)) return denied
  const limit = limitsAllow(principal, request)
  const isNear = (policied?.owner ?? principal.account) === principal.account
  const allow = said === undefined ? both([own.truth, limit]) : together(principal, own.truth, said, limit, isNear)
  const guards = [notDenied(principal, identity, request), controlsAllow(principal, request)]
  const by =
    own.truth === true && isNear ? own.by : [...own.by, ...(said?.itself.by ?? []), ...(said?.account.by ?? [])]
  const enabling = principal.boundary?.enabledBy?.by ?? []
  return decisionOf(both([allow, ...guards, said?.spares ?? true]), ...by, ...enabling)
}

/** The principal's own policies and the resource's. */
function together({ kind }: Principal, own: Truth, said: SaidByResource, limit: Truth, isNear: boolean): Truth {
  const anyway = either([said.itself.truth, said.account.truth])
  if (!isNear) return both([own, limit, anyway])
  // What a user is given by name in its own account, its boundary does not take away; of a role it does.
  const byName = kind === 'role' ? both([said.itself.truth, limit]) : said.itself.truth
  return either([both([own, limit, said.mustDelegate ? anyway : true]), byName])
}

/** The first statement that allows for sure, else the first that might, and those that do at times. */
function allowOf(layers: readonly Attached[], request: Request): Decision {
  const maybe: Decision[] = []
  for (const attached of layers) {
    for (const statement of attached.policy.about(request.action).allows) {
      const { enabledBy } = attached
      const says = onStatement(attached.policy, statement, request)
      const truth = enabledBy === undefined ? says : both([says, enabledBy.truth])
      if (truth === false) continue
      const by = [{ attached, statement }, ...(enabledBy?.by ?? [])]
      if (truth === true) return { truth, by }
      if (isTimed(truth) || !maybe.some((it) => !isTimed(it.truth))) maybe.push({ truth, by })
    }
  }
  return decisionOf(either(maybe.map(({ truth }) => truth)), ...maybe.flatMap(({ by }) => by))
}
