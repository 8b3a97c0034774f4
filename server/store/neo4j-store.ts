import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import { Neo4jConnection, type Neo4jPlace } from './neo4j-connection.ts'
import { Neo4jLease } from './neo4j-lease.ts'
import { Neo4jRecords } from './neo4j-records.ts'
import { integer } from './neo4j-rows.ts'
import { prepareSchema } from './neo4j-schema.ts'
import { Neo4jSnapshot } from './neo4j-snapshot.ts'
import { Neo4jWriter } from './neo4j-writer.ts'
import type { Records, Revision, RevisionInfo, Snapshot, Store, Writer } from './store.ts'
import { WriterQueue } from './writer-queue.ts'

export interface Neo4jOptions extends Partial<Pick<Neo4jPlace, 'credentials' | 'database' | 'deadlineMs'>> {
  /** After how long without a sign of life a writer's lease lapses; longer than a write may take, or a slow one loses it. */
  readonly leaseMs?: number
}
const DEADLINE_MS = 10_000
const LEASE_MS = 60_000
const WAIT_MS = 30_000
/** How often another process is asked whether it has ended. */
const POLL_MS = 100

export async function openNeo4jStore(url: string, options: Neo4jOptions = {}): Promise<Store> {
  const { deadlineMs = DEADLINE_MS, leaseMs = LEASE_MS, credentials, database } = options
  const name = requireSafeUrl(url)
  const connection = new Neo4jConnection({ url, credentials, database, deadlineMs })
  try {
    return new Neo4jStore(name, connection, await prepareSchema(connection), leaseMs)
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Its scheme and host. What goes over a network is encrypted and the server's certificate checked. */
function requireSafeUrl(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || !/^(neo4j|bolt)(\+s)?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw new AppError(
      'bad_argument',
      'A Neo4j store is named neo4j://<host>, bolt://<host>, neo4j+s://<host> or bolt+s://<host>.',
    )
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new AppError(
      'bad_argument',
      "Give the Neo4j store's user and password by NEO4J_USERNAME and NEO4J_PASSWORD, not in its URL.",
    )
  }
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname)
  if (!isLoopback && !parsed.protocol.endsWith('+s:')) {
    throw new AppError(
      'bad_argument',
      'A Neo4j store on another host is reached by neo4j+s:// or bolt+s:// only, which encrypt.',
    )
  }
  return `${parsed.protocol}//${parsed.host}`
}

class Neo4jStore implements Store {
  readonly name: string
  readonly records: Records
  readonly #connection: Neo4jConnection
  readonly #readyKinds: Set<string>
  readonly #leaseMs: number
  /** Tells its writers from those of every other store. */
  readonly #id = randomUUID()
  readonly #queue = new WriterQueue()
  #writer: Neo4jWriter | undefined

  constructor(name: string, connection: Neo4jConnection, readyKinds: Set<string>, leaseMs: number) {
    this.name = name
    this.#connection = connection
    this.#readyKinds = readyKinds
    this.#leaseMs = leaseMs
    this.records = new Neo4jRecords(connection)
  }

  async current(): Promise<Revision> {
    const [state] = await this.#connection.read('read-meta')
    return state!['current'] as Revision
  }

  async revisions(): Promise<readonly RevisionInfo[]> {
    return (await this.#connection.read('revisions')) as unknown as readonly RevisionInfo[]
  }

  async snapshot(at?: Revision): Promise<Snapshot> {
    if (at === undefined) return new Neo4jSnapshot(this.#connection, await this.current())
    const isNumber = Number.isSafeInteger(at)
    const [known] = isNumber ? await this.#connection.read('revision', { revision: integer(at) }) : []
    if (known === undefined && at !== 0) {
      throw new AppError('unknown_revision', `There is no revision ${at}; ask for the list of revisions.`)
    }
    return new Neo4jSnapshot(this.#connection, at)
  }

  async write({ waitMs = WAIT_MS }: { readonly waitMs?: number } = {}): Promise<Writer> {
    const deadline = performance.now() + waitMs
    const leave = await this.#queue.enter(waitMs)
    try {
      const writer = await this.#takeLease(deadline, leave)
      this.#writer = writer
      await writer.sweep()
      return writer
    } catch (error) {
      if (this.#writer === undefined) leave()
      else await this.#writer.abandon()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#writer?.abandon()
    await this.#connection.close()
  }

  async #takeLease(deadline: number, leave: () => void): Promise<Neo4jWriter> {
    for (;;) {
      const lease = await Neo4jLease.take(this.#connection, this.#id, this.#leaseMs)
      if (lease !== undefined) {
        const onEnd = () => {
          this.#writer = undefined
          leave()
        }
        return new Neo4jWriter(this.#connection, lease, { readyKinds: this.#readyKinds, onEnd })
      }
      const left = deadline - performance.now()
      if (left <= 0) throw new AppError('import_in_progress', 'Another import is running; try again when it has ended.')
      await setTimeout(Math.min(POLL_MS, left))
    }
  }
}
