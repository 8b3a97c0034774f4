import { radius } from '../../server/answers/radius.ts'
import { compile } from '../../server/graph/compile.ts'
import { oneNode } from '../../server/graph/find-node.ts'
import { type ImportRequest, importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import type { Store } from '../../server/store/store.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(7), now: new Date('2026-06-01T00:00:00Z') }

/** Files in a real store, as a user would bring them in, and what may then be asked of it. */
export async function imported(paths: readonly string[], request: Omit<ImportRequest, 'files'>, into?: Store) {
  const store = into ?? (await temporaryStore())
  const again = async () => importFiles(store, { ...request, files: await filesAt(paths) }, options)
  const receipt = await again()
  const snapshot = await store.snapshot()
  return { store, receipt, snapshot, again, graph: await compile(snapshot), reach: await reachIn(store) }
}

/** The reach of what a text names, as `basis capability+… id`. */
export async function reachIn(store: Store) {
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  return async (start: string) => {
    const answer = await radius({ graph, snapshot }, [oneNode(graph, start)], { reach: true, asOf: options.now })
    return (answer.reach ?? []).map(({ id, basis, capabilities }) => `${basis} ${capabilities.join('+')} ${id}`)
  }
}
