import { AppError } from '../errors.ts'
import type { Neo4jConnection } from './neo4j-connection.ts'
import { isEdgeKind, schema, schemaOf } from './neo4j-statements.ts'

const SCHEMA_VERSION = 1

/**
 * Makes what is missing of the constraints and indexes, then asks for each by name: without them two writers could keep
 * one thing twice. Answers the edge kinds that are ready to be written.
 */
export async function prepareSchema(connection: Neo4jConnection): Promise<Set<string>> {
  const kinds = (await connection.read('edge-kinds')).map(({ kind }) => kind as string).filter(isEdgeKind)
  const needed = new Map([...schema, ...kinds.flatMap((kind) => [...schemaOf(kind)])])
  const missing = await missingOf(connection, needed.keys())
  for (const name of missing) await make(connection, needed.get(name)!)
  const stillMissing = missing.length === 0 ? [] : await missingOf(connection, needed.keys())
  if (stillMissing.length > 0) {
    const found = `The Neo4j store lacks ${stillMissing.join(', ')}`
    throw new AppError(
      'store_not_ready',
      `${found}; give its user the right to make constraints, or an empty database, and try again.`,
    )
  }
  let [state] = await connection.read('read-meta')
  if (state === undefined) {
    await connection.write(async (run) => ({ commit: true, value: await run('make-meta') }))
    state = (await connection.read('read-meta'))[0]
  }
  if (state?.['schema'] !== SCHEMA_VERSION) {
    const found = `The Neo4j store has schema ${state?.['schema']}, and this Ambit knows only ${SCHEMA_VERSION}`
    throw new AppError('store_not_ready', `${found}; use the Ambit that wrote it.`)
  }
  return new Set(kinds)
}

/** Where the database refuses (its user may not, or what it holds is already wrong), the check afterwards says so. */
async function make(connection: Neo4jConnection, text: string): Promise<void> {
  try {
    await connection.migrate(text)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'internal') throw error
  }
}

/** Before the first edge of a kind is written. */
export async function requireEdgeKindReady(
  connection: Neo4jConnection,
  ready: Set<string>,
  kind: string,
): Promise<void> {
  if (ready.has(kind)) return
  for (const text of schemaOf(kind).values()) await connection.migrate(text)
  ready.add(kind)
}

async function missingOf(connection: Neo4jConnection, names: Iterable<string>): Promise<string[]> {
  const there = new Set((await connection.read('index-names')).map(({ name }) => name))
  return [...names].filter((name) => !there.has(name))
}
