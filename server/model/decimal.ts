/**
 * An exact product of the score table's numbers: digits × 10^−exponent, without trailing zeros, so that equal values
 * look equal (0.8 × 0.5 is 0.4). Multiplying floats instead would give last digits that depend on the order of a path.
 */
export interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

export const ONE: Decimal = { digits: 1n, exponent: 0 }

/** A number of the table as it is written there: 0.9 is nine tenths. */
export function decimalOf(value: number): Decimal {
  const [, whole, fraction = '', power = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? []
  if (whole === undefined) throw new RangeError(`${value} is no number from 0 on`)
  const exponent = fraction.length - Number(power)
  return exponent < 0
    ? { digits: BigInt(whole + fraction) * 10n ** BigInt(-exponent), exponent: 0 }
    : trimmed(BigInt(whole + fraction), exponent)
}

export const times = (a: Decimal, b: Decimal): Decimal => trimmed(a.digits * b.digits, a.exponent + b.exponent)

/** The nearest double: parsing a decimal rounds correctly, whatever its length. */
export const toNumber = ({ digits, exponent }: Decimal): number => Number(`${digits}e-${exponent}`)

export const keyOf = ({ digits, exponent }: Decimal): string => `${digits.toString(36)} ${exponent}`

/** Negative when a is less than b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const exponent = Math.max(a.exponent, b.exponent)
  const scaled = (d: Decimal) => d.digits * 10n ** BigInt(exponent - d.exponent)
  const difference = scaled(a) - scaled(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function trimmed(digits: bigint, exponent: number): Decimal {
  while (exponent > 0 && digits % 10n === 0n) {
    digits /= 10n
    exponent--
  }
  return { digits, exponent }
}

/** The exact product of numbers of the table, rounded once. */
export const exactProduct = (...values: readonly number[]): number => toNumber(values.map(decimalOf).reduce(times, ONE))
