import { createHash } from 'node:crypto'
import { edgeId } from '../model/edge-id.ts'
import {
  type CoverageGap,
  conditionalOn,
  type EdgeClaim,
  type EdgeFact,
  type NodeClaim,
  type NodeFact,
} from '../model/facts.ts'
import { type Confidence, confidences } from '../model/kinds.ts'
import type { Basis, Derivation, DeriveEmit, GivenEdge } from './derivation.ts'
import { unite } from './resolve.ts'

/** How many of the facts that would settle a conditional edge are named. */
const namedMissing = 3

interface Drawn {
  readonly claim: EdgeClaim
  readonly bases: Basis[]
  readonly missing: Set<string>
  readonly isStale: boolean
}

/** Gathers what one derivation emits, holds it to its basis, and says each edge once. */
export class DerivedFacts {
  readonly #derivation: Derivation
  readonly #scope: string
  readonly #edges = new Map<string, Drawn>()
  readonly #nodes = new Map<string, { readonly claim: NodeClaim; readonly bases: Basis[] }>()
  readonly #gaps = new Map<string, CoverageGap>()

  constructor(derivation: Derivation, scope: string) {
    this.#derivation = derivation
    this.#scope = scope
  }

  readonly emit: DeriveEmit = {
    edge: (basis, claim) => this.#edge(basis, claim),
    node: (basis, claim) => this.#node(basis, claim),
    gap: (gap) => void this.#gaps.set(JSON.stringify([gap.missing, gap.settledBy]), gap),
  }

  get gaps(): readonly CoverageGap[] {
    return [...this.#gaps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gap]) => gap)
  }

  get nodes(): readonly NodeFact[] {
    return [...this.#nodes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { claim, bases }]) => ({
        scope: this.#scope,
        node: claim,
        evidence: evidenceOf(bases),
        ...(bases.every(restsOnStale) && { stale: true }),
      }))
  }

  get edges(): readonly EdgeFact[] {
    const edges = [...this.#edges].map(([id, { claim, bases, missing, isStale }]) => {
      const edge = claim.verdict === 'conditional' ? { ...claim, missing: anyOf(missing) } : claim
      return { scope: this.#scope, id, edge, evidence: evidenceOf(bases), ...(isStale && { stale: true }) }
    })
    return edges.sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  #edge(basis: Basis, stated: EdgeClaim): void {
    const { id: rule, adds } = this.#derivation
    if (!adds.includes(stated.kind)) throw new Error(`${rule} emits ${stated.kind}, which it does not say it adds`)
    if (basis.length === 0) throw new Error(`${rule} emits ${stated.kind} that rests on nothing`)
    const claim = heldTo(basis, stated)
    const id = edgeId(claim)
    const known = this.#edges.get(id)
    const missing = known?.missing ?? new Set()
    if (claim.verdict === 'conditional') missing.add(claim.missing)
    const bases = known?.bases ?? []
    bases.push(basis)
    const way = { claim, isStale: restsOnStale(basis) }
    this.#edges.set(id, { ...(known ? firmer(known, way) : way), bases, missing })
  }

  #node(basis: Basis, claim: NodeClaim): void {
    if (basis.length === 0) throw new Error(`${this.#derivation.id} emits a node that rests on nothing`)
    const text = JSON.stringify(claim)
    const known = this.#nodes.get(text)
    if (known) known.bases.push(basis)
    else this.#nodes.set(text, { claim, bases: [basis] })
  }
}

const restsOnStale = (basis: Basis) => basis.some(({ stale }) => stale)
const isEdge = (fact: Basis[number]): fact is GivenEdge => 'verdict' in fact
const weakest = (all: readonly Confidence[]) => confidences[Math.max(...all.map((it) => confidences.indexOf(it)))]!

/** Never firmer than what it rests on: it holds no longer, and stands behind the same gates. */
function heldTo(basis: Basis, stated: EdgeClaim): EdgeClaim {
  const edges = basis.filter(isEdge)
  const claim = { ...stated, ...windowOf(basis, stated), ...gatesOf(edges, stated) }
  const confidence = weakest([claim.confidence, ...edges.map((edge) => edge.confidence)])
  const missing = new Set([claim, ...edges].flatMap((edge) => (edge.verdict === 'conditional' ? edge.missing : [])))
  if (missing.size === 0) return { ...claim, confidence }
  const { verdict: _, missing: __, ...rest } = claim
  return { ...rest, confidence, ...conditionalOn([...missing].sort().join('; ')) }
}

/** What a Secret or Grant opens ends with it, and what an edge leads to with the edge. */
function windowOf(basis: Basis, claim: EdgeClaim): Pick<EdgeClaim, 'startsAt' | 'expiresAt'> {
  const limits = basis.filter((fact) => isEdge(fact) || fact.kind === 'Secret' || fact.kind === 'Grant')
  const ends = [claim, ...limits].flatMap(({ expiresAt }) => expiresAt ?? []).sort()
  const starts = [claim, ...limits.filter(isEdge)].flatMap(({ startsAt }) => startsAt ?? []).sort()
  const [end, start] = [ends[0], starts.at(-1)]
  return { ...(start === undefined ? {} : { startsAt: start }), ...(end === undefined ? {} : { expiresAt: end }) }
}

function gatesOf(edges: readonly GivenEdge[], claim: EdgeClaim): Pick<EdgeClaim, 'gates'> {
  const gates = new Set([claim, ...edges].flatMap(({ gates }) => gates ?? []))
  return gates.size === 0 ? {} : { gates: [...gates].sort() }
}

/** Sorts the more lasting first: no end is the latest. */
const lasting = (a: EdgeClaim, b: EdgeClaim) => {
  const [first, second] = [a.expiresAt ?? '~', b.expiresAt ?? '~']
  return first > second ? -1 : first < second ? 1 : 0
}

type Way = Pick<Drawn, 'claim' | 'isStale'>

/**
 * Of two ways to one edge the firmer counts, then the one past fewer gates, then the one that lasts longer, then a
 * fresh one; then the order of their texts, so that it is always the same one.
 */
function firmer(a: Way, b: Way): Way {
  const difference =
    confidences.indexOf(a.claim.confidence) - confidences.indexOf(b.claim.confidence) ||
    (a.claim.gates?.length ?? 0) - (b.claim.gates?.length ?? 0) ||
    lasting(a.claim, b.claim) ||
    Number(a.isStale) - Number(b.isStale)
  if (difference !== 0) return difference < 0 ? a : b
  return JSON.stringify(a.claim) <= JSON.stringify(b.claim) ? a : b
}

function anyOf(missing: ReadonlySet<string>): string {
  const all = [...missing].sort()
  const rest = all.length - namedMissing
  return all.slice(0, namedMissing).join(', or ') + (rest > 0 ? `, or ${rest} more` : '')
}

const evidenceOf = (bases: readonly Basis[]) => unite(bases.flat().map(({ evidence }) => evidence))

/** The same facts have the same hash, so that deriving again without a change writes nothing. */
export function contentHashOf(nodes: readonly NodeFact[], edges: readonly EdgeFact[]): string {
  // Line by line: all of them in one string could be longer than a string may be.
  const hash = createHash('sha256')
  let separator = ''
  const add = (line: unknown) => {
    hash.update(separator).update(JSON.stringify(line))
    separator = '\n'
  }
  for (const { node, evidence, stale = false } of nodes) add([node, evidence, stale])
  for (const { edge, evidence, stale = false } of edges) add([edge, evidence, stale])
  return hash.digest('hex')
}
