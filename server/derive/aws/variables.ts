import type { Context } from './context.ts'
import { type Matcher, matcher } from './match.ts'

/** A text with its policy variables filled in, as text and as pattern; or no match, or open for want of a value. */
export type Filled = { readonly text: string; readonly matches: Matcher } | 'no match' | { readonly open: string }

const VARIABLE = /\$\{([^}]*)\}/g

export const hasVariables = (text: string): boolean => text.includes('${')

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: `${*}`, `${?}` and `${$}` stand
 * for the character itself, `${key, 'default'}` has a fallback, and an absent key without one matches nothing.
 */
export function fill(text: string, context: Context): Filled {
  let missing: string | undefined
  let absent = false
  const literal = (value: string) => value.replaceAll(/[*?]/g, (c) => (c === '*' ? '\u0001' : '\u0002'))
  const filled = text.replaceAll(VARIABLE, (_, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return literal(inner)
    const [name = '', fallback] = inner.split(',', 2).map((part) => part.trim())
    const state = context.key(name)
    if (typeof state === 'object' && 'values' in state && state.values.length === 1) return literal(state.values[0]!)
    if (state === 'absent' && fallback !== undefined) return literal(fallback.replaceAll("'", ''))
    if (state === 'absent') absent = true
    else missing ??= `the value of ${name}`
    return ''
  })
  if (missing !== undefined) return { open: missing }
  if (absent) return 'no match'
  const matches = matcher(filled)
  if (!filled.includes('\u0001') && !filled.includes('\u0002')) return { text: filled, matches }
  const plain = filled.replaceAll('\u0001', '*').replaceAll('\u0002', '?')
  // A wildcard of the pattern itself still matches what stands for a literal one.
  return { text: plain, matches: (candidate) => matches(literal(candidate)) }
}
