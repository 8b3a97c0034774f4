import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { limits } from '../../server/intake/limits.ts'
import { fixtures, inputFile } from './fixtures.ts'
import { bench, expectRefused } from './import-into.ts'

const each = fixtures.map((fixture) => [fixture.source, fixture] as const)

/** Who is there, whatever evidence they have. */
async function ids(store: { snapshot(): Promise<{ nodes(): AsyncIterable<readonly { node: { id: string } }[]> }> }) {
  const found = new Set<string>()
  for await (const facts of (await store.snapshot()).nodes()) for (const { node } of facts) found.add(node.id)
  return [...found].sort()
}

test.each(each)(
  '%s: its fixture is taken whole, and a second time changes nothing',
  async (source, { files, scope }) => {
    expect(files.length, `test/importers/${source}/fixture.* is missing`).toBeGreaterThan(0)
    const it = await bench()
    const inputs = files.map(({ name, text }) => inputFile(name, text))
    const first = await it.bring(source, inputs, { scope })
    if (first instanceof AppError) throw first
    expect(first.rejections).toEqual([])
    expect(first.facts.nodes).toBeGreaterThan(0)
    expect(first.facts.edges).toBeGreaterThan(0)
    expect(await it.bring(source, inputs.toReversed(), { scope })).toMatchObject({ changed: false, revision: 1 })
    const touched = inputs.map((input) => ({ ...input, modifiedAt: new Date('2026-01-01T09:00:00Z') }))
    expect(await it.bring(source, touched, { scope })).toMatchObject({ changed: false, revision: 1 })
  },
)

test.each(each)('%s: auto knows its fixture', async (source, { files, scope }) => {
  const it = await bench()
  const receipt = await it.bring(
    'auto',
    files.map(({ name, text }) => inputFile(name, text)),
    { scope },
  )
  expect(receipt).toMatchObject({ files: files.map(({ name }) => ({ name, source })) })
})

test.each(each)('%s: BOM, UTF-16 and gzip say the same', async (source, { files, scope }) => {
  const plain = await bench()
  await plain.bring(
    source,
    files.map(({ name, text }) => inputFile(name, text)),
    { scope },
  )
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  const ways: ((text: string) => Uint8Array)[] = [
    (text) => Buffer.from(`\ufeff${text}`),
    utf16,
    (text) => utf16(text).swap16(),
    (text) => gzipSync(text),
    (text) => gzipSync(utf16(text)),
  ]
  for (const way of ways) {
    const other = await bench()
    await other.bring(
      source,
      files.map(({ name, text }) => inputFile(name, way(text))),
      { scope },
    )
    expect(await ids(other.store)).toEqual(await ids(plain.store))
  }
})

test.each(each)(
  '%s: a file that is empty, or no text at all, is refused by its name',
  async (source, { files, scope, importer }) => {
    const { name } = files[0]!
    const invalid = Buffer.concat([Buffer.from(files[0]!.text).subarray(0, 40), Buffer.from([0xff, 0xc0, 0x80])])
    const { blankIsEmpty } = importer.open({ scope, collectedAt: '', fingerprint: () => undefined })
    const it = await bench()
    for (const content of [
      ...(blankIsEmpty ? [] : ['', ' \n\t ']),
      invalid,
      Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
    ]) {
      await expectRefused(it, await it.bring(source, [inputFile(name, content)], { scope }), name)
    }
  },
)

test.each(each)(
  '%s: a file that is cut off leaves the store as it was and says where',
  async (source, { files, scope }) => {
    const it = await bench()
    for (const { name, text } of files) {
      if (name.endsWith('.csv')) continue // a cut row is a row
      const bytes = Buffer.from(text.trimEnd())
      const step = Math.min(1000, Math.ceil(bytes.length / 12))
      for (let at = step; at < bytes.length; at += step) {
        if (/\.(?:ndjson|jsonl)$/.test(name) && /^\s*$/.test(bytes.subarray(at - 1, at + 1).toString())) continue
        const error = await expectRefused(
          it,
          await it.bring(source, [inputFile(name, bytes.subarray(0, at))], { scope }),
          name,
        )
        expect(error.message).toMatch(/byte \d+ \(line \d+\)/)
      }
    }
  },
)

test.each(each)('%s: what stands after the end is not passed over', async (source, { files, scope }) => {
  const { name, text } = files[0]!
  if (name.endsWith('.csv')) return
  const it = await bench()
  for (const more of ['}', ' x', '\n]']) {
    await expectRefused(it, await it.bring(source, [inputFile(name, text.trimEnd() + more)], { scope }), name)
  }
})

/** Spaces that take long to press together, and the same for every source. */
const blownUp = gzipSync(Buffer.alloc(200 * limits.ratioFreeBytes, ' '))

test.each(each)('%s: bombs of depth and length are refused (S4)', async (source, { files, scope, importer }) => {
  const { name } = files[0]!
  if (importer.format === 'csv') return
  const bombs = [
    '['.repeat(limits.depth + 1) + ']'.repeat(limits.depth + 1),
    '['.repeat(100_000),
    '{"a":'.repeat(100_000),
    `[{"${'k'.repeat(limits.keyLength + 1)}":1}]`,
    blownUp,
  ]
  const it = await bench()
  for (const bomb of bombs) {
    const error = await expectRefused(it, await it.bring(source, [inputFile(name, bomb)], { scope }), name)
    expect(error.code).toMatch(/^(?:limit_exceeded|file_damaged)$/)
  }
})

test.each(each)('%s: a file of any other source is refused', async (source, { importer }) => {
  const it = await bench()
  for (const other of fixtures) {
    if (other.source === source) continue
    const file = other.files.find(({ name, text }) => !importer.sniff({ name, text }))
    if (!file) continue
    await expectRefused(it, await it.bring(source, [inputFile(file.name, file.text)], { scope: 'x' }), file.name)
  }
})
