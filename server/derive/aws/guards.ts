import { accountOf } from '../../model/arn.ts'
import { holds } from './condition.ts'
import type { Context } from './context.ts'
import type { Principal } from './model.ts'
import type { Attached, Policy } from './policy.ts'
import { isUnderResourceControl } from './resource-control-services.ts'
import { onResource, type Statement } from './statement.ts'
import type { Surroundings } from './surroundings.ts'
import { both, either, not, open, reworded, type Truth } from './truth.ts'

/** A question as the layers are asked it: its action in lower case, with what is known of the request. */
export interface Request {
  readonly action: string
  readonly resource: string
  readonly context: Context
}

/** Whether a statement speaks of the resource and its conditions hold; open ones say whose they are. */
export function onStatement({ node }: Policy, statement: Statement, { resource, context }: Request): Truth {
  const named = onResource(statement, resource, context)
  if (named === false) return false
  const truth = both([named, holds(statement.conditions, context, statement.effect === 'Allow')])
  return reworded(truth, (it) => `${it} (statement ${statement.label} of ${node.name})`)
}

const anyOf = (policy: Policy, effect: 'allows' | 'denies', request: Request): Truth =>
  either(policy.about(request.action)[effect].map((statement) => onStatement(policy, statement, request)))

/** No layer denies. A policy that could not be read may hold a deny. */
export function notDenied(principal: Principal, identity: readonly Attached[], request: Request): Truth {
  const own = [...identity, ...limitsOf(principal)]
  const layers = [...own, ...controlsOver(principal).flat()]
  return both([
    not(either(layers.map(({ policy }) => anyOf(policy, 'denies', request)))),
    isServiceLinked(principal) || resourceControlSpares(principal.around, request),
    both(own.map(({ policy }) => isReadable(policy))),
  ])
}

const isReadable = ({ node }: Policy): Truth =>
  node.properties?.['malformed'] === undefined || open(`what ${node.name} denies, which is no readable policy`)

/** The organisation that the resource is in does not deny it to anyone. */
export function resourceControlSpares(around: Surroundings, request: Request): Truth {
  if (!isUnderResourceControl(request.action)) return true
  const owner = around.onResource(request.resource)?.owner ?? accountOf(request.resource)
  if (owner === undefined) return true
  return not(either(around.resourceControl(owner).map(({ policy }) => anyOf(policy, 'denies', request))))
}

/** What a service acts through on its own behalf: the organisation's policies do not bind it. */
const isServiceLinked = ({ arn }: Principal): boolean => arn.includes(':role/aws-service-role/')

const controlsOver = (principal: Principal): readonly (readonly Attached[])[] =>
  isServiceLinked(principal) ? [] : principal.around.serviceControl(principal.account)

/** Each level of the organisation, from the account up to the root, allows it by one of its policies. */
export const controlsAllow = (principal: Principal, request: Request): Truth =>
  both(
    controlsOver(principal).map((level) =>
      either(level.map(({ policy }) => allows(policy, 'service control policy', request))),
    ),
  )

/** The permissions boundary, where there is one, allows it, and so does one of the session's policies. */
export const limitsAllow = ({ boundary, session }: Principal, request: Request): Truth =>
  both([
    boundary === undefined ? true : allows(boundary.policy, 'permissions boundary', request),
    boundary?.enabledBy?.truth ?? true,
    session.length === 0 || either(session.map(({ policy }) => allows(policy, 'session policy', request))),
  ])

/** Policies that grant nothing and limit what others grant to the principal. */
export const limitsOf = ({ boundary, session }: Principal): readonly Attached[] =>
  boundary === undefined ? session : [boundary, ...session]

const allows = (policy: Policy, what: string, request: Request): Truth =>
  policy.statements === undefined
    ? open(`the document of the ${what} ${policy.node.name}`)
    : anyOf(policy, 'allows', request)
