import { expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { limits } from '../../server/intake/limits.ts'
import { readJson } from '../../server/intake/readers/json-reader.ts'
import type { RawRecord } from '../../server/intake/readers/record.ts'

const file = { source: 'test', name: 'file.json' }

async function* inSteps(text: string | Uint8Array, step: number) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

async function read(text: string | Uint8Array, selectors: string[], step = 7) {
  const records: RawRecord[] = []
  const skipped: string[] = []
  const pieces = readJson(inSteps(text, step), selectors, file)
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done) return { records, skipped, ...next.value }
    records.push(...next.value.records)
    skipped.push(...next.value.skipped.map(({ pointer }) => pointer))
  }
}

const failure = (text: string | Uint8Array, step?: number): Promise<AppError> =>
  read(text, ['/*'], step).then(
    () => expect.fail('it was taken'),
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  )

test('records are found by their pointers, whatever the size of the chunks', async () => {
  const text = JSON.stringify({
    users: [{ id: 1 }, { id: 'zwölf' }],
    deep: { a: { x: [1] }, b: { x: [2, 3] } },
    other: [1],
  })
  for (const step of [1, 2, 3, 5, 1000]) {
    const { records, skipped } = await read(text, ['/users/*', '/deep/*/x/*'], step)
    expect(records.map(({ pointer, value }) => [pointer, value])).toEqual([
      ['/users/0', { id: 1 }],
      ['/users/1', { id: 'zwölf' }],
      ['/deep/a/x/0', 1],
      ['/deep/b/x/0', 2],
      ['/deep/b/x/1', 3],
    ])
    expect(records.map(({ keys }) => keys)).toEqual([['0'], ['1'], ['a', '0'], ['b', '0'], ['b', '1']])
    expect(skipped).toEqual(['/other'])
  }
})

test('the whole document, and records inside records, can be asked for', async () => {
  const { records } = await read('{"a":[{"b":1}]}', ['', '/a/*/b'])
  expect(records.map(({ at, value }) => [at, value])).toEqual([
    ['/a/*/b', 1],
    ['', { a: [{ b: 1 }] }],
  ])
})

test('an empty list that is asked for is known from a document of another kind', async () => {
  expect((await read('{"users":[]}', ['/users/*'])).sawList).toBe(true)
  expect((await read('{"groups":[]}', ['/users/*'])).sawList).toBe(false)
})

test('keys such as __proto__ stay ordinary keys', async () => {
  const { records } = await read('[{"__proto__":{"polluted":1},"constructor":2,"hasOwnProperty":3}]', ['/*'])
  const [{ value } = { value: undefined }] = records
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'hasOwnProperty'])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
})

test('what would be lost in silence is said, and only of the record that has it', async () => {
  const text =
    '[{"a":1,"a":2},{"n":9007199254740993},{"n":[1e999]},{"s":"\\ud800"},{"\\udc00":1},{"n":9007199254740991,"s":"\\ud83d\\ude00"}]'
  const { records } = await read(text, ['/*'])
  expect(records.map(({ problem }) => problem && [problem.code, problem.pointer])).toEqual([
    ['duplicate_key', '/a'],
    ['unsafe_integer', '/n'],
    ['non_finite_number', '/n/0'],
    ['lone_surrogate', '/s'],
    ['lone_surrogate', '/\udc00'],
    undefined,
  ])
})

test.each([
  ['', 'the file is empty', 0, 1],
  [' \n ', 'the file is empty', 3, 2],
  ['[1,\n2', 'ends in the middle', 5, 2],
  ['["ab', 'ends in the middle', 4, 1],
  ['[1,\n2] x', 'not JSON', 7, 2],
  ['[1]\n[2]', 'something more follows', 4, 2],
  ['[1 2]', 'a value stands where a comma', 3, 1],
  ['{"a" 1}', 'where a colon is due', 5, 1],
  ['{1:2}', 'where a key', 1, 1],
  ['[1,]', 'a closing ]', 3, 1],
  ['[1}', 'a closing }', 2, 1],
  ['["\\"é\\u00e9" x]', 'not JSON', 14, 1],
  ['["\\"é\\u00e9" 1]', 'a value stands', 14, 1],
])('a broken document is refused with the place where it breaks: %j', async (text, words, byte, line) => {
  for (const step of [1, 3, 100]) {
    const error = await failure(text, step)
    expect(error.code).toBe('file_damaged')
    expect(error.message).toContain(words)
    expect(error.details).toMatchObject({ byte, line })
  }
})

test('text that is not UTF-8 is refused, and never quoted', async () => {
  const bytes = Buffer.concat([Buffer.from('["CANARY'), Buffer.from([0xff, 0xfe]), Buffer.from('"]')])
  const error = await failure(bytes, 100)
  expect(error.code).toBe('file_damaged')
  expect(error.message).toContain('not UTF-8')
  expect(error.message).not.toContain('CANARY')
})

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test('a document may be as deep as the limit, and no deeper (S4)', async () => {
  expect((await read(nested(limits.depth), [''])).records).toHaveLength(1)
  expect((await failure(nested(limits.depth + 1))).code).toBe('limit_exceeded')
  expect((await failure('['.repeat(1_000_000), 65536)).code).toBe('limit_exceeded')
})

test('a key and a string may be as long as the limit, and no longer (S4)', async () => {
  const key = (length: number) => `{"${'k'.repeat(length)}":1}`
  expect((await read(key(limits.keyLength), ['/*'])).records).toHaveLength(1)
  expect((await failure(key(limits.keyLength + 1))).code).toBe('limit_exceeded')
  const string = (length: number) => `["${'s'.repeat(length)}"]`
  expect((await read(string(limits.stringLength), ['/*'], 65536)).records).toHaveLength(1)
  expect((await failure(string(limits.stringLength + 1), 65536)).code).toBe('limit_exceeded')
  async function* endless() {
    yield Buffer.from('["')
    for (;;) yield Buffer.alloc(65536, 's')
  }
  await expect(readJson(endless(), ['/*'], file).next()).rejects.toThrow('a string is longer')
})

test('members of a bare array can be asked for without the keys of a wrapper', async () => {
  expect((await read('[1,2]', ['/#', '/value/*'])).records.map(({ keys }) => keys)).toEqual([['0'], ['1']])
  const wrapped = await read('{"value":[1],"next":"x"}', ['/#', '/value/*'])
  expect(wrapped.records.map(({ pointer }) => pointer)).toEqual(['/value/0'])
  expect(wrapped.skipped).toEqual(['/next'])
})

test('lists under keys that begin alike can be asked for, and no other list of the object', async () => {
  const text = JSON.stringify({ 'arn:1': [1], other: [2], label: { 'arn:2': [3], 'x-arn:': [4] } })
  const { records, skipped } = await read(text, ['/arn:*/#', '/*/arn:*/#'])
  expect(records.map(({ pointer, keys }) => [pointer, keys])).toEqual([
    ['/arn:1/0', ['arn:1', '0']],
    ['/label/arn:2/0', ['label', 'arn:2', '0']],
  ])
  expect(skipped).toEqual(['/other/*', '/label/x-arn:'])
})

test('an object whose labels hold none of the lists is no list of them', async () => {
  const selectors = ['/*/keys/#', '/*/arn:*/#']
  expect((await read('{"label":{"other":[]}}', selectors)).sawList).toBe(false)
  expect((await read('{"label":{"keys":[]}}', selectors)).sawList).toBe(true)
  expect((await read('{"label":{"arn:1":[]}}', selectors)).sawList).toBe(true)
})

test('a byte order mark inside a name stays part of it, so that two names stay two', async () => {
  const mark = '\ufeff'
  const names = [`a${mark}b`, `${mark}ab`, `ab${mark}`, 'ab', `${'x'.repeat(80)}${mark}y`, `ü${mark}${mark}`]
  for (const step of [1, 2, 3, 7, 1000]) {
    const { records } = await read(JSON.stringify(names), ['/*'], step)
    expect(records.map(({ value }) => value)).toEqual(names)
  }
  expect((await failure(`{"a":1}${mark}`)).code).toBe('file_damaged')
})
