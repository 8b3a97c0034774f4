import neo4j from 'neo4j-driver'
import { afterAll, beforeAll } from 'vitest'
import { type Neo4jCredentials, startNeo4j, whyNoNeo4j } from './start-neo4j.ts'

export interface Neo4jForTests {
  readonly uri: string
  readonly credentials: Neo4jCredentials
}

/** Why the tests that need a Neo4j are skipped, said aloud; in CI a skip is a failure. */
export const neo4jIsMissing: string | undefined = process.env['NEO4J_URI'] === undefined ? whyNoNeo4j() : undefined
if (neo4jIsMissing !== undefined) {
  const skipped = `SKIPPED: the tests on a real Neo4j (there is ${neo4jIsMissing}, and NEO4J_URI names none)`
  if (process.env['CI'] === 'true') throw new Error(skipped)
  process.stderr.write(`${skipped}\n`)
}

/** The Neo4j of NEO4J_URI, else one of our own for the tests of one file. Everything in it is deleted by `emptied`. */
export function neo4jForTests(): () => Neo4jForTests {
  let given: Neo4jForTests | undefined
  beforeAll(async () => {
    if (neo4jIsMissing !== undefined) return
    const { NEO4J_URI: uri, NEO4J_USERNAME: username = 'neo4j', NEO4J_PASSWORD: password = '' } = process.env
    given = uri === undefined ? await ownNeo4j() : { uri, credentials: { username, password } }
  }, 120_000)
  return () => given!
}

async function ownNeo4j(): Promise<Neo4jForTests> {
  const server = await startNeo4j()
  afterAll(() => server.stop())
  return server
}

/** Deletes all that the database holds; its constraints stay, since making them anew takes a while. */
export async function emptied({ uri, credentials }: Neo4jForTests): Promise<void> {
  const driver = neo4j.driver(uri, neo4j.auth.basic(credentials.username, credentials.password))
  const session = driver.session()
  try {
    await session.run('MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS')
  } finally {
    await driver.close()
  }
}
