import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import type { NodeFact } from '../../server/model/facts.ts'
import { Neo4jConnection } from '../../server/store/neo4j-connection.ts'
import { type anchorOf, integer, type Staged, stagedEdge, stagedNode } from '../../server/store/neo4j-rows.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { ScopeInfo, Snapshot, Store } from '../../server/store/store.ts'
import { jars, type Neo4jCredentials } from '../neo4j/start-neo4j.ts'

// Fills a Neo4j from another store by Neo4j's own offline importer, which takes minutes where ten million facts through a
// server take hours. Rows are those that Ambit's writer sends, and what follows the rows is committed by its statements.

const REVISION = 1
/** Constraints over millions of edges are made in one go. */
const PATIENCE_MS = 1_800_000

const columns = {
  nodes: ['id:ID(node)', ':LABEL', 'longId', 'name', 'type', 'stub:boolean'],
  facts: [':ID(fact)', 'fid', 'scope', 'id', 'kind', 'type', 'claim', 'evidence', 'name', 'provider', 'account'].concat(
    ['environment', 'dataClass', 'tier:long', 'stale:boolean', 'since:long'],
  ),
  describes: [':START_ID(fact)', ':END_ID(node)'],
  edges: [':START_ID(node)', ':END_ID(node)', ':TYPE', 'fid', 'scope', 'id', 'claim', 'evidence', 'confidence'].concat([
    'verdict',
    'missing',
    'key',
    'stale:boolean',
    'since:long',
  ]),
}
type Table = keyof typeof columns

/** What has to be committed beside the rows. */
export interface Offline {
  readonly scopes: readonly { readonly scope: ScopeInfo; readonly kinds: readonly string[] }[]
  readonly files: Awaited<ReturnType<Snapshot['files']>>
}

/** Writes what holds in a store as CSV files in the shape of a Neo4j that Ambit writes. */
export async function writeOffline(store: Store, folder: string): Promise<Offline> {
  const snapshot = await store.snapshot()
  const tables = new Tables(folder)
  const anchors = new Map<string, Anchor>()
  const files = new Set<string>()
  const scopes: { scope: ScopeInfo; kinds: string[] }[] = []
  let facts = 0
  for (const scope of await snapshot.scopes()) {
    const wanted = { scopes: [scope.scope] }
    for await (const some of snapshot.nodes(wanted)) {
      for (const fact of some) {
        const { anchor, fact: row } = stagedNode(scope.scope, fact, REVISION).parameters as unknown as StagedNode
        note(anchors, anchor, fact)
        tables.put('facts', { ...row, ':ID(fact)': facts, tier: fact.node.tier })
        tables.put('describes', { ':START_ID(fact)': facts++, ':END_ID(node)': anchor.id })
        for (const { file } of fact.evidence) files.add(file)
      }
      await tables.drained()
    }
    const kinds = new Set<string>()
    for await (const some of snapshot.edges(wanted)) {
      for (const fact of some) {
        const {
          from,
          to,
          kind,
          fact: row,
        } = stagedEdge(scope.scope, fact, REVISION).parameters as unknown as StagedEdge
        tables.put('edges', { ...row, ':START_ID(node)': from, ':END_ID(node)': to, ':TYPE': kind })
        kinds.add(kind)
        for (const { file } of fact.evidence) files.add(file)
      }
      await tables.drained()
    }
    scopes.push({ scope, kinds: [...kinds] })
  }
  for (const [id, { labels, ...rest }] of anchors)
    tables.put('nodes', { ...rest, id, ':LABEL': ['Node', ...labels].join(';') })
  await tables.end()
  return { scopes, files: await snapshot.files([...files]) }
}

interface StagedNode {
  readonly anchor: ReturnType<typeof anchorOf>
  readonly fact: Staged['parameters']
}

interface StagedEdge {
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly fact: Staged['parameters']
}

interface Anchor {
  readonly labels: Set<string>
  readonly longId: string | undefined
  name: string
  type: string
  stub: boolean
}

/** As put-nodes.cypher has it: a fact that states the node goes before one that only mentions it. */
function note(anchors: Map<string, Anchor>, { id, longId }: StagedNode['anchor'], { node }: NodeFact): void {
  const { kind, name, type, stub = false } = node
  const known = anchors.get(id)
  if (!known) anchors.set(id, { labels: new Set([kind]), longId, name, type, stub })
  else {
    known.labels.add(kind)
    if (known.stub && !stub) Object.assign(known, { name, type, stub })
  }
}

class Tables {
  readonly #out: Readonly<Record<Table, WriteStream>>
  readonly #lines: Readonly<Record<Table, string[]>> = { nodes: [], facts: [], describes: [], edges: [] }

  constructor(folder: string) {
    const open = (table: Table) => {
      const out = createWriteStream(join(folder, `${table}.csv`))
      out.write(`${columns[table].join()}\n`)
      return out
    }
    this.#out = { nodes: open('nodes'), facts: open('facts'), describes: open('describes'), edges: open('edges') }
  }

  /** A value stands under its column's name, with or without the column's type. */
  put(table: Table, row: Readonly<Record<string, unknown>>): void {
    const fields = columns[table].map((column) => {
      const name = column.startsWith(':') ? column : column.split(':')[0]!
      return quoted(name === 'since' ? REVISION : row[name])
    })
    this.#lines[table].push(fields.join())
  }

  async drained(): Promise<void> {
    for (const [table, out] of Object.entries(this.#out)) {
      const lines = this.#lines[table as Table].splice(0)
      if (lines.length > 0 && !out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
    }
  }

  async end(): Promise<void> {
    await this.drained()
    await Promise.all(Object.values(this.#out).map((out) => new Promise((resolve) => out.end(resolve))))
  }
}

/** Nothing at all is no property; an empty text is one. */
function quoted(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return `"${value.replaceAll('"', '""')}"`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Error('lists are not written offline')
}

/** Before the server's first start. */
export function importOffline(home: string, folder: string, heap: string): void {
  const file = (table: Table) => join(folder, `${table}.csv`)
  const command = ['-cp', join(jars, '*'), 'org.neo4j.cli.AdminTool', 'database', 'import', 'full', 'neo4j']
  const tables = [
    `--nodes=${file('nodes')}`,
    `--nodes=NodeFact=${file('facts')}`,
    `--relationships=DESCRIBES=${file('describes')}`,
    `--relationships=${file('edges')}`,
  ]
  const report = `--report-file=${join(folder, 'report')}`
  execFileSync('java', [`-Xmx${heap}`, ...command, ...tables, '--id-type=string', report, '--max-off-heap-memory=2g'], {
    env: { ...process.env, NEO4J_HOME: home, NEO4J_CONF: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Makes the indexes, as the first writer would have, and what was imported the first revision. */
export async function commitOffline(url: string, credentials: Neo4jCredentials, offline: Offline): Promise<void> {
  const place = { url, credentials, deadlineMs: PATIENCE_MS }
  await (await openStore(url, place)).close()
  const connection = new Neo4jConnection(place)
  await connection.migrate('CALL db.awaitIndexes(3600)')
  const revision = integer(REVISION)
  await connection.write(async (run) => {
    await run('put-files', { rows: offline.files, revision })
    for (const { scope, kinds } of offline.scopes) {
      const { revision: _, nodes, edges, ...header } = scope
      const counts = { nodes: integer(nodes), edges: integer(edges), revision }
      await run('put-header', { scope: scope.scope, header: JSON.stringify(header), kinds, ...counts })
    }
    const scopes = offline.scopes.map(({ scope }) => scope.scope).sort()
    await run('flip', { revision, committedAt: new Date().toISOString(), scopes })
    return { commit: true, value: undefined }
  })
  await connection.close()
}
