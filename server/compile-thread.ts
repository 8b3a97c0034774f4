import { parentPort, workerData } from 'node:worker_threads'
import type { Order, Report } from './api/compile-aside.ts'
import { codeVersion } from './api/graph-key.ts'
import { readyGraph } from './api/ready-graph.ts'
import { AppError } from './errors.ts'
import { imageOf } from './graph/graph-image.ts'
import { openStore } from './store/open-store.ts'

// The other side of api/compile-aside.ts: opens the store for itself, and hands over what it compiled.

const { store: place, revision, making } = workerData as Order
const tell = (report: Report) => parentPort!.postMessage(report)
try {
  if (codeVersion() !== making.code)
    throw new AppError('store_not_ready', 'The files of Ambit changed under the running server; start it anew.')
  const store = await openStore(place.url, place.options)
  try {
    await readyGraph(store, await store.snapshot(revision), making, (graph) => tell({ image: imageOf(graph) }))
  } finally {
    await store.close()
  }
} catch (error) {
  if (!(error instanceof AppError)) throw error
  tell({ problem: { code: error.code, message: error.message } })
}
