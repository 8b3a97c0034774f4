import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextColumn } from '../../server/graph/text-column.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('', 'a', 'aa', '\0', 'é', '\u{ff5e}', '\u{10000}', '__proto__'),
)
const texts = fc.array(text, { maxLength: 12 })

test('texts come back as they were, whatever is in them', () => {
  fc.assert(
    fc.property(texts, (some) => {
      expect([...TextColumn.of(some)]).toEqual(some)
    }),
  )
})

test('every text of a sorted column is found, and no other', () => {
  const holds = fc.property(texts, text, (some, other) => {
    const sorted = [...new Set(some)].sort()
    const column = TextColumn.of(sorted)
    for (const [i, one] of sorted.entries()) expect(column.search(one)).toBe(i)
    expect(column.search(other)).toBe(sorted.includes(other) ? sorted.indexOf(other) : undefined)
  })
  fc.assert(holds)
})
