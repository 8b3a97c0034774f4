import { crossingsOf, type EdgeKind } from '../edges/edge-kind.ts'
import { edgeKinds } from '../edges/index.ts'
import { AppError } from '../errors.ts'
import { capabilityIndex } from '../model/capabilities.ts'
import { exactProduct } from '../model/decimal.ts'
import type { EdgeClaim } from '../model/facts.ts'
import type { ScoreTable } from '../model/score-table.ts'
import { GRANTED, type Look, WITH_CONDITIONAL, WITH_INFERRED } from './look.ts'

interface ProfileArc {
  readonly needs: number
  readonly gives: number
  readonly look: number
}

/** How an edge is crossed; the edges of an estate share a few dozen of these. */
export interface Profile {
  readonly kind: number
  readonly arcs: readonly ProfileArc[]
  /** Orders facts of one edge: the firmest, least gated, easiest one speaks for it. */
  readonly preference: number
}

export class Profiles {
  readonly list: Profile[] = []
  readonly looks: Look[] = []
  readonly kinds: string[] = []
  readonly #table: ScoreTable
  readonly #byKey = new Map<string, number>()
  readonly #lookByKey = new Map<string, number>()

  constructor(table: ScoreTable) {
    this.#table = table
  }

  /** The profile's number. An unknown kind of edge is refused: leaving it out would shrink a blast radius. */
  of(edge: EdgeClaim): number {
    const gates = edge.gates?.length ?? 0
    const kind = edgeKinds.get(edge.kind)
    if (!kind)
      throw new AppError('store_not_ready', `This version knows no edge kind ${edge.kind}; a newer one wrote it.`)
    const keyed = edge.key !== undefined && kind.crossingsByKey?.has(edge.key) ? edge.key : ''
    // Only an ease is free text, so that no two profiles have one name; JSON would be too slow, once an edge.
    const name = `${edge.kind}\n${keyed}\n${edge.ease ?? ''}\n${edge.confidence}\n${edge.verdict}\n${gates}`
    const known = this.#byKey.get(name)
    if (known !== undefined) return known
    this.#byKey.set(name, this.list.length)
    return this.list.push(this.#make(kind, keyed, edge, gates)) - 1
  }

  /**
   * The ways of several facts of one edge, the preferred one first: a granted fact behind a gate and an inferred one
   * without are both ways over it, and neither hides the other.
   */
  together(numbers: readonly number[]): number {
    const [preferred] = numbers
    const all = [...new Set(numbers)].sort((a, b) => a - b)
    if (all.length === 1) return preferred!
    const name = `${preferred} of ${all.join(' ')}`
    const known = this.#byKey.get(name)
    if (known !== undefined) return known
    this.#byKey.set(name, this.list.length)
    const ways = all.flatMap((number) => this.list[number]!.arcs)
    const arcs = [...new Map(ways.map((arc) => [`${arc.needs} ${arc.gives} ${arc.look}`, arc])).values()]
    return this.list.push({ ...this.list[preferred!]!, arcs }) - 1
  }

  #make(kind: EdgeKind, key: string, edge: EdgeClaim, gates: number): Profile {
    const { inferred, conditional, gate } = this.#table
    const firmness = [
      edge.confidence === 'inferred' ? inferred : 1,
      edge.verdict === 'conditional' ? conditional : 1,
    ] as const
    const basis =
      edge.verdict === 'conditional' ? WITH_CONDITIONAL : edge.confidence === 'inferred' ? WITH_INFERRED : GRANTED
    const arcs = crossingsOf(kind, key).map((crossing) => ({
      needs: capabilityIndex(crossing.needs),
      gives: capabilityIndex(crossing.gives),
      look: this.#look({
        ease: exactProduct(this.#ease(edge.ease ?? crossing.ease), ...firmness),
        easeAtStart: exactProduct(this.#ease(edge.ease ?? crossing.easeAtStart ?? crossing.ease), ...firmness),
        gates,
        basis,
        needs: capabilityIndex(crossing.needs),
      }),
    }))
    let number = this.kinds.indexOf(kind.kind)
    if (number === -1) number = this.kinds.push(kind.kind) - 1
    const best = arcs.reduce((ease, arc) => Math.max(ease, this.looks[arc.look]!.ease), 0)
    return {
      kind: number,
      arcs,
      preference: -basis + best * gate ** gates + (edge.confidence === 'observed' ? 0.001 : 0),
    }
  }

  #ease(row: string): number {
    const ease = Object.hasOwn(this.#table.ease, row) ? this.#table.ease[row] : undefined
    if (ease === undefined)
      throw new AppError('store_not_ready', `The score table ${this.#table.version} has no ease ${row}.`)
    return ease
  }

  #look(look: Look): number {
    const key = Object.values(look).join(' ')
    const known = this.#lookByKey.get(key)
    if (known !== undefined) return known
    this.#lookByKey.set(key, this.looks.length)
    return this.looks.push(look) - 1
  }
}
