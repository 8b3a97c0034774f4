import type { CsvEstate } from './csv-estate.ts'

/** Breadth-first with a list of heads by node and a set of what was seen: slow, and plainly right. */
export function naiveWalk({ nodeCount, from, to, kind, kinds, criticality }: CsvEstate) {
  const heads: number[][] = Array.from({ length: nodeCount }, () => [])
  for (let i = 0; i < from.length; i++)
    if (!['OWNS', 'CREATED_BY', 'REVIEWED_BY'].includes(kinds[kind[i]!]!)) heads[from[i]!]!.push(to[i]!)
  return (source: number) => {
    const seen = new Set([source])
    for (const node of seen) for (const head of heads[node]!) seen.add(head)
    seen.delete(source)
    let sum = 0
    for (const node of seen) sum += criticality[node]!
    return { count: seen.size, criticality: sum }
  }
}
