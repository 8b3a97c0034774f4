// https://cloud.google.com/iam/docs/conditions-attribute-reference#date-time-attributes
import { conditionalOn, type EdgeClaim } from '../../model/facts.ts'

type Terms = Pick<EdgeClaim, 'startsAt' | 'expiresAt'> & { readonly missing?: string }

/** Tests of the date become the time the edge holds; any other test is the missing fact. */
export function readCondition(expression: string, what: string): Terms {
  const terms: { startsAt?: string; expiresAt?: string } = {}
  for (const part of expression.split('&&')) {
    const [, operator, time] =
      /^\s*\(?\s*request\.time\s*(<=?|>=?)\s*timestamp\(\s*['"]([^'"]+)['"]\s*\)\s*\)?\s*$/.exec(part) ?? []
    const date = time === undefined ? Number.NaN : Date.parse(time)
    if (Number.isNaN(date)) return { missing: `what the condition on ${what} asks for` }
    const at = new Date(date).toISOString()
    if (operator!.startsWith('<')) terms.expiresAt = earliest(terms.expiresAt, at)
    else terms.startsAt = terms.startsAt === undefined || terms.startsAt < at ? at : terms.startsAt
  }
  return terms
}

const earliest = (a: string | undefined, b: string) => (a === undefined || b < a ? b : a)

export const verdictOf = (...missing: readonly (string | undefined)[]) => {
  const named = [...new Set(missing.flatMap((it) => it ?? []))]
  return named.length > 0 ? conditionalOn(named.join('; ')) : ({ verdict: 'allowed' } as const)
}
