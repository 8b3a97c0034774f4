import { expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { factsOf } from '../importers/facts-of.ts'
import { changed, documentOf, everyString, type Fixture, fixtures, inputFile, leavesOf } from './fixtures.ts'
import { bench } from './import-into.ts'

const each = fixtures.map((fixture) => [fixture.source, fixture] as const)

/** Stands for text that no serialiser would write. */
const raw = (text: string) => `RAW<${text}>WAR`
const unraw = (text: string) => text.replace(/"RAW<(.*?)>WAR"/g, '$1')

const texts: readonly string[] = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  'a\u0000b',
  'a\nb\u001b[31m',
  '\u202egnp.exe',
  'a\u200bb',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '`) MATCH (n) DETACH DELETE n //',
  "'; DROP TABLE facts; --",
  '=cmd|calc!A1',
  'https://xn--a.example/%zz',
  'https://[::1',
  `https://e.example/${'r'.repeat(64_000)}`,
  '*'.repeat(2_000),
  '{"Version":"2012-10-17","Statement":',
  'arn:aws:iam::*:role/*',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '1700000000000',
  '/../../etc/passwd',
]
const others: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  [],
  [null],
  {},
  { __proto__: null, constructor: 1 },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  raw('9007199254740993'),
  raw('1e999'),
  raw('-0'),
  raw(`1${'0'.repeat(100_000)}`),
  raw('"\\ud800"'),
  raw('1700000000000'),
]

async function expectSurvived(fixture: Fixture, name: string, text: string): Promise<void> {
  try {
    const { notes, nodes } = await factsOf(
      fixture.importer,
      [{ name, text }],
      fixture.scope ? { scope: fixture.scope } : {},
    )
    expect(
      notes.rejectionsByCode.get('importer_failed'),
      `the importer threw on ${text.slice(0, 2000)}`,
    ).toBeUndefined()
    for (const { node } of nodes) expect(typeof node.id).toBe('string')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.statusCode).toBeLessThan(500)
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
}

test.each(each)(
  '%s: whatever stands in one field, the importer answers',
  async (_, fixture) => {
    for (const file of fixture.files) {
      const { values, render } = documentOf(file)
      const leaves = leavesOf(values)
      // A dozen fields for each value, other ones for the next: so every field has its turn.
      const stride = Math.ceil(leaves.length / 12)
      for (const [turn, put] of [...texts, ...others].entries()) {
        for (const path of leaves.filter((__, i) => i % stride === turn % stride)) {
          const [row, ...rest] = path
          if (row === undefined) continue
          const text = unraw(render(values.map((value, i) => (i === row ? changed(value, rest, put) : value))))
          await expectSurvived(fixture, file.name, text)
        }
      }
    }
  },
  120_000,
)

test.each(each)('%s: whatever stands in every text at once, an import balances or refuses', async (source, fixture) => {
  // One store for all of them: each finds what the one before it left.
  const it = await bench()
  for (const put of texts) {
    const files = fixture.files.map((file) => {
      const { values, render } = documentOf(file)
      return inputFile(file.name, render(values.map((value) => everyString(value, (text) => text && put))))
    })
    await it.bring(source, files, { scope: fixture.scope, confirm: true })
  }
})

test.each(each)(
  '%s: whatever an object is asked for, __proto__ and its like are plain keys (S3)',
  async (_, fixture) => {
    for (const file of fixture.files) {
      const { values, render } = documentOf(file)
      for (const key of Object.getOwnPropertyNames(Object.prototype)) {
        const text = render(values)
          .replaceAll('{', () => `{"${key}":{"polluted":true},`)
          .replaceAll(/,(\s*})/g, '$1')
        await expectSurvived(fixture, file.name, text)
      }
    }
  },
)

test.each(each)('%s: a key that stands twice is an error of its record, not a lost value', async (_, fixture) => {
  for (const file of fixture.files) {
    if (file.name.endsWith('.csv')) continue
    const { values, render } = documentOf(file)
    const text = render(values).replaceAll(/\{(\s*)("(?:[^"\\]|\\.)*":)/g, '{$1$2null,$2')
    const { records, notes } = await factsOf(
      fixture.importer,
      [{ name: file.name, text }],
      fixture.scope ? { scope: fixture.scope } : {},
    )
    expect(records.stored).toBe(0)
    expect(notes.rejectionsByCode.get('duplicate_key')).toBeGreaterThan(0)
  }
})
