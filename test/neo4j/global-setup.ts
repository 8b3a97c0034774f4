import type { TestProject } from 'vitest/node'
import { type Neo4jCredentials, startNeo4j, whyNoNeo4j } from './start-neo4j.ts'

export interface Neo4jForTests {
  readonly uri: string
  readonly credentials: Neo4jCredentials
}
declare module 'vitest' {
  interface ProvidedContext {
    readonly neo4j: Neo4jForTests | undefined
  }
}

/** One Neo4j for all tests that need one: that of NEO4J_URI, else one of our own. In CI it must be there. */
export default async function neo4jForTheRun(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { NEO4J_URI: uri, NEO4J_USERNAME: username = 'neo4j', NEO4J_PASSWORD: password = '', CI } = process.env
  if (uri !== undefined) {
    project.provide('neo4j', { uri, credentials: { username, password } })
    return undefined
  }
  const why = whyNoNeo4j()
  if (why !== undefined) {
    const skipped = `SKIPPED: the tests on a real Neo4j, because there is ${why}, and NEO4J_URI names none.`
    if (CI === 'true') throw new Error(skipped)
    process.stderr.write(`${skipped}\n`)
    project.provide('neo4j', undefined)
    return undefined
  }
  const server = await startNeo4j()
  project.provide('neo4j', { uri: server.uri, credentials: server.credentials })
  return () => server.stop()
}
