import type { EdgeFact, SourceFile } from '../model/facts.ts'
import { canonicalJson, requireText } from './fact-row.ts'
import { interrupted } from './lease-holder.ts'
import type { Neo4jConnection, Run } from './neo4j-connection.ts'
import type { Neo4jLease } from './neo4j-lease.ts'
import { anchorOf, edgeFactsOf, integer, requireIndexable, type Staged, stagedEdge, stagedNode } from './neo4j-rows.ts'
import { requireEdgeKindReady } from './neo4j-schema.ts'
import { Neo4jSnapshot } from './neo4j-snapshot.ts'
import { Neo4jStaging } from './neo4j-staging.ts'
import { statement, statementOfKind } from './neo4j-statements.ts'
import type { Facts, Revision, ScopeChange, ScopeHeader, Snapshot, Writer } from './store.ts'

/** What one transaction takes: enough to be quick, little enough for a small server and a short deadline. */
const CHUNK_ROWS = 5_000
/** A server that has just started takes its time: the first transactions are smaller. */
const FIRST_CHUNK_ROWS = 500
const CHUNK_CHARACTERS = 8_000_000

/** Stages under its own number, in transactions of moderate size, each of which first asks for the lease. */
export class Neo4jWriter implements Writer {
  readonly revision: Revision
  readonly #connection: Neo4jConnection
  readonly #lease: Neo4jLease
  readonly #onEnd: () => void
  readonly #readyKinds: Set<string>
  readonly #stagings = new Map<string, Neo4jStaging>()
  readonly #anchors = new Set<string>()
  #nodes: Staged[] = []
  #edges: Staged[] = []
  #characters = 0
  #chunkRows = FIRST_CHUNK_ROWS
  #turn: Promise<unknown> = Promise.resolve()
  #state: 'open' | 'broken' | 'ended' = 'open'

  constructor(
    connection: Neo4jConnection,
    lease: Neo4jLease,
    options: { readonly readyKinds: Set<string>; readonly onEnd: () => void },
  ) {
    this.#connection = connection
    this.#lease = lease
    this.#readyKinds = options.readyKinds
    this.#onEnd = options.onEnd
    this.revision = lease.revision
  }

  /** Clears away what abandoned writers left. */
  async sweep(): Promise<void> {
    if (!this.#lease.hasLeftovers) return
    const current = integer(this.#lease.current)
    for (const sort of ['edges', 'nodes']) {
      const made: string[] = []
      const closed: string[] = []
      for await (const rows of this.#connection.stream(statement(`left-${sort}`), { current }, CHUNK_ROWS)) {
        for (const { element, made: isMade } of rows) (isMade === true ? made : closed).push(element as string)
      }
      await this.#inChunks(`delete-${sort}`, made)
      await this.#inChunks(`reopen-${sort}`, closed)
    }
    await this.#step((run) => run('sweep-rest', { current }))
    const lone: string[] = []
    for await (const rows of this.#connection.stream(statement('lone-anchors'), {}, CHUNK_ROWS)) {
      lone.push(...rows.map(({ element }) => element as string))
    }
    await this.#inChunks('delete-anchors', lone)
  }

  putFiles(files: readonly SourceFile[]): Promise<void> {
    return this.#inTurn(async () => {
      const rows = files.map(({ id, source, name, sha256, collectedAt }) => {
        for (const text of [source, name]) requireText(text, text)
        requireIndexable(id)
        return { id, source, name, sha256, collectedAt }
      })
      for (const some of chunks(rows)) {
        await this.#step((run) => run('put-files', { rows: some, revision: integer(this.revision) }))
      }
    })
  }

  put(scope: string, { nodes, edges }: Facts): Promise<void> {
    return this.#inTurn(async () => {
      const staging = await this.#stagingOf(scope)
      for (const fact of nodes) {
        const staged = stagedNode(scope, fact, this.revision)
        if (staging.isNew('nodes', staged)) await this.#stage(this.#nodes, staged)
      }
      for (const fact of edges) {
        const staged = stagedEdge(scope, fact, this.revision)
        if (staging.isNew('edges', staged)) await this.#stage(this.#edges, staged)
      }
    })
  }

  seal(header: ScopeHeader): Promise<ScopeChange> {
    return this.#inTurn(async () => {
      const staging = await this.#stagingOf(header.scope)
      await this.#flush()
      await this.#closeUnsaid(staging, header.complete)
      const isSame = staging.header !== undefined && said(JSON.parse(staging.header) as ScopeHeader) === said(header)
      const { scope } = header
      if (isSame && !staging.changed) staging.touched = header
      else {
        staging.changed = true
        const { nodes, edges } = staging.tally.held
        const counts = { nodes: integer(nodes), edges: integer(edges), revision: integer(this.revision) }
        const kinds = [...staging.edgeKinds]
        await this.#step((run) => run('put-header', { scope, header: JSON.stringify(header), kinds, ...counts }))
      }
      staging.sealed = true
      return staging.tally.change(scope)
    })
  }

  drop(scope: string): Promise<ScopeChange> {
    return this.#inTurn(async () => {
      if (this.#stagings.has(scope)) throw new Error(`${scope} was written to and cannot be dropped by the same writer`)
      const staging = await this.#stagingOf(scope)
      await this.#closeUnsaid(staging, true)
      if (staging.header !== undefined) {
        staging.changed = true
        await this.#step((run) => run('close-header', { scope, revision: integer(this.revision) }))
      }
      staging.sealed = true
      return staging.tally.change(scope)
    })
  }

  dangling(limit: number): Promise<{ readonly total: number; readonly edges: readonly EdgeFact[] }> {
    return this.#inTurn(async () => {
      await this.#flush()
      const edges: EdgeFact[] = []
      let total = 0
      for await (const rows of this.#connection.stream(statement('dangling-edges'), {}, CHUNK_ROWS)) {
        for (const row of rows) {
          const [edge] = edgeFactsOf(row)
          if (!this.#stagings.get(edge!.scope)?.says(row['fid'] as string)) continue
          total++
          if (edges.length < limit) edges.push(edge!)
        }
      }
      return { total, edges }
    })
  }

  async snapshot(): Promise<Snapshot> {
    const flushed = () => this.#inTurn(() => this.#flush())
    await flushed()
    return new Neo4jSnapshot(this.#connection, this.revision, flushed)
  }

  flip(): Promise<Revision> {
    return this.#inTurn(async () => {
      const stagings = [...this.#stagings.values()]
      const open = stagings.find(({ sealed }) => !sealed)
      if (open !== undefined) throw new Error(`${open.scope} was written to but not sealed`)
      const scopes = stagings.filter(({ changed }) => changed).map(({ scope }) => scope)
      const committedAt = new Date().toISOString()
      const revision = await this.#step(async (run) => {
        for (const { scope, touched } of stagings) {
          if (touched !== undefined) await run('touch-header', { scope, header: JSON.stringify(touched) })
        }
        if (scopes.length > 0)
          await run('flip', { revision: integer(this.revision), committedAt, scopes: scopes.sort() })
        const [state] = await run('release-lease')
        return state!['current'] as Revision
      })
      this.#end()
      return revision
    })
  }

  async abandon(): Promise<void> {
    if (this.#state === 'ended') return
    this.#state = 'broken'
    this.#lease.end()
    try {
      await this.#connection.write(async (run) => ({
        commit: true,
        value: await run('end-lease', { lease: integer(this.revision) }),
      }))
    } catch {
      // The store is out of reach: the lease lapses by itself, and the next writer sweeps.
    } finally {
      this.#end()
    }
  }

  async #stagingOf(scope: string): Promise<Neo4jStaging> {
    this.#requireOpen()
    const known = this.#stagings.get(scope)
    if (known?.sealed) throw new Error(`${scope} was already sealed or dropped by this writer`)
    if (known !== undefined) return known
    requireIndexable(scope)
    const [before] = await this.#connection.read('open-header', { scope })
    const staging = new Neo4jStaging(scope, before?.['header'] as string | undefined)
    if (before !== undefined) {
      await this.#readEarlier(staging, 'nodes', statement('open-nodes-of-scope'))
      for (const kind of before['kinds'] as readonly string[]) {
        await this.#readEarlier(staging, 'edges', statementOfKind('open-edges-of-scope', kind))
      }
    }
    this.#stagings.set(scope, staging)
    return staging
  }

  async #readEarlier(staging: Neo4jStaging, sort: 'nodes' | 'edges', text: string): Promise<void> {
    const parameters = { scope: staging.scope }
    for await (const rows of this.#connection.stream(text, parameters, CHUNK_ROWS)) staging.saidBefore(sort, rows)
  }

  async #stage(to: Staged[], staged: Staged): Promise<void> {
    to.push(staged)
    this.#characters += staged.row.claim.length + staged.row.evidence.length
    if (to.length >= this.#chunkRows || this.#characters >= CHUNK_CHARACTERS) await this.#flush()
  }

  /** Writes what is waiting, in one transaction. */
  async #flush(): Promise<void> {
    const nodes = this.#nodes.splice(0)
    const edges = this.#edges.splice(0)
    this.#characters = 0
    if (nodes.length + edges.length === 0) return
    this.#chunkRows = Math.min(this.#chunkRows * 2, CHUNK_ROWS)
    for (const { row } of nodes) this.#anchors.add(row.id)
    const ends = new Set(edges.flatMap(({ row }) => [row.tail!, row.head!]))
    const newEnds = [...ends].filter((id) => !this.#anchors.has(id))
    for (const id of newEnds) this.#anchors.add(id)
    const kinds = new Set(edges.map(({ row }) => row.type))
    for (const kind of kinds) await requireEdgeKindReady(this.#connection, this.#readyKinds, kind)
    const revision = integer(this.revision)
    await this.#step(async (run) => {
      if (nodes.length > 0) await run('put-nodes', { rows: nodes.map(({ parameters }) => parameters), revision })
      if (newEnds.length > 0) await run('put-anchors', { rows: newEnds.map(anchorOf) })
      if (edges.length > 0) await run('put-edges', { rows: edges.map(({ parameters }) => parameters), revision })
    })
  }

  async #closeUnsaid(staging: Neo4jStaging, complete: boolean): Promise<void> {
    for (const sort of ['nodes', 'edges'] as const) {
      const { close, carry } = staging.unsaid(sort, complete)
      await this.#inChunks(`close-${sort}`, close)
      await this.#inChunks(`carry-${sort}`, carry)
    }
  }

  async #inChunks(name: string, all: readonly string[]): Promise<void> {
    const revision = integer(this.revision)
    for (const elements of chunks(all)) await this.#step((run) => run(name, { elements, revision }))
  }

  /** One call after the other, even if they are made all at once. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      this.#requireOpen()
      await this.#lease.require()
      return work()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #step<T>(work: (run: Run) => Promise<T>): Promise<T> {
    this.#requireOpen()
    try {
      return await this.#lease.step(work)
    } catch (error) {
      // Nobody knows what came of it, so nothing may follow it.
      this.#state = 'broken'
      throw error
    }
  }

  #requireOpen(): void {
    if (this.#state !== 'open') throw interrupted()
  }

  #end(): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#lease.end()
    this.#onEnd()
  }
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += CHUNK_ROWS) yield all.slice(from, from + CHUNK_ROWS)
}

/** What of a header makes a revision when it changes. */
const said = ({ collectedAt: _, contentHash: __, ...rest }: ScopeHeader): string => canonicalJson(rest)
