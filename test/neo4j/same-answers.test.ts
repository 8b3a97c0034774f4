import { describe, expect, test } from 'vitest'
import { fillDemo } from '../../server/demo/fill-demo.ts'
import { everyAnswer, importSample } from '../samples/import-samples.ts'
import { samples, whyNoSamples } from '../samples/samples.ts'
import { temporaryStore } from '../store/temporary-store.ts'
import { emptyNeo4jStore, neo4jForTests } from './neo4j-for-tests.ts'

// Long: everything is imported and asked twice, once over the wire.
describe.skipIf(neo4jForTests === undefined)('both stores give equal answers', { timeout: 300_000 }, () => {
  test('on the demo estate', async () => {
    const [embedded, server] = [await temporaryStore(), await emptyNeo4jStore()]
    await fillDemo(embedded)
    await fillDemo(server)
    expect(await everyAnswer(server)).toEqual(await everyAnswer(embedded))
  })

  test.skipIf(whyNoSamples !== undefined)('on every public sample, imported one after the other', async () => {
    const [embedded, server] = [await temporaryStore(), await emptyNeo4jStore()]
    for (const sample of samples) {
      const [left, right] = [await importSample(embedded, sample), await importSample(server, sample)]
      expect(right, sample.path).toEqual(left)
    }
    expect(await everyAnswer(server)).toEqual(await everyAnswer(embedded))
  })
})
