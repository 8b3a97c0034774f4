import { kindWord, plainText } from '../plain-text.ts'
import type { Drawn } from './expand.ts'

export interface PlacedItem {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly node?: Drawn['nodes'][number]
  readonly group?: Drawn['groups'][number]
  readonly label: string
  /** How far mark and label reach to the right, about. */
  readonly width: number
}
export interface PlacedLink {
  readonly id: string
  readonly from: PlacedItem
  readonly to: PlacedItem
  readonly edge?: Drawn['edges'][number]
}
export interface Scene {
  readonly items: readonly PlacedItem[]
  readonly links: readonly PlacedLink[]
  readonly columns: readonly { readonly x: number; readonly hop: number }[]
  readonly width: number
  readonly height: number
}

export const ROW_HEIGHT = 38
const LABEL = 26
const LETTER_WIDTH = 7.2
/** Between the end of a label and the next column: room for edges to turn. */
const GAP = 62
const NARROWEST = 130
/** A longer column goes on in a second one beside it, so that the picture stays readable. */
const ROWS = 24
const SWEEPS = 4

/** Hop columns from left to right; within a column the order that crosses least, by barycentre sweeps. Pure. */
export function columns({ nodes, groups, edges }: Drawn): Scene {
  const hopOf = new Map<string, number>()
  for (const node of nodes) hopOf.set(node.id, node.hop)
  for (const group of groups) hopOf.set(group.id, group.hop)
  const links: [string, string][] = [
    ...edges.map((edge): [string, string] => [edge.from, edge.to]),
    ...groups.map((group): [string, string] => [group.parent, group.id]),
  ].filter(([from, to]) => from !== to)
  const byHop = new Map<number, string[]>()
  for (const [id, hop] of hopOf) byHop.set(hop, [...(byHop.get(hop) ?? []), id])
  const hops = [...byHop.keys()].sort((a, b) => a - b)
  const ordered = sweep(
    hops.map((hop) => byHop.get(hop)!.sort()),
    links,
  )

  const labels = new Map([...nodes, ...groups].map((it) => [it.id, labelOf(it)]))
  const widthOf = (id: string) => 20 + labels.get(id)!.length * LETTER_WIDTH
  const place = new Map<string, { x: number; y: number; label: string; width: number }>()
  const heads: { x: number; hop: number }[] = []
  let x = 0
  for (const [i, column] of ordered.entries()) {
    heads.push({ x, hop: hops[i]! })
    const parts = Math.ceil(column.length / ROWS)
    const rows = Math.ceil(column.length / parts)
    const columnWidth = Math.max(NARROWEST, ...column.map((id) => widthOf(id) + GAP))
    for (const [row, id] of column.entries()) {
      const inPart = row % rows
      const size = Math.min(rows, column.length - Math.floor(row / rows) * rows)
      const y = (inPart - (size - 1) / 2) * ROW_HEIGHT
      const label = labels.get(id)!
      place.set(id, { x: x + Math.floor(row / rows) * columnWidth, y, label, width: widthOf(id) })
    }
    x += parts * columnWidth
  }
  const items = new Map<string, PlacedItem>()
  for (const node of nodes) items.set(node.id, { id: node.id, ...place.get(node.id)!, node })
  for (const group of groups) items.set(group.id, { id: group.id, ...place.get(group.id)!, group })
  const ys = [...place.values()].map(({ y }) => y)
  return {
    items: [...items.values()],
    links: [
      ...edges
        .filter(({ from, to }) => from !== to)
        .map((edge) => ({ id: edge.id, from: items.get(edge.from)!, to: items.get(edge.to)!, edge })),
      ...groups.map((group) => ({ id: group.id, from: items.get(group.parent)!, to: items.get(group.id)! })),
    ],
    columns: heads,
    width: Math.max(0, x - GAP),
    height: ys.length === 0 ? 0 : Math.max(...ys) - Math.min(...ys) + ROW_HEIGHT,
  }
}

function labelOf(it: Drawn['nodes'][number] | Drawn['groups'][number]): string {
  if ('childKind' in it) return `${it.nodes.toLocaleString('en')} more ${kindWord(it.childKind, it.nodes)}`
  const name = plainText(it.name)
  return name.length > LABEL ? `${name.slice(0, LABEL - 1)}…` : name
}

/** Each node moves to the mean place of its neighbours in the columns before and after, a few times. */
function sweep(start: readonly (readonly string[])[], links: readonly (readonly [string, string])[]): string[][] {
  const neighbours = new Map<string, string[]>()
  const join = (a: string, b: string) => neighbours.set(a, [...(neighbours.get(a) ?? []), b])
  for (const [from, to] of links) {
    join(from, to)
    join(to, from)
  }
  let ordered = start.map((column) => [...column])
  for (let i = 0; i < SWEEPS; i++) {
    const position = new Map<string, number>()
    for (const column of ordered)
      for (const [row, id] of column.entries()) position.set(id, row / Math.max(1, column.length - 1))
    const mean = (id: string) => {
      const near = neighbours.get(id) ?? []
      return near.length === 0
        ? position.get(id)!
        : near.reduce((sum, other) => sum + (position.get(other) ?? 0.5), 0) / near.length
    }
    ordered = ordered.map((column) => {
      const means = new Map(column.map((id) => [id, mean(id)]))
      return column.sort((a, b) => means.get(a)! - means.get(b)! || position.get(a)! - position.get(b)!)
    })
  }
  return ordered
}
