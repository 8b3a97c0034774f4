import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import { replaceScope } from '../../server/store/store.ts'
import { batch, node } from './sample-facts.ts'
import { temporaryStoreUrl } from './temporary-store.ts'

const temporaryFile = async () => (await temporaryStoreUrl()).slice('sqlite:'.length)

test('nobody but the owner may read the store, its log, or the folder made for it', async () => {
  const file = join(dirname(await temporaryFile()), 'made', 'deeper', 'graph.db')
  const store = await openStore(`sqlite:${file}`)
  onTestFinished(() => store.close())
  await replaceScope(store, batch('s', { nodes: [node('a')] }))
  const modes = readdirSync(dirname(file)).map((name) => [name, statSync(join(dirname(file), name)).mode & 0o777])
  expect(Object.fromEntries(modes)).toEqual({ 'graph.db': 0o600, 'graph.db-shm': 0o600, 'graph.db-wal': 0o600 })
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
  expect(statSync(dirname(dirname(file))).mode & 0o777).toBe(0o700)
})

test('a store that a newer Ambit wrote is refused, and left as it is', async () => {
  const file = await temporaryFile()
  await (await openStore(`sqlite:${file}`)).close()
  const db = new DatabaseSync(file)
  db.exec('PRAGMA user_version = 99')
  db.close()
  const sentence = `The store ${file} has schema 99, and this Ambit knows none newer than 1; use the Ambit that wrote it, or a newer one.`
  await expect(openStore(`sqlite:${file}`)).rejects.toMatchObject({ code: 'store_unreachable', message: sentence })
})

test("another program's database is refused, and left as it is", async () => {
  const file = await temporaryFile()
  const db = new DatabaseSync(file)
  db.exec('CREATE TABLE theirs (a)')
  await expect(openStore(`sqlite:${file}`)).rejects.toMatchObject({
    code: 'store_unreachable',
    message: `${file} is a database of another program; name another file as the store.`,
  })
  expect(db.prepare('SELECT name FROM sqlite_schema').all()).toHaveLength(1)
  db.close()
})

test('what is no database, is damaged or is a folder is refused with a sentence that names it', async () => {
  const noDatabase = await temporaryFile()
  writeFileSync(noDatabase, 'These are words, and no database at all.'.repeat(100))
  const folder = await temporaryFile()
  mkdirSync(folder)
  for (const file of [noDatabase, folder]) {
    await expect(openStore(`sqlite:${file}`)).rejects.toMatchObject({
      code: 'store_unreachable',
      message: expect.stringContaining(file),
    })
  }
})

test('a damaged store says so, and does not answer', async () => {
  const file = await temporaryFile()
  const store = await openStore(`sqlite:${file}`)
  const nodes = Array.from({ length: 5_000 }, (_, i) => node(`n${i}`))
  await replaceScope(store, batch('s', { nodes }))
  await store.close()
  const { size } = statSync(file)
  writeFileSync(file, new Uint8Array(size - 8_192).fill(0xff), { flag: 'r+' })
  await expect(openStore(`sqlite:${file}`)).rejects.toMatchObject({ code: 'store_unreachable' })
})

test('a store is asked for by its URL, and anything else is refused', async () => {
  for (const url of ['', 'graph.db', 'sqlite:', 'postgres://localhost/x']) {
    await expect(openStore(url)).rejects.toMatchObject({ code: 'bad_argument' })
  }
})

test('a store that was closed says so', async () => {
  const store = await openStore(await temporaryStoreUrl())
  await store.close()
  await store.close()
  await expect(store.current()).rejects.toMatchObject({ code: 'store_unreachable' })
})
