import type { Context, KeyState } from './context.ts'
import { addressesAround, numbersAround } from './limits.ts'
import { operatorOf } from './operators.ts'
import type { Decision } from './policy.ts'
import { type Shape, samples } from './samples.ts'

/** What statements ask of values that nobody knows, by key and then by what they say. */
export type Unknown = Map<string, Map<string, { readonly operator: string; readonly values: readonly string[] }>>

export const hearing = (context: Context, unknown: Unknown): Context => ({
  ...context,
  supposes(key, operator, values) {
    const lower = key.toLowerCase()
    const tests = unknown.get(lower) ?? new Map()
    unknown.set(lower, tests.set(`${operator} ${values.join('\n')}`, { operator, values }))
    return undefined
  },
})

export const supposed = (context: Context, supposedKey: string, state: KeyState): Context => ({
  ...context,
  supposes: (key) => (key.toLowerCase() === supposedKey ? state : undefined),
})

/**
 * A value that nobody knows is one value all the same: where several statements ask for it, whatever it is may be a no,
 * or a yes. Undefined where it does matter what it is.
 */
export function supposing(unknown: Unknown, ask: (key: string, state: KeyState) => Decision): Decision | undefined {
  for (const [key, tests] of unknown) {
    const states = tests.size < 2 ? undefined : statesOf([...tests.values()])
    const decisions = states?.map((state) => ask(key, state))
    const [first] = decisions ?? []
    if (first === undefined || typeof first.truth !== 'boolean') continue
    if (decisions!.every(({ truth }) => truth === first.truth)) return first
  }
  return undefined
}

const TEXTUAL = /^(string|arn|bool$|null$)/
const ADDRESS = /^(ipaddress|notipaddress|null)$/
const NUMERIC = /^(numeric|null$)/

/** None and each that the tests could tell apart; only for operators on one text, number or address. */
function statesOf(
  tests: readonly { readonly operator: string; readonly values: readonly string[] }[],
): readonly KeyState[] | undefined {
  const read = tests.map(({ operator, values }) => ({ values, ...operatorOf(operator) }))
  if (read.some(({ set }) => set !== undefined)) return undefined
  const texts = textsOf(read)
  return texts && ['absent', ...texts.map((text) => ({ values: [text] }))]
}

function textsOf(read: readonly Read[]): readonly string[] | undefined {
  const are = (names: RegExp) => read.every(({ name }) => names.test(name))
  const values = read.flatMap(({ name, values }) => (name === 'null' ? [] : values))
  // Whatever is compared as a yes or no is one.
  if (read.some(({ name }) => name === 'bool')) return are(TEXTUAL) ? ['true', 'false'] : undefined
  if (are(TEXTUAL)) return samples(read.flatMap(shapesOf))
  if (are(NUMERIC)) return numbersAround(values)
  return are(ADDRESS) ? addressesAround(values) : undefined
}

interface Read {
  readonly name: string
  readonly values: readonly string[]
  readonly operator: { readonly patterns?: boolean } | undefined
}

function shapesOf({ name, values, operator }: Read): readonly Shape[] {
  const spelt = name.endsWith('ignorecase') ? values.flatMap((it) => [it, it.toLowerCase(), it.toUpperCase()]) : values
  return name === 'null'
    ? []
    : spelt.map((text) => ({ text, wild: operator?.patterns === true, arn: name.startsWith('arn') }))
}
