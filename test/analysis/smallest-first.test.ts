import fc from 'fast-check'
import { expect, test } from 'vitest'
import { smallestFirst } from '../../server/analysis/smallest-first.ts'

test('the smallest come first and in order, and none is lost', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 200 })
  const keeps = fc.property(numbers, fc.nat(210), (drawn, some) => {
    const keys = Float64Array.from(drawn)
    const wanted = Math.min(some, keys.length)
    smallestFirst(keys, wanted)
    const sorted = Float64Array.from(drawn).sort()
    expect(keys.slice(0, wanted)).toEqual(sorted.slice(0, wanted))
    expect(keys.sort()).toEqual(sorted)
  })
  fc.assert(keeps, { numRuns: 3_000 })
})
