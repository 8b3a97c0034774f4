/** Neumaier's compensated sum, in the order given: a long tail of trifles does not vanish behind a giant. */
export function sumOf(values: ArrayLike<number>, count = values.length): number {
  let sum = 0
  let lost = 0
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return sum + lost
}
