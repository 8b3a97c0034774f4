import { onStatement, type Request } from './guards.ts'
import type { Principal } from './model.ts'
import { deniesTo, namedBy } from './named.ts'
import { type Attached, type Decision, decisionOf } from './policy.ts'
import { both, either, not, type Truth } from './truth.ts'

/** What the policies on a resource say to a principal. */
export interface SaidByResource {
  /** They let it by name, or let anyone. */
  readonly itself: Decision
  /** They let its account, which leaves it to the account's own policies. */
  readonly account: Decision
  readonly spares: Truth
  /** A key's own policy must let the account in before the account's policies count. */
  readonly mustDelegate: boolean
}

export function saidByResource(policies: readonly Attached[], principal: Principal, request: Request): SaidByResource {
  const all = policies.flatMap((attached) => {
    const { allows, denies } = attached.policy.about(request.action)
    return [...allows, ...denies].map((statement) => {
      const says = onStatement(attached.policy, statement, request)
      return { by: { attached, statement }, says, ...namedBy(statement, principal) }
    })
  })
  const allows = all.filter(({ by }) => by.statement.effect === 'Allow')
  const decided = (truthOf: (it: (typeof all)[number]) => Truth): Decision => {
    const fitting = allows.map((it) => ({ truth: truthOf(it), by: it.by })).filter(({ truth }) => truth !== false)
    const sure = fitting.filter(({ truth }) => truth === true).slice(0, 1)
    const told = sure.length > 0 ? sure : fitting
    return decisionOf(either(told.map(({ truth }) => truth)), ...told.map(({ by }) => by))
  }
  const denies = all.filter(({ by }) => by.statement.effect === 'Deny')
  return {
    itself: decided(({ says, itself }) => both([says, itself])),
    account: decided(({ says, account }) => account && says),
    spares: not(either(denies.map(({ by, says }) => both([says, deniesTo(by.statement, principal)])))),
    mustDelegate: request.action.startsWith('kms:'),
  }
}
