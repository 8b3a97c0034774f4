import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import type { Store } from '../../server/store/store.ts'

/** The URL of a store that does not exist yet; its folder is removed after the test. */
export async function temporaryStoreUrl(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return `sqlite:${join(folder, 'graph.db')}`
}

/** An empty store on a real file, closed and removed after the test. */
export async function temporaryStore(): Promise<Store> {
  const store = await openStore(await temporaryStoreUrl())
  onTestFinished(() => store.close())
  return store
}
