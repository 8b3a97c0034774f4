import { hash } from 'node:crypto'
import neo4j, { type Integer } from 'neo4j-driver'
import { AppError } from '../errors.ts'
import type { EdgeFact, Json, NodeFact } from '../model/facts.ts'
import { nodeKinds } from '../model/kinds.ts'
import type { Packer } from '../model/packed-facts.ts'
import { edgeOfRow, edgeRow, evidenceOfRow, type FactRow, nodeOfRow, nodeRow, requireText } from './fact-row.ts'
import type { Row } from './neo4j-connection.ts'
import { requireEdgeKind } from './neo4j-statements.ts'

/** The driver sends a plain number as a float. */
export const integer = (value: number): Integer => neo4j.int(value)

/** The database indexes no text beyond 8 kB. */
const LONGEST_INDEXED = 1_000

/** Where a node's facts and edges meet. Its `id` is the node's, unless that is too long to be indexed. */
export function anchorOf(id: string): { readonly id: string; readonly longId?: string } {
  if (id.length <= LONGEST_INDEXED) return { id }
  // Longer than any id that is kept as it is, and so never taken for one.
  return { id: id.slice(0, LONGEST_INDEXED) + hash('sha256', id, 'hex'), longId: id }
}

/** Refuses a name that nothing could be found by. */
export function requireIndexable(name: string): string {
  requireText(name, name)
  if (name.length <= LONGEST_INDEXED) return name
  throw new AppError(
    'bad_input',
    `The name ${name.slice(0, 80)}… is longer than the ${LONGEST_INDEXED} characters a name may have.`,
  )
}

/** A fact on its way into the store: its row, what makes it the same fact within its scope, and what a statement takes. */
export interface Staged {
  readonly row: FactRow
  readonly key: string
  readonly parameters: Row
}

/** A fact's `fid` is its key and the revision at which it began, so that neither is kept twice. */
export const keyOf = (fid: string): string => fid.slice(0, fid.indexOf('@'))

function keyOfRow({ hash: { buffer, byteOffset, byteLength }, stale }: FactRow): string {
  return `${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}.${stale}`
}

export function stagedNode(scope: string, fact: NodeFact, revision: number): Staged {
  const row = nodeRow(fact)
  const key = keyOfRow(row)
  const { node } = fact
  const { id, kind, type, name, provider, account, environment, tier, dataClass } = node
  if (!nodeKinds.includes(kind)) throw new Error(`${kind} is no kind of node`)
  return {
    row,
    key,
    parameters: {
      anchor: anchorOf(id),
      label: kind,
      name,
      type,
      stub: node.stub === true,
      fact: {
        ...{ fid: `${key}@${revision}`, scope, id, kind, type, claim: row.claim, evidence: row.evidence },
        // What follows is for those who ask the database itself; the store reads the claim.
        ...{ name, provider, account, environment, dataClass, scopes: textsOf(node.properties?.['scopes']) },
        ...(tier !== undefined && { tier: integer(tier) }),
        ...(row.stale === 1 && { stale: true }),
      },
    },
  }
}

/** What a grant was given, where its source lists it. */
const textsOf = (value: Json | undefined): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as readonly string[]) : undefined

export function stagedEdge(scope: string, fact: EdgeFact, revision: number): Staged {
  const row = edgeRow(fact)
  const key = keyOfRow(row)
  const { kind, from, to, confidence, verdict, missing, key: apart } = fact.edge
  return {
    row,
    key,
    parameters: {
      from: anchorOf(from).id,
      to: anchorOf(to).id,
      kind: requireEdgeKind(kind),
      fact: {
        ...{
          fid: `${key}@${revision}`,
          scope,
          id: requireIndexable(fact.id),
          claim: row.claim,
          evidence: row.evidence,
        },
        ...{ confidence, verdict, missing, key: apart },
        ...(row.stale === 1 && { stale: true }),
      },
    },
  }
}

export function nodeFactOf(row: Row): NodeFact {
  const { scope, id, kind, type, claim, evidence, stale } = row as Record<string, string>
  return {
    scope: scope!,
    node: nodeOfRow(id!, kind!, type!, claim!),
    evidence: evidenceOfRow(evidence!),
    ...(stale && { stale: true }),
  }
}

export function packNodeRow(packer: Packer, row: Row): void {
  const { scope, id, kind, type, claim, stale } = row as Record<string, string>
  packer.node(scope!, id!, kind!, type!, claim!, stale ? '1' : '0')
}

type Out = readonly [
  scope: string,
  id: string,
  kind: string,
  head: string,
  claim: string,
  evidence: string,
  stale: true | null,
]

/** A row of edges holds all that leave one tail. */
export function edgeFactsOf(row: Row): EdgeFact[] {
  const { tail, out } = row as { readonly tail: string; readonly out: readonly Out[] }
  return out.map(([scope, id, kind, head, claim, evidence, stale]) => ({
    scope,
    id,
    edge: edgeOfRow(kind, tail, head, claim),
    evidence: evidenceOfRow(evidence),
    ...(stale && { stale: true }),
  }))
}

export function packEdgeRow(packer: Packer, row: Row): void {
  const { tail, out } = row as { readonly tail: string; readonly out: readonly (readonly [string, string])[] }
  for (const [scope, text] of out) {
    const id = text.indexOf('\n')
    const kind = text.indexOf('\n', id + 1)
    const claim = text.indexOf('\n', kind + 1) // JSON has none in it
    packer.edge(
      scope,
      text.slice(1, id),
      tail,
      text.slice(claim + 1),
      text.slice(id + 1, kind),
      text.slice(kind + 1, claim),
      text[0]!,
    )
  }
}
