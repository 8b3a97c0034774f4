import { matcher } from './match.ts'

/** One value of the request against one value of the policy. `undefined`: the policy's value makes no sense here. */
export type Compare = (actual: string, wanted: string) => boolean | undefined

export interface Operator {
  readonly compare: Compare
  /** Holds when no value of the policy compares; an absent key makes it hold. */
  readonly negated: boolean
}

const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))
/** ISO 8601, or epoch seconds, as IAM takes both. */
const date = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text))

const ordered =
  (read: (text: string) => number, holds: (a: number, b: number) => boolean): Compare =>
  (actual, wanted) => {
    const [a, b] = [read(actual), read(wanted)]
    return Number.isNaN(a) || Number.isNaN(b) ? undefined : holds(a, b)
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

const address: Compare = (actual, wanted) => {
  const [base, bits = ''] = wanted.split('/')
  const [a, w] = [ipv4(actual), ipv4(base!)]
  if (a === undefined || w === undefined) return actual === wanted ? true : undefined
  const length = bits === '' ? 32 : Number(bits)
  const mask = length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0
  return (a & mask) >>> 0 === (w & mask) >>> 0
}
function ipv4(text: string): number | undefined {
  const parts = text.split('.').map(number)
  if (parts.length !== 4 || !parts.every((p) => Number.isInteger(p) && p >= 0 && p <= 255)) return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}

const equal: Compare = (a, w) => a === w
const equalIgnoringCase: Compare = (a, w) => a.toLowerCase() === w.toLowerCase()
const like: Compare = (a, w) => matcher(w)(a)

const base: readonly (readonly [name: string, compare: Compare, negation?: string])[] = [
  ['StringEquals', equal, 'StringNotEquals'],
  ['StringEqualsIgnoreCase', equalIgnoringCase, 'StringNotEqualsIgnoreCase'],
  ['StringLike', like, 'StringNotLike'],
  ['NumericEquals', ordered(number, (a, b) => a === b), 'NumericNotEquals'],
  ['NumericLessThan', ordered(number, (a, b) => a < b)],
  ['NumericLessThanEquals', ordered(number, (a, b) => a <= b)],
  ['NumericGreaterThan', ordered(number, (a, b) => a > b)],
  ['NumericGreaterThanEquals', ordered(number, (a, b) => a >= b)],
  ['DateEquals', ordered(date, (a, b) => a === b), 'DateNotEquals'],
  ['DateLessThan', ordered(date, (a, b) => a < b)],
  ['DateLessThanEquals', ordered(date, (a, b) => a <= b)],
  ['DateGreaterThan', ordered(date, (a, b) => a > b)],
  ['DateGreaterThanEquals', ordered(date, (a, b) => a >= b)],
  ['Bool', equalIgnoringCase],
  ['BinaryEquals', equal],
  ['IpAddress', address, 'NotIpAddress'],
  ['ArnEquals', arn, 'ArnNotEquals'],
  ['ArnLike', arn, 'ArnNotLike'],
]

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, lower case. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  base.flatMap(([name, compare, negation]) => [
    [name.toLowerCase(), { compare, negated: false }] as const,
    ...(negation === undefined ? [] : [[negation.toLowerCase(), { compare, negated: true }] as const]),
  ]),
)
