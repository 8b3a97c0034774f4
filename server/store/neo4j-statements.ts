import { readdirSync, readFileSync } from 'node:fs'
import { AppError } from '../errors.ts'

const folder = new URL('../../cypher/', import.meta.url)

function readAll(place: URL): ReadonlyMap<string, string> {
  const files = readdirSync(place).filter((file) => file.endsWith('.cypher'))
  return new Map(files.map((file) => [file.slice(0, -'.cypher'.length), readFileSync(new URL(file, place), 'utf8')]))
}

const statements = readAll(folder)
/** What makes each index and constraint that a store needs whatever it holds, by its name. */
export const schema: ReadonlyMap<string, string> = readAll(new URL('schema/', folder))
const schemaOfEdgeKind = readAll(new URL('schema/edge-kind/', folder))

/** The statement of `cypher/<name>.cypher`. */
export function statement(name: string): string {
  const text = statements.get(name)
  if (text === undefined) throw new Error(`there is no cypher/${name}.cypher`)
  return text
}

const EDGE_KIND = /^[A-Z][A-Z0-9_]{0,63}$/

export const isEdgeKind = (kind: string): boolean => EDGE_KIND.test(kind)

/** A relationship type has to be text of a statement where an index is to be used; so it is checked wherever one comes in. */
export function requireEdgeKind(kind: string): string {
  if (isEdgeKind(kind)) return kind
  throw new AppError('bad_input', `${JSON.stringify(kind.slice(0, 80))} is no edge kind; one is written like CAN_READ.`)
}

const forKind = (text: string, kind: string): string => text.replaceAll('EDGE_KIND', requireEdgeKind(kind))

/** A statement that names an edge kind, for that kind. */
export const statementOfKind = (name: string, kind: string): string => forKind(statement(name), kind)

/** What makes each index and constraint that edges of the kind need, by its name. */
export const schemaOf = (kind: string): ReadonlyMap<string, string> =>
  new Map([...schemaOfEdgeKind].map(([name, text]) => [forKind(name, kind), forKind(text, kind)]))
