import type { EdgeFact, NodeFact, SourceFile } from '../model/facts.ts'
import { type PackedFacts, Packer } from '../model/packed-facts.ts'
import type { Neo4jConnection, Parameters } from './neo4j-connection.ts'
import { anchorOf, edgeFactsOf, integer, nodeFactOf, packEdgeRow, packNodeRow } from './neo4j-rows.ts'
import { isEdgeKind, statement, statementOfKind } from './neo4j-statements.ts'
import type { FactFilter, Revision, ScopeHeader, ScopeInfo, Snapshot } from './store.ts'

const CHUNK_ROWS = 2_000

/** Reads one revision: what is written meanwhile bears a later number, and what was committed does not change. */
export class Neo4jSnapshot implements Snapshot {
  readonly revision: Revision
  readonly #connection: Neo4jConnection
  readonly #beforeReading: () => Promise<void>

  /** `beforeReading` may refuse. */
  constructor(
    connection: Neo4jConnection,
    revision: Revision,
    beforeReading: () => Promise<void> = async () => undefined,
  ) {
    this.#connection = connection
    this.revision = revision
    this.#beforeReading = beforeReading
  }

  async *nodes(filter: FactFilter = {}): AsyncIterable<readonly NodeFact[]> {
    await this.#beforeReading()
    const text = statement(filter.ids === undefined ? 'nodes' : 'nodes-by-id')
    const anchors = filter.ids === undefined ? null : [...new Set(filter.ids)].map((id) => anchorOf(id).id)
    const rows = this.#connection.stream(text, { ...this.#parameters(filter), anchors }, CHUNK_ROWS)
    for await (const some of rows) yield some.map(nodeFactOf)
  }

  async *edges(filter: FactFilter = {}): AsyncIterable<readonly EdgeFact[]> {
    await this.#beforeReading()
    for (const text of await this.#edgeStatements(filter)) {
      const rows = this.#connection.stream(text, this.#parameters(filter), CHUNK_ROWS)
      for await (const some of rows) yield some.flatMap(edgeFactsOf)
    }
  }

  async *packed(scopes?: readonly string[]): AsyncIterable<PackedFacts> {
    await this.#beforeReading()
    const parameters = { ...this.#parameters({ withoutEvidence: true, ...(scopes && { scopes }) }), anchors: null }
    const packer = new Packer()
    for (const [name, put] of [['nodes', packNodeRow] as const, ['packed-edges', packEdgeRow] as const]) {
      for await (const rows of this.#connection.stream(statement(name), parameters, CHUNK_ROWS)) {
        for (const row of rows) put(packer, row)
        yield packer.take()
      }
    }
  }

  async scopes(): Promise<readonly ScopeInfo[]> {
    await this.#beforeReading()
    const rows = await this.#connection.read('scopes', { revision: integer(this.revision) })
    const scopes = rows.map((row) => {
      const { header, nodes, edges, since } = row as { header: string; nodes: number; edges: number; since: number }
      return { ...(JSON.parse(header) as ScopeHeader), revision: since, nodes, edges }
    })
    return scopes.sort((a, b) => (a.scope < b.scope ? -1 : 1))
  }

  async files(ids: readonly string[]): Promise<readonly SourceFile[]> {
    await this.#beforeReading()
    const rows = await this.#connection.read('files', { ids: [...new Set(ids)], revision: integer(this.revision) })
    return rows as unknown as readonly SourceFile[]
  }

  /** Indexes of edges belong to one kind each, and so do the statements that use them. */
  async #edgeStatements({ types, ids }: FactFilter): Promise<string[]> {
    if (types === undefined && ids === undefined) return [statement('edges')]
    const known = (await this.#connection.read('edge-kinds')).map(({ kind }) => kind as string)
    const kinds = known.filter((kind) => isEdgeKind(kind) && (types?.includes(kind) ?? true))
    return kinds.map((kind) => statementOfKind(ids === undefined ? 'edges-of-kind' : 'edges-by-id', kind))
  }

  #parameters({ scopes, types, ids, withoutEvidence = false }: FactFilter): Parameters {
    return {
      revision: integer(this.revision),
      scopes: scopes ?? null,
      types: types ?? null,
      ids: ids === undefined ? null : [...new Set(ids)],
      withoutEvidence,
    }
  }
}
