import type { PrivilegeGraph } from '../../graph/privilege-graph.ts'
import { CONTROL } from '../../model/capabilities.ts'
import { CERTAIN } from '../levels.ts'
import type { Crossings } from '../walk-options.ts'

/** Idle for whoever holds just what the arc needs; idle for whoever controls its tail. */
const IDLE = 1
const IDLE_UNDER_CONTROL = 2

/**
 * Where an edge has several arcs, one is idle if another that is crossed from the same state gives as much as easily:
 * whoever controls a container controls its part and does not also "read" it. A path is told over arcs that are not idle.
 */
export interface IdleArcs {
  /** By arc; undefined where none is idle. */
  readonly marks: Uint8Array | undefined
  /** Whether some edge can still be crossed in several ways from one state, so that two walks tell one path. */
  readonly several: boolean
}

/** One object for a graph and a set of options, as crossings are. */
const known = new WeakMap<Crossings, IdleArcs>()

export function idleArcs(graph: PrivilegeGraph, crossings: Crossings): IdleArcs {
  let found = known.get(crossings)
  if (!found) {
    found = findIdle(graph, crossings)
    known.set(crossings, found)
  }
  return found
}

export const idleBit = (capability: number): number => (capability === CONTROL ? IDLE_UNDER_CONTROL : IDLE)

function findIdle(graph: PrivilegeGraph, crossings: Crossings): IdleArcs {
  const { arcCount, edgeOf, tails } = graph
  const giveMore = comparison(graph, crossings)
  const firstArc = new Int32Array(graph.edges.count).fill(-1)
  const seen = new Map<number, number[]>()
  let marks: Uint8Array | undefined
  let several = false
  for (let arc = 0; arc < arcCount; arc++) {
    const edge = edgeOf[arc]!
    if (crossings.factor[graph.lookOf[arc]!]! < 0) continue
    if (firstArc[edge] === -1) {
      firstArc[edge] = arc
      continue
    }
    marks ??= new Uint8Array(arcCount)
    const others = seen.get(edge) ?? [firstArc[edge]!]
    seen.set(edge, [...others, arc])
    for (const other of others) {
      const bits = tails[other] === tails[arc] ? IDLE | IDLE_UNDER_CONTROL : IDLE_UNDER_CONTROL
      if (giveMore(other, arc)) marks[arc]! |= bits
      else if (giveMore(arc, other)) marks[other]! |= bits
      else several = true
    }
  }
  return { marks, several }
}

/** Whether an arc gives at least what another arc of the same edge gives, at least as easily. */
function comparison({ heads, lookOf, capabilityOf }: PrivilegeGraph, crossings: Crossings) {
  const { levels, factor, factorAtStart } = crossings
  const isHarder = (a: number, b: number) => levels.isEasier(levels.times(CERTAIN, b), levels.times(CERTAIN, a))
  return (a: number, b: number): boolean => {
    if (heads[a] !== heads[b] && capabilityOf[heads[a]!] !== CONTROL) return false
    const [lookA, lookB] = [lookOf[a]!, lookOf[b]!]
    return !isHarder(factor[lookA]!, factor[lookB]!) && !isHarder(factorAtStart[lookA]!, factorAtStart[lookB]!)
  }
}
