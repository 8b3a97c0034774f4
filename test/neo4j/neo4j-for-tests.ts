import neo4j from 'neo4j-driver'
import { inject, onTestFinished } from 'vitest'
import { openStore, type StoreOptions } from '../../server/store/open-store.ts'
import type { Store } from '../../server/store/store.ts'
import type { Neo4jForTests } from './global-setup.ts'

/** The Neo4j of this run, which tests share one after the other; undefined where they have to be skipped. */
export const neo4jForTests: Neo4jForTests | undefined = inject('neo4j')

/** Where an empty store can be opened, more than once at a time. All that the database holds is deleted first. */
export async function emptyNeo4jPlace(): Promise<{ readonly open: (options?: StoreOptions) => Promise<Store> }> {
  const { uri, credentials } = neo4jForTests!
  // Its constraints stay, since making them anew takes a while.
  // Relationships first: a node may have thousands, and a transaction has to fit into the server's memory pool.
  await ask('MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS')
  await ask('MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS')
  return { open: (options) => openStore(uri, { credentials, ...options }) }
}

/** An empty store, closed after the test. */
export async function emptyNeo4jStore(): Promise<Store> {
  const store = await (await emptyNeo4jPlace()).open()
  onTestFinished(() => store.close())
  return store
}

/** What the database itself says, past the store. */
export async function ask(
  statement: string,
  parameters: Readonly<Record<string, unknown>> = {},
  { uri, credentials } = neo4jForTests!,
): Promise<readonly Record<string, unknown>[]> {
  const auth = neo4j.auth.basic(credentials.username, credentials.password)
  const driver = neo4j.driver(uri, auth, { disableLosslessIntegers: true })
  const session = driver.session()
  try {
    return (await session.run(statement, parameters)).records.map((record) => record.toObject())
  } finally {
    await driver.close()
  }
}
