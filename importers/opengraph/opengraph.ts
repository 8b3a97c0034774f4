// https://bloodhound.specterops.io/opengraph/schema
import { Type } from 'typebox'
import type { EdgeClaim, NodeClaim } from '../../server/model/facts.ts'
import { openGraph } from '../../server/model/node-id.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import { ambitEdges, ambitNode, isAmbitEdge } from './ambit-export.ts'
import { githoundEdges } from './githound-edges.ts'
import { githoundNode } from './githound-nodes.ts'
import { unlistedReach } from './githound-unlisted.ts'
import { type End, GraphEdge, GraphNode, textOf } from './graph-shape.ts'
import { type Became, type SeenNode, SeenNodes } from './seen-nodes.ts'
import { unknownEdges, unknownNode } from './unknown-kinds.ts'

export const opengraph = defineImporter({
  source: 'opengraph',
  version: 2,
  reads: 'graphs in BloodHound’s OpenGraph format: GitHound’s, other collectors’, and Ambit’s own export',
  get: ['Invoke-GitHound, or any other OpenGraph collector', 'ambit export opengraph > graph.json'],
  sniff: ({ text }) =>
    /"graph"\s*:\s*\{/.test(text) && /"(?:nodes|edges)"\s*:\s*\[/.test(text) && /"kinds?"\s*:/.test(text),
  format: 'json',
  open: (run) => {
    const graph = new OpenGraph(run)
    return {
      records: [
        recordType('/$schema', Type.String(), () => undefined),
        recordType('/metadata/source_kind', Type.String(), (kind) => graph.setSourceKind(kind)),
        recordType('/graph/nodes/#', GraphNode, (node, emit, place) => graph.node(node, emit, place)),
        recordType('/graph/edges/#', GraphEdge, (edge, emit, place) => graph.edge(edge, emit, place)),
      ],
      end: (emit) => graph.end(emit),
      coverage: () => [
        {
          missing: 'whatever the collector did not record; its edges are taken at their word, unknown ones as inferred',
        },
        { missing: 'where secrets of the graph are used, since their values are not in it' },
      ],
    }
  },
})

interface Waiting {
  readonly edge: GraphEdge
  readonly place: Place
}

/** One import: nodes are known from when they are met, and edges wait for their ends until all files are read. */
class OpenGraph {
  readonly #run: Run
  readonly #seen = new SeenNodes()
  readonly #waiting: Waiting[] = []
  readonly #environmentOf = new Map<string, string>()
  /** Tokens and installations of which the collector lists what they may access. */
  readonly #listed = new Set<SeenNode>()
  #sourceKind = 'unknown'

  constructor(run: Run) {
    this.#run = run
  }

  setSourceKind(kind: string): void {
    this.#sourceKind = kind
  }

  node(node: GraphNode, emit: Emit, { file }: Place) {
    const became: Became = ambitNode(node) ?? githoundNode(node) ?? unknownNode(node, this.#sourceKind)
    if (![became.claim, ...(became.more ?? [])].every(isSound)) {
      return emit.reject('an id, a name or an alias is empty, too long, or has control characters')
    }
    const environment = textOf(node, 'environmentid') ?? this.#environmentOf.get(file)
    if (environment !== undefined && !this.#environmentOf.has(file)) this.#environmentOf.set(file, environment)
    const scope = this.#run.scope ?? [this.#sourceKind, ...(environment ? [environment] : [])].join(':')
    const seen: SeenNode = { ...became, given: node, scope: `opengraph:${scope}` }
    this.#seen.add(file, seen)
    const into = emit.into(seen.scope)
    into.node(became.claim)
    for (const more of became.more ?? []) into.node(more)
    for (const edge of became.edges ?? []) into.edge(edge)
  }

  edge(edge: GraphEdge, emit: Emit, place: Place): void {
    const from = this.#seen.find(place.file, edge.start)
    const to = this.#seen.find(place.file, edge.end)
    const certain = (end: End) => (end.match_by ?? 'id') === 'id'
    // A name or a property may fit another node of a later file as well, so only ids are settled at once.
    if (from && to && from !== 'several' && to !== 'several' && certain(edge.start) && certain(edge.end)) {
      this.#draw(edge, from, to, emit)
    } else if (isAmbitEdge(edge)) emit.reject('an edge of an export of Ambit comes before its nodes')
    else this.#waiting.push({ edge, place })
  }

  end(emit: Emit): void {
    for (const { edge, place } of this.#waiting) {
      const from = this.#end(edge.start, place, emit)
      const to = this.#end(edge.end, place, emit)
      if (from && to) this.#draw(edge, from, to, emit)
    }
    for (const { scope, edge } of unlistedReach(this.#seen, this.#listed)) emit.into(scope).edge(edge)
  }

  #draw(edge: GraphEdge, from: SeenNode, to: SeenNode, emit: Emit): void {
    if (edge.kind === 'GH_CanAccess') this.#listed.add(from)
    const into = emit.into(from.scope)
    const isWhole = from.claim.type !== unresolved && to.claim.type !== unresolved
    const known: readonly EdgeClaim[] | undefined = ambitEdges(edge, from, to) ?? githoundEdges(edge.kind, from, to)
    const isCrossed = isWhole && known === undefined
    const drawn = isWhole && known?.length ? known : unknownEdges(isCrossed ? edge : withoutCrossing(edge), from, to)
    for (const claim of drawn) into.edge(claim)
  }

  /** The node an end names, or a stand-in that says it was never seen. */
  #end(end: End, { file, pointer }: Place, emit: Emit): SeenNode | undefined {
    const found = this.#seen.find(file, end)
    if (found === 'several') {
      emit.skip(`${file}${pointer}: an end fits several nodes, so the edge is left out`)
      return undefined
    }
    if (found) return found
    emit.skip(`${file}${pointer}: an end is in none of the files; a stand-in was put there`)
    const name = end.value ?? (end.property_matchers ?? []).map(({ key, value }) => `${key}=${value}`).join(', ')
    if (!isPlain(name)) return undefined
    const given: GraphNode = { id: name, kinds: [] }
    const claim = {
      id: openGraph(this.#sourceKind, name),
      kind: 'Resource',
      type: unresolved,
      name,
      stub: true,
      counts: false,
    } as const
    const scope = `opengraph:${this.#run.scope ?? [this.#sourceKind, this.#environmentOf.get(file)].filter(Boolean).join(':')}`
    emit.into(scope).node(claim)
    return { claim, given, scope }
  }
}

/** A known kind between nodes it does not cross, a permission that gives nothing, or an unseen end: a relation. */
const withoutCrossing = (edge: GraphEdge): GraphEdge => ({ ...edge, properties: { traversable: false } })

const unresolved = 'opengraph_unresolved'
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const isPlain = (text: string) => /^[^\u0000-\u001f\u007f]{1,1000}$/.test(text)

/** What no store could hold is refused before edges may lean on it. */
const isSound = ({ id, type, name, aliases = [] }: NodeClaim) =>
  [id, type, ...aliases].every(isPlain) && name.length <= 1000
