import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { limits } from '../../server/intake/limits.ts'
import { unzipped } from '../../server/intake/zip/open-zip.ts'
import { inputFile } from '../hostile/fixtures.ts'

const text = (content: string) => Buffer.from(content)
const zip = (files: Record<string, Uint8Array>, level: 0 | 6 = 6) => Buffer.from(zipSync(files, { level }))

async function read(bytes: Uint8Array): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for (const file of await unzipped(inputFile('a.zip', bytes), 'test')) {
    const chunks: Uint8Array[] = []
    for await (const chunk of file.bytes()) chunks.push(chunk)
    files[file.name] = Buffer.concat(chunks).toString()
  }
  return files
}

const failure = (bytes: Uint8Array): Promise<AppError> =>
  read(bytes).then(
    () => expect.fail('it was taken'),
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  )

/** The archive with a change in the directory entry of its only file, and in its local header too. */
function patched(bytes: Buffer, change: (entry: Buffer, local: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes)
  change(copy.subarray(copy.indexOf('PK\u0001\u0002')), copy)
  return copy
}

test('the files of an archive are read, packed or not, and folders are passed over', async () => {
  for (const level of [0, 6] as const) {
    const archive = zip({ 'a.json': text('[1]'), 'deep/b.json': text('x'.repeat(100_000)), 'deep/': text('') }, level)
    const files = await read(archive)
    expect(Object.keys(files).sort()).toEqual(['a.zip/a.json', 'a.zip/deep/b.json'])
    expect(files['a.zip/deep/b.json']).toBe('x'.repeat(100_000))
  }
})

test('a file that is no archive is itself', async () => {
  expect(await read(text('[1]'))).toEqual({ 'a.zip': '[1]' })
})

test.each(['../x', 'a/../../x', '/etc/passwd', 'C:\\x', 'C:x', 'a\\b', 'a\u0000b', '..'])(
  'a name that leads out of the archive is refused (S6): %j',
  async (name) => {
    expect((await failure(zip({ [name]: text('[1]') }))).message).toContain('leads out of it')
  },
)

test('names such as __proto__ are names', async () => {
  const archive = zip({ xxproto__: text('[1]') })
  const renamed = Buffer.from(archive.toString('latin1').replaceAll('xxproto__', '__proto__'), 'latin1')
  expect(Object.keys(await read(renamed))).toEqual(['a.zip/__proto__'])
})

test('two files of one name are refused', async () => {
  const archive = zip({ 'a1.json': text('[1]'), 'a2.json': text('[2]') })
  const same = Buffer.from(archive.toString('latin1').replaceAll('a2.json', 'a1.json'), 'latin1')
  expect((await failure(same)).message).toContain('two files of one name')
})

test('links and encrypted files are refused', async () => {
  const archive = zip({ 'a.json': text('[1]') })
  const link = patched(archive, (entry) => {
    entry[5] = 3
    entry.writeUInt32LE((0o120777 << 16) >>> 0, 38)
  })
  expect((await failure(link)).message).toContain('a link')
  const locked = patched(archive, (entry, local) => {
    entry.writeUInt16LE(1, 8)
    local.writeUInt16LE(1, 6)
  })
  expect((await failure(locked)).message).toContain('encrypted')
})

test('a size or a checksum that lies is found out', async () => {
  const archive = zip({ 'a.json': text('x'.repeat(1000)) })
  for (const [field, value] of [
    [16, 1],
    [24, 999],
    [24, 1001],
  ] as const) {
    const lie = patched(archive, (entry) => entry.writeUInt32LE(value, field))
    expect((await failure(lie)).code).toBe('file_damaged')
  }
})

test('files that overlap are refused', async () => {
  const archive = zip({ 'a.json': text('x'), 'b.json': text('y') }, 0)
  const second = archive.indexOf('PK\u0001\u0002', archive.indexOf('PK\u0001\u0002') + 1)
  const overlapping = Buffer.from(archive)
  overlapping.writeUInt32LE(0, second + 42)
  expect((await failure(overlapping)).message).toContain('overlap')
})

test('archives in archives are refused', async () => {
  const inner = zip({ 'a.json': text('[1]') })
  expect((await failure(zip({ 'b.zip': inner }))).message).toContain('an archive in an archive')
  expect((await failure(zip({ 'b.gz': Buffer.from([0x1f, 0x8b, 8, 0]) }))).message).toContain(
    'an archive in an archive',
  )
})

test('bombs are refused by what they claim and by what they do (S6)', async () => {
  const bomb = zip({ 'a.json': Buffer.alloc(300 * limits.ratioFreeBytes) })
  expect((await failure(bomb)).code).toBe('limit_exceeded')
  const modest = patched(bomb, (entry) => entry.writeUInt32LE(1000, 24))
  expect((await failure(modest)).message).toContain('larger than the archive says')
})

test('an archive may hold as many files as the limit, and no more', async () => {
  const many = (count: number) =>
    zip(Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.json`, text('[]')])), 0)
  expect(Object.keys(await read(many(limits.zipEntries)))).toHaveLength(limits.zipEntries)
  expect((await failure(many(limits.zipEntries + 1))).code).toBe('limit_exceeded')
})

test('an archive that is cut anywhere is refused', async () => {
  const archive = zip({ 'a.json': text('[1,2,3]'), 'b.json': text('[4]') })
  for (let at = 4; at < archive.length; at += 7) {
    expect((await failure(archive.subarray(0, at))).code).toBe('file_damaged')
  }
})
