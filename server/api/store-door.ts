import type { Store } from '../store/store.ts'

export interface StoreDoor {
  /** The store, opened at the first call; after a failure the next call tries again. */
  store(): Promise<Store>
  close(): Promise<void>
}

/** One opened store for all who ask, and a server that outlives a store that is down. */
export function storeDoor(open: () => Promise<Store>): StoreDoor {
  let opened: Promise<Store> | undefined
  return {
    store() {
      opened ??= open().catch((error: unknown) => {
        opened = undefined
        throw error
      })
      return opened
    },
    async close() {
      await (await opened?.catch(() => undefined))?.close()
    },
  }
}
