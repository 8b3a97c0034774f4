import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { expect, onTestFinished, test } from 'vitest'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt, type InputFile } from '../../server/intake/input-files.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(1), now: new Date('2026-01-02T00:00:00Z') }
const graph = (id: string) => JSON.stringify({ scope: id, nodes: [{ id, kind: 'Owner', type: 'team' }] })

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ambit-files-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

async function textOf(file: InputFile): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file.bytes()) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('a folder gives all files below it, a file itself, and each can be read twice', async () => {
  const path = await folder()
  await mkdir(join(path, 'deep'))
  await writeFile(join(path, 'deep', 'b.json'), 'B')
  await writeFile(join(path, 'a.json'), 'A')
  const files = await filesAt([path, join(path, 'a.json')])
  expect(files.map(({ name, found }) => [name, found ?? false])).toEqual([
    ['a.json', true],
    ['deep/b.json', true],
    ['a.json', false],
  ])
  for (const file of files) expect(await textOf(file)).toBe(await textOf(file))
})

test('a file that can be listed but not read is named, with what to do', async () => {
  const path = join(await folder(), 'gone.json')
  await writeFile(path, '{}')
  const [gone] = await filesAt([path])
  await rm(path)
  await expect(textOf(gone!)).rejects.toMatchObject({ code: 'bad_input', message: `${path} does not exist.` })
  await mkdir(path)
  await expect(textOf(gone!)).rejects.toMatchObject({
    code: 'bad_input',
    message: /gone\.json cannot be read \(EISDIR\)/,
  })
})

test('a path that is not there is named', async () => {
  await expect(filesAt(['/nowhere/at-all.json'])).rejects.toMatchObject({ code: 'bad_input', message: /at-all/ })
  await expect(filesAt([await folder()])).rejects.toMatchObject({ code: 'bad_input' })
})

test('what comes on the standard input can be read twice too', async () => {
  async function* input() {
    yield Buffer.from('{"a":')
    yield Buffer.from('1}')
  }
  const [file] = await filesAt(['-'], input())
  expect(await textOf(file!)).toBe('{"a":1}')
  expect(await textOf(file!)).toBe('{"a":1}')
})

test('an archive is imported like the folder it was made of, by path and by upload', async () => {
  const path = await folder()
  const content = {
    'x/a.json': Buffer.from(graph('a')),
    'b.json': Buffer.from(graph('b')),
    'readme.md': Buffer.from('hi'),
  }
  await writeFile(join(path, 'all.zip'), zipSync(content))
  for (const withRange of [true, false]) {
    const store = await temporaryStore()
    const [file] = await filesAt([join(path, 'all.zip')])
    const { range, ...upload } = file!
    const receipt = await importFiles(store, { source: 'auto', files: [withRange ? file! : upload] }, options)
    expect(range).toBeDefined()
    expect(receipt.files.map(({ name }) => name)).toEqual(['all.zip/b.json', 'all.zip/x/a.json'])
    expect(receipt.skipped.map(({ file: name }) => name)).toEqual(['all.zip/readme.md'])
  }
})

test('imports at the same time each become true, one after the other (R8)', async () => {
  const store = await temporaryStore()
  const path = await folder()
  const names = Array.from({ length: 8 }, (_, i) => `n${i % 4}`)
  const imports = names.map(async (id, i) => {
    const file = join(path, `${i}.json`)
    await writeFile(file, graph(id))
    return importFiles(store, { source: 'facts', files: await filesAt([file]), confirm: true }, options)
  })
  const receipts = await Promise.all(imports)
  expect(receipts.every(({ records }) => records.read === 2)).toBe(true)
  const nodes = []
  for await (const chunk of (await store.snapshot()).nodes()) nodes.push(...chunk)
  expect(nodes.map(({ scope, node }) => [scope, node.id]).sort()).toEqual(
    [...new Set(names)].map((id) => [`facts:${id}`, id]),
  )
})
