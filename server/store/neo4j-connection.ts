import neo4j, { type Driver, type Result, type Session, type Transaction } from 'neo4j-driver'
import { AppError } from '../errors.ts'
import { explained, isWorthRetrying, noAnswer } from './neo4j-errors.ts'
import { statement } from './neo4j-statements.ts'

export interface Neo4jPlace {
  readonly url: string
  readonly credentials?: { readonly username: string; readonly password: string } | undefined
  readonly database?: string | undefined
  readonly deadlineMs: number
}
export type Parameters = Readonly<Record<string, unknown>>
export type Row = Readonly<Record<string, unknown>>
/** Runs `cypher/<name>.cypher` in a transaction. */
export type Run = (name: string, parameters?: Parameters) => Promise<readonly Row[]>

/** Large, so that a reader of a million edges does not wait for the next lot. */
const FETCH_ROWS = 5_000
/** How many deadlines a transaction that writes may take: it holds thousands of rows, and a cold server is slow. */
export const WRITE_DEADLINES = 3
/** How long a reader may take for all of a stream, between its chunks too. */
const STREAM_MS = 30 * 60_000

/** A driver, which is closed when nobody uses it any more, once it was retired. */
interface Line {
  readonly driver: Driver
  users: number
  retired: boolean
}

/**
 * The driver with a deadline of ours around every call: a frozen server leaves the driver waiting for ever. After a call
 * without an answer its driver takes no new calls, and the next one starts with fresh connections.
 */
export class Neo4jConnection {
  readonly deadlineMs: number
  readonly #place: Neo4jPlace
  #line: Line | undefined
  #closed = false

  constructor(place: Neo4jPlace) {
    this.#place = place
    this.deadlineMs = place.deadlineMs
  }

  /** All rows of a small answer. */
  async read(name: string, parameters: Parameters = {}): Promise<readonly Row[]> {
    return this.#tryTwice((session, timeout) => rowsOf(session.run(statement(name), parameters, { timeout })))
  }

  /** A large answer, in chunks of at least `least` rows each; the deadline is that of each chunk. */
  async *stream(text: string, parameters: Parameters, least: number): AsyncGenerator<readonly Row[]> {
    const line = this.#use()
    const session = this.#session(line, neo4j.session.READ)
    try {
      const result = session.run(text, parameters, { timeout: STREAM_MS })
      const records = result[Symbol.asyncIterator]()
      for (;;) {
        const rows: Row[] = []
        const done = await this.#within(line, performance.now() + this.deadlineMs, async () => {
          for (;;) {
            const next = await records.next()
            if (next.done === true) return true
            rows.push(next.value.toObject())
            if (rows.length >= least) return false
          }
        })
        if (rows.length > 0) yield rows
        if (done) return
      }
    } catch (error) {
      throw explained(error)
    } finally {
      this.#end(line, session)
    }
  }

  /**
   * One transaction. When its outcome is unknown it is run once more, so `work` must see that it was committed before:
   * it then answers `commit: false`.
   */
  async write<T>(work: (run: Run) => Promise<{ readonly commit: boolean; readonly value: T }>): Promise<T> {
    return this.#tryTwice(
      async (session, timeout) => {
        const transaction = await session.beginTransaction({ timeout })
        const { commit, value } = await work(runIn(transaction))
        await (commit ? transaction.commit() : transaction.rollback())
        return value
      },
      neo4j.session.WRITE,
      this.deadlineMs * WRITE_DEADLINES,
    )
  }

  /** A change of the schema, which may be repeated. It may have to read all there is. */
  async migrate(text: string): Promise<void> {
    await this.#tryTwice((session) => rowsOf(session.run(text)), neo4j.session.WRITE, this.deadlineMs * 6)
  }

  async close(): Promise<void> {
    this.#closed = true
    const line = this.#line
    if (line === undefined) return
    await this.#within(line, performance.now() + this.deadlineMs, () => line.driver.close()).catch(() => undefined)
  }

  async #tryTwice<T>(
    work: (session: Session, timeoutMs: number) => Promise<T>,
    mode: 'READ' | 'WRITE' = neo4j.session.READ,
    deadlineMs: number = this.deadlineMs,
  ): Promise<T> {
    const end = performance.now() + deadlineMs
    for (let isRetry = false; ; isRetry = true) {
      const line = this.#use()
      const session = this.#session(line, mode)
      try {
        return await this.#within(line, end, () => work(session, deadlineMs))
      } catch (error) {
        if (isRetry || !isWorthRetrying(error) || performance.now() >= end) throw explained(error)
      } finally {
        this.#end(line, session)
      }
    }
  }

  async #within<T>(line: Line, end: number, work: () => Promise<T>): Promise<T> {
    const { promise: expired, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      this.#retire(line)
      reject(noAnswer())
    }, end - performance.now())
    const working = work()
    working.catch(() => undefined)
    try {
      return await Promise.race([working, expired])
    } finally {
      clearTimeout(timer)
    }
  }

  #use(): Line {
    if (this.#closed) throw new AppError('store_unreachable', 'The Neo4j store was closed.')
    this.#line ??= { driver: this.#newDriver(), users: 0, retired: false }
    this.#line.users++
    return this.#line
  }

  #session({ driver }: Line, defaultAccessMode: 'READ' | 'WRITE'): Session {
    const { database } = this.#place
    return driver.session({ defaultAccessMode, fetchSize: FETCH_ROWS, ...(database !== undefined && { database }) })
  }

  /** Nobody waits for a session to close: on a frozen server it never does. */
  #end(line: Line, session: Session): void {
    const leave = () => {
      line.users--
      if (line.retired && line.users === 0) line.driver.close().catch(() => undefined)
    }
    const closed = session.close()
    if (line.retired) {
      leave()
      closed.catch(() => undefined)
    } else closed.then(leave, leave)
  }

  #retire(line: Line): void {
    if (this.#line === line) this.#line = undefined
    if (line.retired) return
    line.retired = true
    if (line.users === 0) line.driver.close().catch(() => undefined)
  }

  #newDriver(): Driver {
    const { url, credentials } = this.#place
    const auth = credentials && neo4j.auth.basic(credentials.username, credentials.password)
    return neo4j.driver(url, auth, {
      disableLosslessIntegers: true,
      telemetryDisabled: true,
      connectionTimeout: this.deadlineMs,
      connectionAcquisitionTimeout: this.deadlineMs * WRITE_DEADLINES,
      maxTransactionRetryTime: 0,
      userAgent: 'ambit',
      notificationFilter: { minimumSeverityLevel: neo4j.notificationFilterMinimumSeverityLevel.OFF },
    })
  }
}

const runIn =
  (transaction: Transaction): Run =>
  (name, parameters = {}) =>
    rowsOf(transaction.run(statement(name), parameters))

async function rowsOf(result: Result): Promise<readonly Row[]> {
  return (await result).records.map((record) => record.toObject())
}
