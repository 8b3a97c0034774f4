import { isIPv4 } from 'node:net'

/** Each limit, and a number below, above and between them: no test on these limits tells other numbers apart. */
export function numbersAround(limits: readonly string[]): readonly string[] | undefined {
  const numbers = [...new Set(limits.map((it) => (it.trim() === '' ? Number.NaN : Number(it))))].sort((a, b) => a - b)
  if (numbers.some(Number.isNaN)) return undefined
  const between = numbers.slice(1).map((it, i) => (it + numbers[i]!) / 2)
  return [numbers[0]! - 1, ...numbers, ...between, numbers.at(-1)! + 1].map(String)
}

/** The ends of each range and their neighbours outside, and one address of version 6; ranges of that version are not read. */
export function addressesAround(ranges: readonly string[]): readonly string[] | undefined {
  const ends: number[] = []
  for (const range of ranges) {
    const [base = '', bits = '32'] = range.split('/')
    const length = Number(bits)
    if (!isIPv4(base) || !Number.isInteger(length) || length < 0 || length > 32) return undefined
    const size = 2 ** (32 - length)
    const first = Math.floor(base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) / size) * size
    ends.push(first - 1, first, first + size - 1, first + size)
  }
  const inside = [...new Set(ends)].filter((it) => it >= 0 && it < 2 ** 32)
  return ['::1', ...inside.map((it) => [24, 16, 8, 0].map((shift) => Math.floor(it / 2 ** shift) % 256).join('.'))]
}
