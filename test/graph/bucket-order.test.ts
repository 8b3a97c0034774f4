import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOrder } from '../../server/graph/bucket-order.ts'

test('edges stand in the order of their ids, then of what is preferred, however their ids spread or crowd', () => {
  const key = fc.oneof(fc.nat(0xffff_ffff), fc.nat(3), fc.constantFrom(0, 0x8000_0000, 0xffff_ffff))
  const rows = fc.array(fc.tuple(key, fc.nat(2)), { minLength: 0, maxLength: 60 })
  const agrees = fc.property(rows, (rows) => {
    const compare = (a: number, b: number) => rows[a]![0] - rows[b]![0] || rows[a]![1] - rows[b]![1]
    const order = bucketOrder(rows.length, (at) => rows[at]![0], compare)
    const expected = rows.map((_, at) => at).sort((a, b) => compare(a, b) || a - b)
    expect([...order]).toEqual(expected)
  })
  fc.assert(agrees, { numRuns: 3_000 })
})
