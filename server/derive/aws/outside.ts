import type { NodeClaim } from '../../model/facts.ts'
import type { Basis, DeriveEmit } from '../derivation.ts'
import { emitHeld } from './answer.ts'
import { choosingTruth } from './choices.ts'
import { holds } from './condition.ts'
import { resourceControlSpares } from './guards.ts'
import type { AwsModel, Principal } from './model.ts'
import { type Caller, isAnyone, type Outsider } from './outsiders.ts'
import type { StatedPrincipal, Statement } from './statement.ts'
import { labelled } from './trust.ts'
import { both, either, not, open, type Truth } from './truth.ts'

/** One statement of a role's trust policy. */
export interface Trust {
  readonly model: AwsModel
  readonly role: Principal
  readonly statement: Statement
}

/** And where to say what comes of it. */
export interface Trusting extends Trust {
  readonly emit: DeriveEmit
}

export const basisOfTrust = ({ trust }: Principal): Basis =>
  trust === undefined ? [] : [trust.policy.node, ...trust.via]

/** Says that someone or something outside the imported accounts takes on the role. */
export function emitOutside(work: Trusting, node: NodeClaim, truth: Truth, missing?: string): void {
  const { role, emit, statement, model } = work
  if (truth === false) return
  const basis = [role.node, ...basisOfTrust(role)]
  if (model.given.node(node.id) === undefined || node.stub) emit.node(basis, node)
  const whole = both([labelled(truth, role), missing === undefined ? true : open(missing)])
  emitHeld(emit, basis, whole, {
    kind: 'CAN_ASSUME',
    from: node.id,
    to: role.id,
    confidence: 'granted',
    key: statement.label,
    note: `The trust policy of ${role.name} names it (statement ${statement.label}).`,
  })
}

/**
 * Whether the role lets somebody in by the statement: its conditions hold, no deny of the trust means them, and the
 * organisation of the role does not deny it to anyone. Their own side is another question.
 */
export function lets(
  { role, statement, model }: Trust,
  { context: known, conditions = [] }: Caller,
  means: (stated: StatedPrincipal) => boolean,
  action = 'sts:assumerole',
): Truth {
  const denies = role
    .trust!.policy.about(action)
    .denies.filter(
      ({ principals, notPrincipals }) =>
        principals.some((stated) => means(stated) || (isAnyone(stated) && !notPrincipals)) !== notPrincipals,
    )
  return choosingTruth(known, (context) =>
    both([
      holds([...conditions, ...statement.conditions], context, true),
      not(either(denies.map((deny) => holds(deny.conditions, context, false)))),
      resourceControlSpares(model.around, { action, resource: role.arn, context }),
    ]),
  )
}

/** Somebody whom no import tells of comes in, as far as the trust alone decides. */
export const emitOutsider = (work: Trusting, { node, caller, means, missing }: Outsider): void =>
  emitOutside(work, node, lets(work, caller, means), missing)
