import { rankInThreads } from '../../server/answers/threads/rank-in-threads.ts'
import { crossedEstate } from './crossed-estate.ts'

// A process of its own, since a test's own has threads already. Prints what came of the ranking, then the channels to
// threads that are open still.

const stopper = new AbortController()
const graph = await crossedEstate(400)
const work = { asOf: 0, cut: undefined, signal: stopper.signal, onProgress: () => stopper.abort() }
await rankInThreads(graph, work).then(
  () => console.log('ranked'),
  (error: Error) => console.log(error.message),
)
console.log(process.getActiveResourcesInfo().filter((it) => it === 'MessagePort').length)
