import type { Context, KeyState } from './context.ts'
import { operatorOf } from './operators.ts'
import { type Decision, decisionOf } from './policy.ts'
import { type Shape, samples } from './samples.ts'
import { hearing, supposed, supposing, type Unknown } from './suppositions.ts'
import { both, either, isOpen, open, type Truth } from './truth.ts'

/** What some statement asks of a value that the caller sets. */
interface Test {
  readonly operator: string
  readonly values: readonly string[]
  readonly wanted: boolean
}
/** By key, and then by what the test says, so that one that many statements repeat counts once. */
type Asked = Map<string, Map<string, Test>>

/** One value for each such key, as one request carries it. */
type Trial = ReadonlyMap<string, KeyState>

/** So many requests are tried at most; an answer that would take more is conditional and says so. */
const MOST_TRIALS = 512

/**
 * Asks with every request that the caller may put together. First as if each statement could be sent the value it
 * wants: that no is a no. A yes has to come true with one value a key, the same for all statements.
 */
export function choosing(context: Context, ask: (context: Context) => Decision): Decision {
  const unknown: Unknown = new Map()
  const decision = chosen(hearing(context, unknown), ask)
  if (!isOpen(decision.truth)) return decision
  const settled = supposing(unknown, (key, state) => chosen(supposed(context, key, state), ask))
  return settled ?? decision
}

function chosen(context: Context, ask: (context: Context) => Decision): Decision {
  const asked: Asked = new Map()
  const freely = ask(listening(context, asked))
  if (freely.truth === false || isMet(asked)) return freely
  const tried = new Set<string>()
  const found: Decision[] = []
  for (let fresh = true; fresh; ) {
    fresh = false
    const trials = trialsOf(asked, context)
    if (trials === undefined) return undecided(freely, asked)
    for (const trial of trials) {
      const mark = JSON.stringify([...trial])
      if (tried.has(mark)) continue
      if (tried.size >= MOST_TRIALS) return undecided(freely, asked)
      tried.add(mark)
      fresh = true
      const decision = ask(listening(context, asked, trial))
      // A key asked for the first time had no value yet; the next round gives it one.
      if (!asked.keys().every((key) => trial.has(key))) continue
      if (decision.truth === true) return decision
      if (decision.truth !== false) found.push(decision)
    }
  }
  return decisionOf(either(found.map(({ truth }) => truth)), ...(found[0]?.by ?? []))
}

/** The same for what nobody's own policies decide. */
export const choosingTruth = (context: Context, ask: (context: Context) => Truth): Truth =>
  choosing(context, (tried) => decisionOf(ask(tried))).truth

const undecided = ({ truth, by }: Decision, asked: Asked): Decision => {
  const keys = [...asked.keys()].join(' and ')
  return decisionOf(both([truth, open(`whether one request can carry a ${keys} that all statements accept`)]), ...by)
}

const listening = (context: Context, asked: Asked, trial?: Trial): Context => ({
  ...context,
  tries(key, operator, values, wanted) {
    const lower = key.toLowerCase()
    const tests = asked.get(lower) ?? new Map<string, Test>()
    asked.set(lower, tests)
    tests.set(`${operator} ${wanted} ${values.join('\n')}`, { operator, values, wanted })
    return trial?.get(lower)
  },
})

/** No test has to agree with another; the names of tags go with the tags. */
const isMet = (asked: Asked): boolean =>
  asked.values().every(isMetAlone) && !(asked.has(TAG_KEYS) && asked.keys().some((key) => key.startsWith(TAG)))

/** One test that asks for some value, or denies all but some, is met by that value. */
function isMetAlone(tests: ReadonlyMap<string, Test>): boolean {
  const [only] = tests.values()
  if (tests.size !== 1 || only === undefined || only.values.length === 0) return false
  const { operator, name } = operatorOf(only.operator)
  return name !== 'null' && operator !== undefined && operator.negated !== only.wanted
}

function trialsOf(asked: Asked, context: Context): readonly Trial[] | undefined {
  let trials: readonly Trial[] = [new Map()]
  for (const [key, tests] of asked) {
    const isSent = ALWAYS.has(key) || context.isSent?.(key) === true
    const states = statesOf(key, [...tests.values()], asked, isSent)
    if (states === undefined || states.length * trials.length > MOST_TRIALS * 4) return undefined
    trials = trials.flatMap((trial) => states.map((state) => new Map([...trial, [key, state]])))
  }
  return trials.filter(isPossible)
}

const TAG_KEYS = 'aws:tagkeys'
const TAG = 'aws:requesttag/'
/** Every request has these. */
const ALWAYS = new Set(['aws:requestedregion', 'aws:securetransport', 'sts:rolesessionname', 'ec2:instancetype'])

function statesOf(key: string, tests: readonly Test[], asked: Asked, isSent: boolean): readonly KeyState[] | undefined {
  const absent: readonly KeyState[] = isSent ? [] : ['absent']
  if (key === 'aws:securetransport') return valuesOf(['true'], ['false'])
  const shapes = tests.flatMap(shapesOf)
  const tags = key === TAG_KEYS ? [...asked.keys()].filter((it) => it.startsWith(TAG)) : []
  const numbers = tests.filter(isNumeric).flatMap(numbersOf)
  if (numbers.length > 0) return [...valuesOf(...numbers.map((it) => [it])), ...absent]
  const texts = samples([...shapes, ...tags.map((it) => ({ text: it.slice(TAG.length), wild: false }))])
  if (texts === undefined) return undefined
  if (key !== TAG_KEYS) return [...valuesOf(...texts.map((it) => [it])), ...absent]
  return texts.length > 6 ? undefined : [...valuesOf(...subsets(texts)), ...absent]
}

const valuesOf = (...all: readonly (readonly string[])[]): readonly KeyState[] => all.map((values) => ({ values }))

const subsets = (texts: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: 2 ** texts.length - 1 }, (_, set) => texts.filter((_, i) => ((set + 1) >> i) & 1))

/** What tells the values apart that the test takes from those it does not. */
function shapesOf({ operator: text, values }: Test): readonly Shape[] {
  const { operator, name } = operatorOf(text)
  if (name === 'null') return []
  if (name.endsWith('ignorecase')) {
    return values.flatMap((it) => [it, it.toLowerCase(), it.toUpperCase()]).map((it) => ({ text: it, wild: false }))
  }
  return values.map((it) => ({ text: it, wild: operator?.patterns === true, arn: name.startsWith('arn') }))
}

const isNumeric = ({ operator }: Test): boolean => operatorOf(operator).name.startsWith('numeric')
/** Each limit, and what is just below and above it. */
const numbersOf = ({ values }: Test): readonly string[] =>
  values.flatMap((it) => [it, ...[-1, 1].map((by) => String(Number(it) + by))])

/** A tag of the request is among the names of its tags, and a name without its tag is none. */
function isPossible(trial: Trial): boolean {
  const names = trial.get(TAG_KEYS)
  if (names === undefined) return true
  const named = typeof names === 'object' && 'values' in names ? names.values.map((it) => it.toLowerCase()) : []
  return trial
    .entries()
    .every(([key, state]) => !key.startsWith(TAG) || (state !== 'absent') === named.includes(key.slice(TAG.length)))
}
