import type { Neo4jConnection } from './neo4j-connection.ts'
import { integer, requireIndexable } from './neo4j-rows.ts'
import type { Records } from './store.ts'

export class Neo4jRecords implements Records {
  readonly #connection: Neo4jConnection

  constructor(connection: Neo4jConnection) {
    this.#connection = connection
  }

  async put(kind: string, id: string, value: unknown): Promise<void> {
    for (const name of [kind, id]) requireIndexable(name)
    const parameters = { kind, id, value: JSON.stringify(value ?? null) }
    await this.#connection.write(async (run) => ({ commit: true, value: await run('put-record', parameters) }))
  }

  async get(kind: string, id: string): Promise<unknown> {
    const [row] = await this.#connection.read('get-record', { kind, id })
    return row === undefined ? undefined : JSON.parse(row['value'] as string)
  }

  async list(kind: string, limit: number): Promise<readonly { readonly id: string; readonly value: unknown }[]> {
    const rows = await this.#connection.read('list-records', { kind, limit: integer(limit) })
    return rows.map(({ id, value }) => ({ id: id as string, value: JSON.parse(value as string) as unknown }))
  }
}
