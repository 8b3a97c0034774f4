import { rowsBy } from '../../../server/graph/rows.ts'
import type { Queries } from '../queries.ts'
import type { Draft } from './draft.ts'
import type { People } from './people.ts'

const SOURCES = 1000
const PAIRS = 1000
/** As many of them may have no path. */
const APART = 200
const SEVERAL = 100
/** A target is looked for among so many of the nearest. */
const NEAR = 20_000
const MOST_TRIES = 20_000

/** Who is asked about, and which pairs: targets are crown jewels, or a resource where no jewel is near. */
export function makeQueries(draft: Draft, people: People, jewels: readonly number[]): Queries {
  const [first, end] = people.identities
  const anyone = () => first + draft.below(end - first)
  const sources = new Set<number>()
  while (sources.size < Math.min(SOURCES, (end - first) / 2)) sources.add(anyone())
  const nearby = nearest(draft, people.nodes)
  const isJewel = new Uint8Array(people.nodes)
  for (const jewel of jewels) isJewel[jewel] = 1
  const [resources] = people.range('resource')
  const pairs: [number, number][] = []
  const yen: [number, number][] = []
  const cut = new Set<number>()
  const pick = (from: ArrayLike<number>) => from[draft.below(from.length)]!
  let apart = 0
  for (let tries = 0; tries < MOST_TRIES && cut.size < SEVERAL; tries++) {
    const from = anyone()
    const things = nearby(from).filter((node) => node >= resources)
    const reached = things.filter((node) => isJewel[node])
    if (things.length === 0) {
      if (apart++ < APART) pairs.push([from, pick(jewels)])
    } else if (pairs.length < PAIRS) pairs.push([from, pick(reached.length > 0 ? reached : things)])
    else if (yen.length < SEVERAL) yen.push([from, pick(reached.length > 0 ? reached : things)])
    else if (reached.length > 0) cut.add(from)
  }
  return { identities: [first, end], sources: [...sources], pairs, yen, cut: [...cut], jewels }
}

/** The nodes nearest to one, in breadth-first order and without it; good until the next are asked for. */
function nearest({ from, to }: Draft, nodes: number) {
  const { starts, entries } = rowsBy(from, nodes)
  const seen = new Uint32Array(nodes)
  const order = new Uint32Array(NEAR)
  let walks = 0
  return (start: number): Uint32Array => {
    seen[start] = ++walks
    order[0] = start
    let size = 1
    for (let at = 0; at < size; at++) {
      for (let i = starts[order[at]!]!; i < starts[order[at]! + 1]! && size < NEAR; i++) {
        const head = to[entries[i]!]!
        if (seen[head] === walks) continue
        seen[head] = walks
        order[size++] = head
      }
    }
    return order.subarray(1, size)
  }
}
