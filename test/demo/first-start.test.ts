import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../server/main.ts'
import { openStore } from '../../server/store/open-store.ts'

/** Serves on a home that stays between starts, and answers what was said and which scopes the store then holds. */
async function started(home: string, demo: boolean) {
  const url = `sqlite:${join(home, 'graph.db')}`
  const said: string[] = []
  const say = (sentence: string) => void said.push(sentence)
  const running = await serve({ store: url, port: 0, demo, env: { AMBIT_HOME: home }, say })
  await running.close()
  const store = await openStore(url)
  const revision = await store.current()
  const scopes = (await (await store.snapshot()).scopes()).map(({ scope }) => scope)
  await store.close()
  return { said, revision, scopes }
}

async function temporaryHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'ambit-home-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return home
}

test('the first start fills the empty store with the demo estate and says so; the next leaves it as it is', async () => {
  const home = await temporaryHome()
  const first = await started(home, true)
  expect(first.scopes).toContain('demo:aws')
  expect(first.said.join()).toContain('demo estate')
  const second = await started(home, true)
  expect(second.revision).toBe(first.revision)
  expect(second.said.join()).not.toContain('demo estate')
})

test('whoever wants no demo has an empty store', async () => {
  expect((await started(await temporaryHome(), false)).scopes).toEqual([])
})
