import { describe } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import { emptied, neo4jForTests, neo4jIsMissing } from '../neo4j/neo4j-for-tests.ts'
import { storeContract } from './store-contract.ts'

describe.skipIf(neo4jIsMissing !== undefined)('on a real Neo4j', () => {
  const neo4j = neo4jForTests()
  storeContract('neo4j', async () => {
    const { uri, credentials } = neo4j()
    await emptied(neo4j())
    return { open: (options) => openStore(uri, { credentials, ...options }) }
  })
})
