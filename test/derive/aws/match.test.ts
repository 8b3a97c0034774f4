import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcher } from '../../../server/derive/aws/match.ts'

/** Slow and obvious: which ends of the pattern can each start of the text have reached? */
function reference(pattern: string, text: string): boolean {
  let reached = new Set([0])
  const past = (ends: Set<number>) => {
    for (const end of ends) if (pattern[end] === '*') ends.add(end + 1)
    return ends
  }
  reached = past(reached)
  for (const char of text) {
    const next = new Set<number>()
    for (const end of reached) {
      if (pattern[end] === '*') next.add(end)
      if (pattern[end] === '?' || pattern[end] === char) next.add(end + 1)
    }
    reached = past(next)
  }
  return reached.has(pattern.length)
}

const few = (chars: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...chars), maxLength })

test('a pattern matches what a slow and obvious matcher says it matches', () => {
  const agrees = fc.property(few('ab*?:', 12), few('ab:/', 16), (pattern, text) => {
    // A literal question mark or star in the text is no wildcard there.
    expect(matcher(pattern)(text)).toBe(reference(pattern, text))
  })
  fc.assert(agrees, { numRuns: 100_000 })
})

test('patterns longer than a machine word agree too', () => {
  const agrees = fc.property(few('ab*?', 120), few('ab', 140), (pattern, text) => {
    expect(matcher(pattern)(text)).toBe(reference(pattern, text))
    expect(matcher(`*${pattern}*`)(`b${text.slice(0, 40)}${pattern.replaceAll('*', '').replaceAll('?', 'a')}a`)).toBe(
      reference(`*${pattern}*`, `b${text.slice(0, 40)}${pattern.replaceAll('*', '').replaceAll('?', 'a')}a`),
    )
  })
  fc.assert(agrees, { numRuns: 3_000 })
})

test('no pattern keeps the matcher busy: a thousand wildcard storms over long texts come back', () => {
  const text = 'a'.repeat(10_000)
  const storms = ['*a'.repeat(500), '*?a'.repeat(300), `${'a*'.repeat(700)}b`, `*${'a'.repeat(900)}b`, '?*'.repeat(400)]
  for (const [i, storm] of storms.entries()) {
    expect(matcher(`${storm}b`)(text)).toBe(false)
    expect(matcher(`${storm}*`)(text), String(i)).toBe(!storm.endsWith('b'))
  }
  const busy = matcher('*a*a*a*a*b')
  for (let i = 0; i < 1_001; i++) expect(busy(text.slice(i))).toBe(false)
})

test('wildcards cross colons and slashes, and letters keep their case', () => {
  expect(matcher('arn:aws:s3:::logs-*')('arn:aws:s3:::logs-2024/a/b')).toBe(true)
  expect(matcher('arn:*:role/?dmin')('arn:aws:iam::111122223333:role/Admin')).toBe(true)
  expect(matcher('arn:*:role/admin')('arn:aws:iam::111122223333:role/Admin')).toBe(false)
  expect(matcher('')('')).toBe(true)
  expect(matcher('**')('')).toBe(true)
})
