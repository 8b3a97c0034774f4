import { describe } from 'vitest'
import { emptyNeo4jPlace, neo4jForTests } from '../neo4j/neo4j-for-tests.ts'
import { storeContract } from './store-contract.ts'

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j', { timeout: 120_000 }, () =>
  storeContract('neo4j', emptyNeo4jPlace),
)
