import { basename } from 'node:path'
import { reach } from '../../server/analysis/reach.ts'
import { type CsvEstate, readEstate, readQueries } from './csv-estate.ts'
import { naiveWalk } from './naive-walk.ts'
import { bytesPerEdge, plainGraph } from './plain-graph.ts'
import { quantiles, timed } from './timing.ts'

// One job on a folder of CSV files in a process of its own, so that its memory is its own:
// node test/bench/core-job.ts J5|J1|J1naive|J2naive FOLDER

const PASSES = 3
const NAIVE_SOURCES = 100
const MOST_SECONDS = 20

const [job, folder] = process.argv.slice(2) as [string, string]
const jobs: Record<string, () => object> = { J5: load, J1: ask, J1naive: askNaively, J2naive: askEveryone }
const measures = jobs[job]!()
const rss_mb = Math.round(process.memoryUsage.rss() / 2 ** 20)
console.log(JSON.stringify({ job, mode: 'plain', size: basename(folder), ...measures, rss_mb }))

function load() {
  let graph: ReturnType<typeof plainGraph> | undefined
  let estate: CsvEstate | undefined
  const parse = timed(() => {
    estate = readEstate(folder)
  })
  const build = timed(() => {
    graph = plainGraph(estate!)
  })
  return {
    n: 1,
    s: seconds(parse + build),
    parse_s: seconds(parse),
    build_s: seconds(build),
    nodes: graph!.nodes.count,
    checksum: graph!.edges.count,
    bytes_per_edge: Number(bytesPerEdge(graph!).toFixed(1)),
  }
}

/** Count, summed criticality and the tree of shortest ways of each source; the last pass is reported. */
function ask() {
  const { sources } = readQueries(folder)
  const { walk } = walker()
  let times: number[] = []
  let sums = { count: 0, criticality: 0 }
  for (let pass = 0; pass < PASSES; pass++) {
    sums = { count: 0, criticality: 0 }
    times = sources.map((source) =>
      timed(() => {
        const { count, criticality } = walk(source)
        sums.count += count
        sums.criticality += criticality
      }),
    )
  }
  const some = sources.slice(0, NAIVE_SOURCES)
  const checksumOfSome = some.reduce((sum, source) => sum + walk(source).count, 0)
  return { n: sources.length, ...quantiles(times), checksum: sums.count, sumcrit: sums.criticality, checksumOfSome }
}

/** The slow, obvious walk over the same files, which shares no code with the compiled graph. */
function askNaively() {
  const some = readQueries(folder).sources.slice(0, NAIVE_SOURCES)
  const walk = naiveWalk(readEstate(folder))
  let checksumOfSome = 0
  const times = some.map((source) =>
    timed(() => {
      checksumOfSome += walk(source).count
    }),
  )
  return { n: some.length, ...quantiles(times), checksumOfSome }
}

/** One walk per identity; where that takes too long, a spread sample, and the line says so. */
function askEveryone() {
  const [first, end] = readQueries(folder).identities
  const { walk } = walker()
  const start = performance.now()
  let sumcount = 0
  let sumcrit = 0
  let asked = 0
  for (; asked < end - first && performance.now() - start < MOST_SECONDS * 1000; asked++) {
    const { count, criticality } = walk(first + ((asked * 2_654_435_761) % (end - first)))
    sumcount += count
    sumcrit += criticality
  }
  const s = seconds(performance.now() - start)
  if (asked === end - first) return { n: asked, s, exact: true, checksum: sumcount, sumcrit }
  return { n: asked, s: seconds(((s * 1000) / asked) * (end - first)), exact: false, extrapolated: true }
}

function walker() {
  const estate = readEstate(folder)
  const graph = plainGraph(estate)
  const worth = Uint8Array.from(graph.nodeOf, (node) => estate.criticality[node]!)
  const walk = (source: number) => {
    const { order } = reach(graph, [source])
    let criticality = 0
    for (let i = 1; i < order.length; i++) criticality += worth[order[i]!]!
    return { count: Math.max(0, order.length - 1), criticality }
  }
  return { walk }
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(4))
}
