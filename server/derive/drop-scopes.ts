import type { Revision, ScopeChange, Store } from '../store/store.ts'
import { deriveAll } from './run.ts'

export interface Dropped {
  readonly revision: Revision
  /** Of the scopes, and of what was derived from them. */
  readonly changes: readonly ScopeChange[]
}

/** Takes scopes out with all that was derived from them, in one step. */
export async function dropScopes(store: Store, scopes: readonly string[], asOf: string): Promise<Dropped> {
  const writer = await store.write()
  try {
    const changes: ScopeChange[] = []
    for (const scope of scopes) changes.push(await writer.drop(scope))
    const derived = await deriveAll(writer, asOf)
    return { changes: [...changes, ...derived.changes], revision: await writer.flip() }
  } catch (error) {
    await writer.abandon().catch(() => undefined) // what went wrong first is what counts
    throw error
  }
}
