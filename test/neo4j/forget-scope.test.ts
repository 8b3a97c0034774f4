import { test } from 'vitest'
import { expectForgotten } from '../intake/forget-contract.ts'
import { emptyNeo4jStore, neo4jForTests } from './neo4j-for-tests.ts'

// Four writes over the wire, each with its lease and its flip.
test.skipIf(neo4jForTests === undefined)(
  'a scope is forgotten on Neo4j as on the embedded store',
  { timeout: 120_000 },
  async () => expectForgotten(await emptyNeo4jStore()),
)
