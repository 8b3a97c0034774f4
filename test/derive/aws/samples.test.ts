import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcher } from '../../../server/derive/aws/match.ts'
import { type Shape, samples } from '../../../server/derive/aws/samples.ts'

const fits = ({ text, wild }: Shape, it: string) => (wild ? matcher(text)(it) : text === it)
const vector = (shapes: readonly Shape[], it: string) => shapes.map((shape) => Number(fits(shape, it))).join('')

function* textsUpTo(length: number): Generator<string> {
  let level = ['']
  for (let i = 0; i < length; i++) {
    level = level.flatMap((text) => [...'abc'].map((character) => text + character))
    yield* level
  }
}
const short = [...textsUpTo(5)]

test('whatever some text fits and misses, one of the samples fits and misses too', () => {
  const shape = fc.record({ text: fc.stringMatching(/^[ab*?]{1,5}$/), wild: fc.boolean() })
  const agrees = fc.property(fc.array(shape, { minLength: 1, maxLength: 4 }), (shapes) => {
    const found = new Set(samples(shapes)!.map((it) => vector(shapes, it)))
    for (const it of short) if (!found.has(vector(shapes, it))) expect(it).toBe('sampled')
  })
  fc.assert(agrees, { numRuns: 1_000 })
})

test('patterns written to be slow are given up, and that is told from finding nothing', () => {
  const slow = Array.from({ length: 12 }, (_, i) => ({ text: `*a${'?'.repeat(i + 8)}b*`, wild: true }))
  expect(samples(slow)).toBeUndefined()
})
