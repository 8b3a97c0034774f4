import { parseArn } from '../../model/arn.ts'
import { type Answer, answerOf, no } from './answer.ts'
import { type KeyState, one } from './context.ts'
import type { Need } from './escalation.ts'
import { type Asked, decide } from './evaluate.ts'
import { matcher } from './match.ts'
import type { Principal } from './model.ts'
import { isNeverSent } from './service-reference.ts'

export const REGION = 'us-east-1'
export const WILD = /[*?]/
/** What an attacker would call a new thing where the policy leaves the name open. */
export const NAME = 'ambit'

export type Asking = Pick<Need, 'action' | 'context' | 'attaches'>

export function askOnce(asked: Asked, need: Asking, resource: string, target?: Principal, anyRegion = false): Answer {
  const context = new Map<string, KeyState>(
    Object.entries(need.context ?? {}).map(([key, value]) => [key.toLowerCase(), one(value)]),
  )
  // On a user or role this key holds the target's own boundary; a new one would be made without.
  const boundary = target?.boundary?.policy.node.id
  if (!context.has('iam:permissionsboundary') && !isNeverSent(need.action, 'iam:PermissionsBoundary')) {
    context.set('iam:permissionsboundary', boundary === undefined ? 'absent' : one(boundary))
  }
  // Only attaching and detaching send one.
  if (need.attaches !== true) context.set('iam:policyarn', 'absent')
  const { region } = asked
  if (region !== undefined) {
    const own = parseArn(resource)?.region ?? ''
    if (!WILD.test(own) && own !== '' && own !== region) return no
    context.set('aws:requestedregion', one(region))
  } else if (anyRegion) context.set('aws:requestedregion', 'chosen')
  return answerOf(decide(asked, { action: need.action, resource, context }), need.action, resource)
}

/** One ARN that the pattern matches, in the principal's own account where the pattern leaves it open. */
export function instanceOf(pattern: string, { partition, account }: Principal, anywhere = REGION): string | undefined {
  if (!pattern.startsWith('arn:') || pattern.includes('${')) return undefined
  const [, , service = '', region = '', owner = '', ...rest] = pattern.split(':')
  if (rest.length === 0) return undefined
  const plain = (text: string) => text.replaceAll('*', NAME).replaceAll('?', 'a')
  const where = WILD.test(region) ? anywhere : region
  const whose = WILD.test(owner) && matcher(owner)(account) ? account : plain(owner)
  return `arn:${partition}:${service}:${where}:${whose}:${plain(rest.join(':'))}`
}

/** Cheap first question: does any policy of it allow each of these actions on anything at all? */
export const mightDo = ({ principal, identity = principal.identity }: Asked, actions: readonly string[]): boolean =>
  actions.every((action) => identity.some(({ policy }) => policy.about(action.toLowerCase()).allows.length > 0))
