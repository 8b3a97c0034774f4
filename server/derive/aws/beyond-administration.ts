import { administration } from './administration.ts'
import type { Asked } from './evaluate.ts'
import type { Principal } from './model.ts'
import { type Attached, indexed } from './policy.ts'
import type { Statement } from './statement.ts'

/**
 * An administrator reaches all of its account already; only what other statements than the one that makes it so give
 * it besides is said, so that the picture stays readable and a cut of that one statement is not taken for all.
 */
export function beyondAdministration(principal: Principal): Asked {
  const { truth, by } = administration({ principal })
  if (truth !== true) return { principal }
  const known = new Set(by.map(({ statement }) => statement))
  return { principal, identity: principal.identity.map((attached) => without(attached, known)) }
}

/** The same attachment with fewer allows; its denies still hold. */
function without(attached: Attached, known: ReadonlySet<Statement>): Attached {
  const statements = attached.policy.statements?.filter((it) => !known.has(it))
  if (statements === undefined || statements.length === attached.policy.statements!.length) return attached
  return { ...attached, policy: { ...attached.policy, statements, about: indexed(statements) } }
}
