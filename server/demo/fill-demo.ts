import { dropScopes } from '../derive/drop-scopes.ts'
import { deriveAll } from '../derive/run.ts'
import { DEMO_PREFIX } from '../model/facts.ts'
import type { Revision, Store } from '../store/store.ts'
import { agents } from './agents.ts'
import { aws } from './aws.ts'
import { collectedAt } from './calendar.ts'
import { crossings } from './crossings.ts'
import { entra } from './entra.ts'
import { github } from './github.ts'
import { kubernetes } from './kubernetes.ts'

/** The sample estate, one scope a system; the same facts every time. */
export const demoEstate = () =>
  [aws(), entra(), github(), kubernetes(), agents(), crossings()].map(({ scope, finish }) => ({ scope, ...finish() }))

const isDemo = (scope: string) => scope.startsWith(DEMO_PREFIX)

/** Takes the sample estate out again, in one step, with all that was derived from it. */
export async function removeDemo(store: Store, asOf: string): Promise<Revision> {
  const scopes = (await (await store.snapshot()).scopes()).map(({ scope }) => scope).filter(isDemo)
  if (scopes.length === 0) return store.current()
  return (await dropScopes(store, scopes, asOf)).revision
}

/** Writes the sample estate in one step. Every scope of it starts with `demo:`. */
export async function fillDemo(store: Store): Promise<Revision> {
  const writer = await store.write()
  try {
    for (const { scope, file, facts } of demoEstate()) {
      await writer.putFiles([file])
      await writer.put(scope, facts)
      await writer.seal({
        scope,
        source: 'demo',
        importerVersion: 1,
        complete: true,
        coverage: [],
        collectedAt,
        contentHash: file.sha256,
      })
    }
    await deriveAll(writer, collectedAt)
    return await writer.flip()
  } catch (error) {
    await writer.abandon()
    throw error
  }
}
