import { onTestFinished } from 'vitest'
import type { Store } from '../../server/store/store.ts'

/** An empty store's place, which may be opened more than once at a time. */
export interface Place {
  readonly open: (options?: { readonly leaseMs?: number }) => Promise<Store>
}

export interface ContractOptions {
  /** How often each property is tried. */
  readonly runs?: number
}

export type Promised = (what: string, run: () => Promise<void>) => void

/** Opens an empty store, or one place several times; what was opened is closed after the test. */
export function opener(freshPlace: () => Promise<Place>) {
  const place = async (): Promise<Place> => {
    const fresh = await freshPlace()
    return {
      open: async (options) => {
        const store = await fresh.open(options)
        onTestFinished(() => store.close())
        return store
      },
    }
  }
  return { place, open: async (): Promise<Store> => (await place()).open() }
}
