import type { Context, KeyState } from './context.ts'
import { matcher } from './match.ts'
import { type Operator, operatorOf } from './operators.ts'
import { samples } from './samples.ts'
import { both, either, not, open, type Truth } from './truth.ts'
import { fill, hasVariables } from './variables.ts'

/** One line of a Condition block: an operator, a key, and the values of which any one will do. */
export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/**
 * Whether the request meets all of a statement's conditions. Where the caller chooses a value, an attacker chooses
 * one that opens an Allow (`wanted`) and slips past a Deny.
 */
export const holds = (conditions: readonly Condition[], context: Context, wanted: boolean): Truth =>
  both(conditions.map((condition) => holdsFor(condition, context.key(condition.key), context, wanted)))

function holdsFor(condition: Condition, state: KeyState, context: Context, wanted: boolean): Truth {
  const { key, values } = condition
  if (state === 'chosen') {
    const tried = context.tries?.(key, condition.operator, textsOf(values, context), wanted)
    if (tried !== undefined) return holdsFor(condition, tried, context, wanted)
  }
  if (state === 'unknown') {
    const supposed = context.supposes?.(key, condition.operator, textsOf(values, context))
    if (supposed !== undefined) return holdsFor(condition, supposed, context, wanted)
  }
  const { operator, name, set, ifExists } = operatorOf(condition.operator)
  if (name === 'null') return state === 'chosen' ? wanted : isAbsent(state, key, values)
  if (operator === undefined) return open(`what the condition operator ${condition.operator} decides on ${key}`)
  if (state === 'chosen') return wanted && values.length > 0
  if (state === 'unknown' || state === 'present') return open(`the value of ${key}`)
  if (state === 'absent') return ifExists || set === 'forallvalues' || (operator.negated && set !== 'foranyvalue')
  if (state === 'now') {
    const met = either(values.map((wanted) => operator.now?.(wanted) ?? unclear(key)))
    return operator.negated ? not(met) : met
  }
  if ('oneOf' in state) return settle(state, (it) => holdsFor(condition, it, context, wanted))
  if ('like' in state) return holdsLike(state.like, condition, context, wanted)
  const fits = (actual: string): Truth => {
    const met = either(values.map((wanted) => compare(operator, actual, wanted, key, context)))
    return operator.negated ? not(met) : met
  }
  return set === 'foranyvalue' ? either(state.values.map(fits)) : both(state.values.map(fits))
}

/** Decided where all texts that the value may be agree. */
function holdsLike(like: string, condition: Condition, context: Context, wanted: boolean): Truth {
  const { operator, key } = condition
  const { name, operator: compares } = operatorOf(operator)
  const as = { wild: compares?.patterns === true, arn: name.startsWith('arn') }
  const shapes = textsOf(condition.values, context).map((text) => ({ text, ...as }))
  const texts = samples([{ text: like, wild: true }, ...shapes])?.filter(matcher(like))
  if (texts === undefined) return open(`the value of ${key}`)
  const truths = texts.map((text) => holdsFor(condition, { values: [text] }, context, wanted))
  const all = both(truths)
  if (all !== false) return all
  const some = either(truths)
  return some === false ? false : open(`the value of ${key}`)
}

/** Open only where the possibilities disagree. */
function settle({ oneOf, settledBy }: Extract<KeyState, { oneOf: unknown }>, ask: (state: KeyState) => Truth): Truth {
  const all = oneOf.map(ask)
  const surely = both(all)
  // Where all agree it is decided; where they do not, what would settle it is named.
  return either([surely, both([either(all), open(settledBy)])])
}

/** Stands for the value of a variable that is not known: whoever asks may send just that. */
const UNKNOWN = '\u0003'

/** The values with their variables filled in. */
function textsOf(values: readonly string[], context: Context): readonly string[] {
  if (!values.some(hasVariables)) return values
  return values.flatMap((value) => {
    const filled = fill(value, context)
    return filled === 'no match' ? [] : 'open' in filled ? UNKNOWN + value : filled.text
  })
}

function compare(operator: Operator, actual: string, wanted: string, key: string, context: Context): Truth {
  if (actual.startsWith(UNKNOWN) && wanted !== '*') {
    return actual === UNKNOWN + wanted || open(`whether ${actual.slice(1)} is ${wanted}`)
  }
  if (hasVariables(wanted)) {
    const filled = fill(wanted, context)
    if (filled === 'no match') return false
    if ('open' in filled) return open(filled.open)
    return operator.patterns ? filled.matches(actual) : (operator.compare(actual, filled.text) ?? unclear(key))
  }
  return operator.compare(actual, wanted) ?? unclear(key)
}

const unclear = (key: string): Truth => open(`how a value of ${key} compares`)

function isAbsent(state: KeyState, key: string, values: readonly string[]): Truth {
  if (state === 'unknown') return open(`whether ${key} is set`)
  if (typeof state === 'object' && 'oneOf' in state) return settle(state, (it) => isAbsent(it, key, values))
  return state !== 'chosen' && values.some((value) => (value.toLowerCase() === 'true') === (state === 'absent'))
}
