import { BlockList, isIP } from 'node:net'
import { matcher } from './match.ts'
import { during, type Truth } from './truth.ts'

/** One value of the request against one value of the policy. `undefined`: the policy's value makes no sense here. */
export type Compare = (actual: string, wanted: string) => boolean | undefined

export interface Operator {
  readonly compare: Compare
  /** Holds when no value of the policy compares; an absent key makes it hold. */
  readonly negated: boolean
  /** Its values are patterns. */
  readonly patterns?: boolean
  /** In which span of time the present compares so; an operator without it does not compare times. */
  readonly now?: (wanted: string) => Truth | undefined
}

const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))
/** ISO 8601, or epoch seconds, as IAM takes both. */
const date = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text))

type Order = 'equal' | 'less' | 'less or equal' | 'greater' | 'greater or equal'
const orders: Readonly<Record<Order, (a: number, b: number) => boolean>> = {
  equal: (a, b) => a === b,
  less: (a, b) => a < b,
  'less or equal': (a, b) => a <= b,
  greater: (a, b) => a > b,
  'greater or equal': (a, b) => a >= b,
}

type Compares = Omit<Operator, 'negated'>
const byText = (compare: Compare): Compares => ({ compare })
const byPattern = (compare: Compare): Compares => ({ compare, patterns: true })
const ordered = (read: (text: string) => number, order: Order, unitMs: number): Compares => ({
  compare(actual, wanted) {
    const [a, b] = [read(actual), read(wanted)]
    return Number.isNaN(a) || Number.isNaN(b) ? undefined : orders[order](a, b)
  },
  now(wanted) {
    const time = read(wanted) * unitMs
    return Number.isNaN(time) ? undefined : spanOf(order, time)
  },
})
const numeric = (order: Order) => ordered(number, order, 1000)
const dated = (order: Order) => ordered(date, order, 1)

/** When the present is in that order to a time. The instant itself is no span, but "equal" holds for its second. */
function spanOf(order: Order, time: number): Truth {
  if (order === 'equal') return during(time, time + 1000)
  return order.startsWith('less') ? during(Number.NEGATIVE_INFINITY, time) : during(time, Number.POSITIVE_INFINITY)
}

/** Each of the six parts of an ARN is compared by itself, with wildcards; the last one keeps its colons. */
const arn: Compare = (actual, wanted) => {
  const parts = (text: string) => {
    const [head, ...rest] = [text.split(':').slice(0, 5), text.split(':').slice(5).join(':')]
    return [...(head as string[]), ...(rest as string[])]
  }
  const [a, w] = [parts(actual), parts(wanted)]
  return w.length === a.length && w.every((part, i) => matcher(part)(a[i]!))
}

/** An address or a range of them, of IP version 4 or 6. */
const address: Compare = (actual, wanted) => {
  const [base = '', bits] = wanted.split('/')
  const [version, most] = isIP(base) === 6 ? (['ipv6', 128] as const) : (['ipv4', 32] as const)
  const length = bits === undefined ? most : number(bits)
  if (isIP(base) === 0 || isIP(actual) === 0 || !(Number.isInteger(length) && length >= 0 && length <= most)) return
  const range = new BlockList()
  range.addSubnet(base, length, version)
  return range.check(actual, isIP(actual) === 6 ? 'ipv6' : 'ipv4')
}

const equal: Compare = (a, w) => a === w
const equalIgnoringCase: Compare = (a, w) => a.toLowerCase() === w.toLowerCase()
const like: Compare = (a, w) => matcher(w)(a)

const base: readonly (readonly [name: string, compares: Compares, negation?: string])[] = [
  ['StringEquals', byText(equal), 'StringNotEquals'],
  ['StringEqualsIgnoreCase', byText(equalIgnoringCase), 'StringNotEqualsIgnoreCase'],
  ['StringLike', byPattern(like), 'StringNotLike'],
  ['NumericEquals', numeric('equal'), 'NumericNotEquals'],
  ['NumericLessThan', numeric('less')],
  ['NumericLessThanEquals', numeric('less or equal')],
  ['NumericGreaterThan', numeric('greater')],
  ['NumericGreaterThanEquals', numeric('greater or equal')],
  ['DateEquals', dated('equal'), 'DateNotEquals'],
  ['DateLessThan', dated('less')],
  ['DateLessThanEquals', dated('less or equal')],
  ['DateGreaterThan', dated('greater')],
  ['DateGreaterThanEquals', dated('greater or equal')],
  ['Bool', byText(equalIgnoringCase)],
  ['BinaryEquals', byText(equal)],
  ['IpAddress', byText(address), 'NotIpAddress'],
  ['ArnEquals', byPattern(arn), 'ArnNotEquals'],
  ['ArnLike', byPattern(arn), 'ArnNotLike'],
]

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, lower case. */
const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  base.flatMap(([name, compares, negation]) => [
    [name.toLowerCase(), { ...compares, negated: false }] as const,
    ...(negation === undefined ? [] : [[negation.toLowerCase(), { ...compares, negated: true }] as const]),
  ]),
)

const known = new Map<string, ReturnType<typeof parse>>()
/** An operator as a policy writes it, with its set operator and its `IfExists`. */
export const operatorOf = (text: string) => known.get(text) ?? known.set(text, parse(text)).get(text)!

function parse(text: string) {
  const lower = text.toLowerCase()
  const set = /^(forallvalues|foranyvalue):/.exec(lower)?.[1]
  const bare = set === undefined ? lower : lower.slice(set.length + 1)
  const ifExists = bare.endsWith('ifexists')
  const name = ifExists ? bare.slice(0, -'ifexists'.length) : bare
  return { operator: operators.get(name), name, set, ifExists }
}
