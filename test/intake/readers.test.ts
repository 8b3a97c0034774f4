import { gzipSync } from 'node:zlib'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { type Importer, recordType } from '../../importers/importer.ts'
import { AppError } from '../../server/errors.ts'
import { limits } from '../../server/intake/limits.ts'
import { readRecords } from '../../server/intake/readers/read-records.ts'
import type { RawRecord } from '../../server/intake/readers/record.ts'

const types = (ats: readonly string[]) => ats.map((at) => recordType(at, Type.Unknown(), () => undefined))

async function* inSteps(bytes: Uint8Array, step: number) {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

async function read(
  content: string | Uint8Array,
  format: Importer['format'],
  { ats = ['line', 'row', '/#', '/items/*'], name = 'file', step = 11 } = {},
): Promise<RawRecord[]> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const records: RawRecord[] = []
  for await (const piece of readRecords(inSteps(bytes, step), format, types(ats), { source: 'test', name })) {
    records.push(...piece.records)
  }
  return records
}

const failure = (...args: Parameters<typeof read>): Promise<AppError> =>
  read(...args).then(
    () => expect.fail('it was taken'),
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  )

const placed = (records: readonly RawRecord[]) => records.map(({ pointer, value }) => [pointer, value])

test('lines are records; empty ones are passed over, the last needs no end', async () => {
  const records = await read('{"a":1}\n\n  \r\n[2]\r\n"drei"', 'ndjson')
  expect(placed(records)).toEqual([
    ['line 1', { a: 1 }],
    ['line 4', [2]],
    ['line 5', 'drei'],
  ])
})

test('what would be lost in a line is said of that line', async () => {
  const lines = [
    '{"a":1,"a":1}',
    '{"a":{"b":[{"c":1,"c":2}]}}',
    '[9007199254740993]',
    '[1e999]',
    '["\\udead"]',
    '{"__proto__":1,"a":123456789012345,"b":"\\u00e9"}',
  ]
  const records = await read(lines.join('\n'), 'ndjson')
  expect(records.map(({ problem }) => problem?.code)).toEqual([
    'duplicate_key',
    'duplicate_key',
    'unsafe_integer',
    'non_finite_number',
    'lone_surrogate',
    undefined,
  ])
  expect(Object.keys(records[5]!.value as object)).toEqual(['__proto__', 'a', 'b'])
})

test.each([
  ['{"a":1}\n{"a":', 2],
  ['{"a":1}\n{"a":1} x\n', 2],
  ['{"a":1}\n{"a":1}{"a":2}', 2],
  ['{"a":1}\n\n[1,]\n{"a":1}', 3],
  ["{'a':1}", 1],
])('a broken line refuses the file and says which: %j', async (text, line) => {
  const error = await failure(text, 'ndjson')
  expect(error).toMatchObject({ code: 'file_damaged', details: { line } })
})

test('a line may be as long as the limit, and no longer (S5)', async () => {
  const line = (bytes: number) => `"${'s'.repeat(bytes - 2)}"`
  expect(await read(line(limits.lineBytes), 'ndjson', { step: 65536 })).toHaveLength(1)
  expect((await failure(line(limits.lineBytes + 1), 'ndjson', { step: 65536 })).code).toBe('limit_exceeded')
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  expect(await read(deep(limits.depth), 'ndjson')).toHaveLength(1)
  expect((await failure(deep(limits.depth + 1), 'ndjson')).code).toBe('limit_exceeded')
})

test.each([
  ['[{"a":1}]', '', ['/0']],
  ['{"items":[1,2]}', '', ['/items/0', '/items/1']],
  ['{"a":1}\n{"a":2}', '', ['line 1', 'line 2']],
  ['{"a":1}', '.json', ['line 1']],
  ['[1]\n[2]', '.jsonl', ['line 1', 'line 2']],
  [`{"items":[${'1,'.repeat(50_000)}1]}`, '', 50_001],
])('one document and one value a line are told apart by what they hold: %.20s', async (text, extension, expected) => {
  const records = await read(text, 'json or ndjson', { name: `file${extension}`, step: 4096 })
  if (typeof expected === 'number') expect(records).toHaveLength(expected)
  else expect(records.map(({ pointer }) => pointer)).toEqual(expected)
})

test('comments and trailing commas are read where the source has them, and nowhere else', async () => {
  const text = '// mine\n{"items": [ /* one */ 1, "http://x // no", ], }'
  expect(placed(await read(text, 'jsonc'))).toEqual([
    ['/items/0', 1],
    ['/items/1', 'http://x // no'],
  ])
  expect((await failure(text, 'json')).code).toBe('file_damaged')
  expect((await failure('// mine\n{"items": [1 2]}', 'jsonc')).details).toMatchObject({ line: 2 })
  const large = `[${' '.repeat(limits.wholeFileBytes)}]`
  expect((await failure(large, 'jsonc', { step: 65536 })).code).toBe('limit_exceeded')
})

test('rows are read by the names of the header, whatever separates them', async () => {
  for (const separator of [',', ';', '\t']) {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['name', ' note '].join(separator) + end + [`"a${separator}b"`, '"x ""y""\nz"'].join(separator) + end
      expect(placed(await read(text, 'csv')), JSON.stringify(text)).toEqual([
        ['row 2', { name: `a${separator}b`, note: 'x "y"\nz' }],
      ])
    }
  }
})

test('a comma in a sheet of semicolons is a comma', async () => {
  expect(placed(await read('a;b\n1,5;2', 'csv'))).toEqual([['row 2', { a: '1,5', b: '2' }]])
})

test('headers such as __proto__ are headers, and no cell becomes a prototype (S3)', async () => {
  const [{ value } = { value: undefined }] = await read('__proto__,constructor\nx,y', 'csv')
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
  expect(({} as { x?: unknown }).x).toBeUndefined()
})

test('a header that stands twice, ragged rows and open quotes are told with their place', async () => {
  expect((await failure('a,b,a\n1,2,3', 'csv')).message).toContain('column 3')
  const ragged = await read('a,b\n1\n1,2\n1,2,3', 'csv')
  expect(ragged.map(({ problem }) => problem?.code)).toEqual(['ragged_row', undefined, 'ragged_row'])
  expect((await failure('a,b\n1,"2\n3,4', 'csv')).code).toBe('file_damaged')
  expect((await failure('', 'csv')).code).toBe('file_damaged')
  expect((await failure(Buffer.from([0x61, 0x2c, 0xff, 0x0a, 0x31]), 'csv')).code).toBe('file_damaged')
})

test('a row may be as long as the limit, and no longer', async () => {
  const row = (length: number) => `a\n${'x'.repeat(length)}\n`
  expect(await read(row(limits.rowLength - 10), 'csv', { step: 65536 })).toHaveLength(1)
  expect((await failure(row(limits.rowLength + 10), 'csv', { step: 65536 })).code).toBe('limit_exceeded')
  const open = `a\n"${'x\n'.repeat(limits.rowLength)}`
  expect((await failure(open, 'csv', { step: 65536 })).code).toBe('limit_exceeded')
  const wide = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`).join(',')
  expect(await read(`${wide(limits.columns)}\n${wide(limits.columns)}`, 'csv')).toHaveLength(1)
  expect((await failure(wide(limits.columns + 1), 'csv')).code).toBe('limit_exceeded')
})

test('gzip is unpacked, but not a bomb and not for ever (S5)', async () => {
  expect(placed(await read(gzipSync('[1]'), 'json'))).toEqual([['/0', 1]])
  const bomb = gzipSync(Buffer.alloc(200 * limits.ratioFreeBytes, ' '))
  expect((await failure(bomb, 'json', { step: 65536 })).code).toBe('limit_exceeded')
  expect((await failure(gzipSync('[1]').subarray(0, 15), 'json')).code).toBe('file_damaged')
  let nested: Uint8Array = Buffer.from('[1]')
  for (let i = 0; i < 3; i++) nested = gzipSync(nested)
  expect((await failure(nested, 'json')).code).toBe('limit_exceeded')
})

test('UTF-16 is read in any chunks, and refused where it is cut', async () => {
  const text = Buffer.from('\ufeff["é🙂"]', 'utf16le')
  for (const step of [1, 2, 3, 64]) {
    expect(placed(await read(text, 'json', { step }))).toEqual([['/0', 'é🙂']])
    expect(placed(await read(Buffer.from(text).swap16(), 'json', { step }))).toEqual([['/0', 'é🙂']])
  }
  expect((await failure(text.subarray(0, 9), 'json')).code).toBe('file_damaged')
})
