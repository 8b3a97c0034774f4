import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blast } from '../../server/analysis/blast.ts'
import { reach } from '../../server/analysis/reach.ts'
import { radius } from '../../server/answers/radius.ts'
import { keptGraphs } from '../../server/api/kept-graphs.ts'
import { compile } from '../../server/graph/compile.ts'
import { isPrincipal } from '../../server/graph/node-table.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import { openStore, type StoreOptions } from '../../server/store/open-store.ts'
import { seeded } from './estate.ts'

// One job in a process of its own, so that its memory is its own: node test/bench/job.ts import|ready STORE [FILE]

const [job, url, file] = process.argv.slice(2) as [string, string, string | undefined]
const password = process.env['NEO4J_PASSWORD']
const username = process.env['NEO4J_USERNAME'] ?? 'neo4j'
/** What is slow is to be measured, not given up. */
const patience: StoreOptions = { deadlineMs: 300_000 }
const options: StoreOptions = password === undefined ? patience : { ...patience, credentials: { username, password } }
const store = await openStore(url, options)
const measures = job === 'import' ? await importEstate(file!) : await readyAndAsk()
await store.close()
console.log(JSON.stringify({ job, ...measures, rss_mb: Math.round(process.resourceUsage().maxRSS / 1024) }))

async function importEstate(path: string) {
  const start = performance.now()
  const receipt = await importFiles(
    store,
    { source: 'facts', files: await filesAt([path]) },
    { fingerprintKey: new Uint8Array(32), now: new Date(0) },
  )
  return { s: seconds(start), nodes: receipt.facts.nodes, edges: receipt.facts.edges }
}

async function readyAndAsk() {
  const start = performance.now()
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  const ready = seconds(start)
  const ready_cpu_s = Number((process.cpuUsage().user / 1e6).toFixed(1))
  const identities = [...Array(graph.nodes.count).keys()].filter((node) => isPrincipal(graph.nodes, node))
  const random = seeded(7)
  const asked = Array.from({ length: 300 }, () => identities[Math.floor(random() * identities.length)]!)
  blast(graph, [asked[0]!])
  const walks = asked.map((node) => timed(() => reach(graph, [node])))
  const scores = asked.map((node) => timed(() => blast(graph, [node])))
  const answers: number[] = []
  for (const node of asked.slice(0, 50)) {
    const from = performance.now()
    await radius({ graph, snapshot }, [node], { contributions: 20 })
    answers.push(performance.now() - from)
  }
  return {
    ready_s: ready,
    ready_cpu_s,
    rows: digestOf(graph),
    warm_s: warmAgain(graph),
    nodes: graph.nodes.count,
    edges: graph.edges.count,
    reach_ms: quantiles(walks),
    score_ms: quantiles(scores),
    answer_ms: quantiles(answers),
  }
}

/** The same for the same facts, whatever store they come from. */
function digestOf({ nodes, edges, heads, tails, lookOf, looks }: PrivilegeGraph): string {
  // Looks are numbered as they are met.
  const says = looks.map((look) => JSON.stringify(look))
  const places = says.map((it) => says.toSorted().indexOf(it))
  const placeOf = lookOf.map((look) => places[look]!)
  const columns = [nodes.ids.bytes, nodes.tiers, edges.from, edges.to, edges.idBytes, heads, tails, placeOf]
  const digest = createHash('sha256')
  for (const column of columns) digest.update(column)
  return digest.digest('hex').slice(0, 16)
}

/** How long a restart takes that finds the graph as it was kept. */
function warmAgain(graph: PrivilegeGraph): number {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-bench-graphs-'))
  try {
    const kept = keptGraphs({ folder, least: 0 })
    kept.keep('bench', graph)
    const start = performance.now()
    if (kept.find('bench') === undefined) throw new Error('the graph was not kept')
    return seconds(start)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function timed(work: () => unknown): number {
  const from = performance.now()
  work()
  return performance.now() - from
}

function quantiles(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (q: number) => Number(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!.toFixed(3))
  return { p50: at(0.5), p99: at(0.99) }
}

function seconds(since: number): number {
  return Number(((performance.now() - since) / 1000).toFixed(2))
}
