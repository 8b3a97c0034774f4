import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextIndex, Texts } from '../../server/graph/text-index.ts'
import { FIELD } from '../../server/model/packed-facts.ts'

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 2 }), fc.nat(900).map(String))
const texts = fc.array(text, { maxLength: 900, size: 'max' })

test('each distinct text has one number, in the order in which they came, and is found by it', () => {
  const holds = fc.property(texts, text, (some, other) => {
    const index = new TextIndex()
    const numbers = new Map<string, number>()
    for (const [i, one] of some.entries()) {
      if (!numbers.has(one)) numbers.set(one, numbers.size)
      const bytes = Buffer.from(`${one}-`).fill(FIELD, Buffer.byteLength(one))
      const number = i % 2 === 0 ? index.addText(one) : index.read(bytes, 0)
      expect(number).toBe(numbers.get(one))
    }
    expect([...index.column()]).toEqual([...numbers.keys()])
    const bytes = Buffer.from(other)
    expect(index.find(bytes, 0, bytes.length)).toBe(numbers.get(other) ?? -1)
  })
  fc.assert(holds, { numRuns: 200 })
})

test('many texts at once have the numbers that they have one by one', () => {
  const holds = fc.property(texts, texts, (before, some) => {
    const index = new TextIndex()
    const numbers = [...before, ...some].map((one) => index.addText(one))
    const together = new TextIndex()
    for (const one of before) together.addText(one)
    const bytes = Buffer.concat(some.flatMap((one) => [Buffer.from(one), Uint8Array.of(FIELD)]))
    const noted = new Texts()
    let at = 0
    for (const [i, one] of some.entries()) {
      if (i % 2 === 0) noted.note(bytes, at)
      else noted.add(bytes, at, at + Buffer.byteLength(one))
      at += Buffer.byteLength(one) + 1
    }
    const found = new Uint32Array(some.length)
    together.addAll(bytes, noted, found)
    expect([...found]).toEqual(numbers.slice(before.length))
    expect([...together.column()]).toEqual([...index.column()])
  })
  fc.assert(holds, { numRuns: 100 })
})
