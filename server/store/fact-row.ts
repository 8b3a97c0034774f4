import { hash } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { EdgeClaim, EdgeFact, EvidenceRef, NodeClaim, NodeFact } from '../model/facts.ts'

export const NODE = 0
export const EDGE = 1

/** A fact as stores keep it: what is looked up by in columns, the rest as canonical JSON. */
export interface FactRow {
  readonly sort: typeof NODE | typeof EDGE
  readonly id: string
  /** The node's kind; none for an edge. */
  readonly kind: string | null
  /** What filters ask for: the node's type, or the edge's kind. */
  readonly type: string
  readonly tail: string | null
  readonly head: string | null
  readonly claim: string
  readonly evidence: string
  readonly stale: 0 | 1
  /** Over all but staleness. Long enough that nobody finds two facts with one. */
  readonly hash: Uint8Array
}

export function nodeRow({ node, evidence, stale }: NodeFact): FactRow {
  const { id, kind, type, ...rest } = node
  return factRow(id, kind, type, null, null, canonicalJson(rest), evidence, stale)
}

export function edgeRow({ id, edge, evidence, stale }: EdgeFact): FactRow {
  const { kind, from, to, ...rest } = edge
  return factRow(id, null, kind, from, to, canonicalJson(rest), evidence, stale)
}

export const nodeOfRow = (id: string, kind: string, type: string, claim: string): NodeClaim =>
  ({ id, kind, type, ...(JSON.parse(claim) as object) }) as NodeClaim

export const edgeOfRow = (kind: string, from: string, to: string, claim: string): EdgeClaim =>
  ({ kind, from, to, ...parsed(claim) }) as EdgeClaim

/** What a row says where its evidence was left out. */
export const NO_EVIDENCE = '[]'

export const evidenceOfRow = (evidence: string): EvidenceRef[] =>
  evidence === NO_EVIDENCE
    ? []
    : (JSON.parse(evidence) as [string, string][]).map(([file, pointer]) => ({ file, pointer }))

const SHORT = 100
const MANY = 1_000
const parsedBefore = new Map<string, object>()

/** Millions of edges share a few short claims word for word; each of those is parsed once. */
function parsed(claim: string): object {
  if (claim.length > SHORT) return JSON.parse(claim) as object
  let object = parsedBefore.get(claim)
  if (object === undefined) {
    object = deepFrozen(JSON.parse(claim))
    if (parsedBefore.size === MANY) parsedBefore.clear()
    parsedBefore.set(claim, object)
  }
  return object
}

/** Facts share it, so that nobody may change it. */
function deepFrozen(value: object): object {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFrozen(inner)
  return Object.freeze(value)
}

function factRow(
  id: string,
  kind: string | null,
  type: string,
  tail: string | null,
  head: string | null,
  claim: string,
  refs: readonly EvidenceRef[],
  stale = false,
): FactRow {
  const evidence = JSON.stringify(refs.map(({ file, pointer }) => [file, pointer]))
  const whole = JSON.stringify([id, kind, type, tail, head, claim, evidence])
  // JSON writes half a surrogate pair as an escape; databases would turn it into U+FFFD, and two ids into one.
  if (whole.includes('\\ud')) for (const text of [id, kind, type, tail, head]) requireText(text, id)
  if (claim.includes('\\ud')) requireTextWithin(JSON.parse(claim), id)
  if (evidence.includes('\\ud')) requireTextWithin(JSON.parse(evidence), id)
  const digest = hash('sha256', whole, 'buffer').subarray(0, 16)
  const sort = tail === null ? NODE : EDGE
  return { sort, id, kind, type, tail, head, claim, evidence, stale: stale ? 1 : 0, hash: digest }
}

/** Refuses text that no database keeps as it is. */
export function requireText(text: string | null, about: string): void {
  if (text === null || text.isWellFormed()) return
  const found = `${JSON.stringify(about)} holds half of a surrogate pair, which is no text`
  throw new AppError('bad_input', `${found}; correct the file and import it again.`)
}

function requireTextWithin(value: unknown, about: string): void {
  if (typeof value === 'string') requireText(value, about)
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    requireText(key, about)
    requireTextWithin(inner, about)
  }
}

/** JSON with sorted keys, so that the same claim is the same text whatever order its keys came in. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const object = value as Readonly<Record<string, unknown>>
  const said = Object.keys(object)
    .sort()
    .filter((key) => object[key] !== undefined)
  return `{${said.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`).join(',')}}`
}
