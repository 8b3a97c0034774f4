import { accountOf, parseArn } from '../../model/arn.ts'
import { operatorOf } from './operators.ts'
import type { Statement } from './statement.ts'

/** Whom a statement about anyone means after all, by its conditions on who asks. */
export interface SingledOut {
  /** Principals by their ARN. */
  readonly arns: readonly string[]
  /** Accounts by their digits, alone or within a pattern of ARNs. */
  readonly accounts: readonly string[]
  readonly organizations: readonly string[]
}

export function singledOut({ conditions }: Statement): SingledOut {
  const asked = (key: string) =>
    conditions
      .filter((it) => it.key.toLowerCase() === key && operatorOf(it.operator).operator?.negated === false)
      .flatMap(({ values }) => values)
  const principals = asked('aws:principalarn')
  const whole = principals.filter((it) => !/[*?]/.test(it) && parseArn(it) !== undefined)
  const inPatterns = principals.filter((it) => !whole.includes(it)).flatMap((it) => accountOf(it) ?? [])
  return {
    arns: whole,
    accounts: [...asked('aws:principalaccount'), ...inPatterns].filter((it) => /^\d{12}$/.test(it)),
    organizations: asked('aws:principalorgid').filter((it) => /^o-[a-z0-9]+$/.test(it)),
  }
}
