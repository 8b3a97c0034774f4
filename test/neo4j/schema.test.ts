import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import { replaceScope } from '../../server/store/store.ts'
import { batch, edge, node } from '../store/sample-facts.ts'
import { ask, emptyNeo4jPlace, neo4jForTests } from './neo4j-for-tests.ts'

const drawn = { nodes: [node('a'), node('b')], edges: [edge('a CAN_ASSUME b')] }

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j', () => {
  test('a store is not served without its constraints, and says which are missing', async () => {
    const place = await emptyNeo4jPlace()
    await (await place.open()).close()
    await ask('DROP CONSTRAINT node_id')
    await ask("CREATE (:Node {id: 'twice'}), (:Node {id: 'twice'})")
    onTestFinished(async () => void (await (await (await emptyNeo4jPlace()).open()).close()))
    await expect(place.open()).rejects.toMatchObject({
      code: 'store_not_ready',
      message: expect.stringContaining('lacks node_id;'),
    })
  })

  test('constraints that are missing where nothing stands against them are made at the start', async () => {
    const place = await emptyNeo4jPlace()
    const store = await place.open()
    await replaceScope(store, batch('s', drawn))
    await store.close()
    await ask('DROP CONSTRAINT edge_CAN_ASSUME')
    await ask('DROP CONSTRAINT node_fact_fid')
    await (await place.open()).close()
    const names = (await ask('SHOW CONSTRAINTS YIELD name')).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['edge_CAN_ASSUME', 'node_fact_fid', 'node_id']))
  })

  test('only an encrypted connection leaves this machine, and no password stands in a URL', async () => {
    for (const url of [
      'bolt://db.example',
      'neo4j://10.0.0.1:7687',
      'bolt+ssc://db.example',
      'neo4j://u:p@localhost',
      'bolt://',
    ]) {
      await expect(openStore(url)).rejects.toMatchObject({ code: 'bad_argument' })
    }
  })
})
