// What the logs share: events come one by one, and are folded to who did what to which thing, how often, first and last.
import { allowed, type EdgeClaim, type Json, type NodeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import { SaidBefore } from '../../server/model/said-before.ts'
import type { Emit, Place } from '../importer.ts'

/** One thing that was done and came off. */
export interface Use {
  readonly by: NodeClaim
  readonly of: NodeClaim
  readonly action: string
  /** The credential it was done with, where the log names it. */
  readonly with?: NodeClaim | undefined
}

/** Undefined times are those of events that bear none. */
type Time = string | undefined

interface Span {
  first: Time
  last: Time
  firstPlace: Place
  lastPlace: Place
}

interface FoldedNode {
  claim: NodeClaim
  readonly span: Span
  /** It was used, and not only named. */
  used: string | undefined
}

interface FoldedEdge {
  readonly kind: 'USED' | 'DELEGATED'
  readonly from: NodeId
  readonly to: NodeId
  readonly span: Span
  readonly actions: Map<string, { count: number; first: Time; last: Time }>
  count: number
}

/**
 * Folds the events of one account, tenant or cluster. Memory grows with what was done by whom, not with the number of
 * events. The scope is the time window of these files, so that windows stand beside each other and none replaces another.
 */
class Uses {
  readonly #nodes = new Map<NodeId, FoldedNode>()
  readonly #edges = new Map<string, FoldedEdge>()
  readonly #said = new Map<string, { claim: EdgeClaim; place: Place }>()
  #window: { first: string; last: string } | undefined
  #sawAny = false

  /** Every event counts for the window, also one that is no use. */
  saw(at: Time): void {
    this.#sawAny = true
    if (at === undefined) return
    if (!this.#window) this.#window = { first: at, last: at }
    else if (at < this.#window.first) this.#window.first = at
    else if (at > this.#window.last) this.#window.last = at
  }

  /** True when it says something that no event before it said. */
  use({ by, of, action, with: secret }: Use, at: Time, place: Place): boolean {
    const isNew = this.#fold('USED', by, of, action, at, place)
    this.used(by, at, place)
    if (secret) this.used(secret, at, place)
    return isNew
  }

  /** `by` acted on behalf of `whom`. */
  delegated(by: NodeClaim, whom: NodeClaim, action: string, at: Time, place: Place): boolean {
    return this.#fold('DELEGATED', by, whom, action, at, place)
  }

  /** The last use of an identity or a credential. */
  used(claim: NodeClaim, at: Time, place: Place): void {
    const node = this.names(claim, at, place)
    node.used = later(node.used, at)
  }

  names(claim: NodeClaim, at: Time, place: Place): FoldedNode {
    const known = this.#nodes.get(claim.id)
    if (known) {
      // The event that made it tells when, whichever comes first.
      if (claim.createdAt !== undefined && known.claim.createdAt === undefined) known.claim = claim
      widen(known.span, at, place)
      return known
    }
    const node = { claim, span: spanOf(at, place), used: undefined }
    this.#nodes.set(claim.id, node)
    return node
  }

  /** A claim of its own, beside what is folded; it is said once. */
  says(claim: EdgeClaim, place: Place): boolean {
    const id = JSON.stringify(claim)
    if (this.#said.has(id)) return false
    this.#said.set(id, { claim, place })
    return true
  }

  #fold(kind: FoldedEdge['kind'], from: NodeClaim, to: NodeClaim, action: string, at: Time, place: Place): boolean {
    this.names(from, at, place)
    this.names(to, at, place)
    const id = `${kind}\n${from.id}\n${to.id}`
    let edge = this.#edges.get(id)
    if (!edge) {
      edge = { kind, from: from.id, to: to.id, span: spanOf(at, place), actions: new Map(), count: 0 }
      this.#edges.set(id, edge)
    } else widen(edge.span, at, place)
    edge.count++
    const done = edge.actions.get(action)
    if (!done) {
      edge.actions.set(action, { count: 1, first: at, last: at })
      return true
    }
    done.count++
    done.first = earlier(done.first, at)
    done.last = later(done.last, at)
    return false
  }

  /** Nothing is said of a window in which nobody used anything. */
  end(emit: Emit, scopeOfPart: string): void {
    if (!this.#sawAny) return
    const window = this.#window
    const key = window ? `${compact(window.first)}/${compact(window.last)}` : 'undated'
    const scope = `${scopeOfPart}:${key}`
    for (const { claim, span, used } of this.#nodes.values()) {
      emit.into(scope, placesOf(span)).node(used === undefined ? claim : { ...claim, lastUsedAt: used })
    }
    for (const { kind, from, to, span, actions, count } of this.#edges.values()) {
      const properties: Record<string, Json> = {
        actions: [...actions]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([action, { count, ...times }]) => ({ action, count, ...known(times) })),
        count,
        ...known({ first: span.first, last: span.last }),
        ...(kind === 'DELEGATED' ? { chain: [to, from] } : {}),
      }
      const into = emit.into(scope, placesOf(span))
      // Windows of one pair stand beside each other: none of them speaks for the others.
      into.edge({ kind, from, to, key, confidence: 'observed', ...allowed, properties })
    }
    for (const { claim, place } of this.#said.values()) emit.into(scope, [place]).edge(claim)
  }
}

/** All that one import folds, by account, tenant or cluster. */
export class UseLog {
  readonly #source: string
  readonly #parts = new Map<string, Uses>()
  readonly #events = new SaidBefore()
  readonly #left = new Map<string, number>()

  constructor(source: string) {
    this.#source = source
  }

  of(part: string): Uses {
    const uses = this.#parts.get(part) ?? new Uses()
    this.#parts.set(part, uses)
    return uses
  }

  /** Files overlap, and a look-up gives again what a file has: an event counts once. */
  isRepeated(id: string | null | undefined): boolean {
    if (!id || this.#events.add(id)) return false
    this.leaves('stand in these files more than once, and count once')
    return true
  }

  /** Read, and no use of anything: the receipt counts how many there were of each sort. */
  leaves(why: string): void {
    this.#left.set(why, (this.#left.get(why) ?? 0) + 1)
  }

  end(emit: Emit): void {
    for (const [part, uses] of this.#parts) uses.end(emit, `${this.#source}:${part}`)
    for (const [why, count] of this.#left)
      emit.skip(`${this.#source}: ${count} ${count === 1 ? 'event' : 'events'}: ${why}`)
  }
}

const spanOf = (at: Time, place: Place): Span => ({ first: at, last: at, firstPlace: place, lastPlace: place })

const earlier = (a: Time, b: Time): Time => (a === undefined || (b !== undefined && b < a) ? b : a)
const later = (a: Time, b: Time): Time => (a === undefined || (b !== undefined && b > a) ? b : a)

/** The times there are. */
const known = ({ first, last }: { first: Time; last: Time }): Record<string, string> =>
  first === undefined || last === undefined ? {} : { first, last }

function widen(span: Span, at: Time, place: Place): void {
  if (at === undefined) return
  if (span.first === undefined || at < span.first) {
    span.first = at
    span.firstPlace = place
  }
  if (span.last === undefined || at >= span.last) {
    span.last = at
    span.lastPlace = place
  }
}

const placesOf = ({ firstPlace, lastPlace }: Span): readonly Place[] =>
  firstPlace === lastPlace ? [firstPlace] : [firstPlace, lastPlace]

/** `20260131T120000Z`. */
const compact = (time: string) => time.replace(/\.\d+/, '').replace(/[-:]/g, '')
