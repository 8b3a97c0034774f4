import { withLookup } from './node-table.ts'
import type { PrivilegeGraph } from './privilege-graph.ts'
import { TextColumn } from './text-column.ts'

export type Column = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float64Array

/** A thing of columns as arrays and one text that says how they stand together: what a file holds, or a thread is handed. */
export interface GraphImage {
  readonly shape: string
  readonly columns: readonly Column[]
}

type Shape =
  | string
  | number
  | boolean
  | null
  | readonly ['column', number]
  | readonly ['texts', number, number]
  | readonly ['number', string]
  | readonly ['list', readonly Shape[]]
  | readonly ['map', readonly (readonly [Shape, Shape])[]]
  | readonly ['object', Readonly<Record<string, Shape>>]

/** Whatever it is made of goes in, so that a column added to a graph is never forgotten here; what cannot go in fails. */
export function partsOf(whole: object): GraphImage {
  const columns: Column[] = []
  return { shape: JSON.stringify(shaped(whole, columns)), columns }
}

export const wholeOf = ({ shape, columns }: GraphImage): unknown => unshaped(JSON.parse(shape) as Shape, columns)

export function imageOf(graph: PrivilegeGraph): GraphImage {
  const { indexOf: _, ...nodes } = graph.nodes
  return partsOf({ ...graph, nodes })
}

export function graphOf(image: GraphImage): PrivilegeGraph {
  const graph = wholeOf(image) as PrivilegeGraph
  return Object.freeze({ ...graph, nodes: withLookup(graph.nodes) })
}

function shaped(value: unknown, columns: Column[]): Shape {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', text(value)]
  if (typeof value !== 'object') throw new Error(`a graph holds a ${typeof value}, which no file can`)
  if (value instanceof TextColumn) return ['texts', columns.push(value.bytes) - 1, columns.push(value.starts) - 1]
  if (ArrayBuffer.isView(value)) return ['column', columns.push(value as Column) - 1]
  if (Array.isArray(value)) return ['list', value.map((one) => shaped(one, columns))]
  if (value instanceof Map)
    return ['map', [...value].map(([key, one]) => [shaped(key, columns), shaped(one, columns)] as const)]
  const said = Object.entries(value).filter(([, one]) => one !== undefined)
  return ['object', Object.fromEntries(said.map(([key, one]) => [key, shaped(one, columns)]))]
}

function unshaped(shape: Shape, columns: readonly Column[]): unknown {
  if (typeof shape !== 'object' || shape === null) return shape
  switch (shape[0]) {
    case 'column':
      return columns[shape[1]]
    case 'texts':
      return new TextColumn(columns[shape[1]] as Uint8Array, columns[shape[2]] as Uint32Array)
    case 'number':
      return Number(shape[1])
    case 'list':
      return shape[1].map((one) => unshaped(one, columns))
    case 'map':
      return new Map(shape[1].map(([key, one]) => [unshaped(key, columns), unshaped(one, columns)]))
    case 'object':
      return Object.fromEntries(Object.entries(shape[1]).map(([key, one]) => [key, unshaped(one, columns)]))
  }
}

const text = (number: number) => (Object.is(number, -0) ? '-0' : String(number))
