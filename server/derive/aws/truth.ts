/** True, false, or open with the facts that would settle it. */
export type Settled = true | false | { readonly open: readonly string[] }

/** Holds differently at different times, for conditions on the date: parts without gaps, in order. */
export interface Timed {
  readonly parts: readonly Part[]
}
/** From `from` until before `to`, in milliseconds since 1970. */
export interface Part {
  readonly from: number
  readonly to: number
  readonly truth: Settled
}

export type Truth = Settled | Timed

export const open = (...missing: readonly string[]): Settled => ({ open: missing })
export const isOpen = (truth: Truth): truth is { readonly open: readonly string[] } =>
  typeof truth === 'object' && 'open' in truth
export const isTimed = (truth: Truth): truth is Timed => typeof truth === 'object' && 'parts' in truth

/** True from one time until before another. */
export const during = (from: number, to: number): Truth =>
  joined([
    { from: Number.NEGATIVE_INFINITY, to: from, truth: false },
    { from, to, truth: true },
    { from: to, to: Number.POSITIVE_INFINITY, truth: false },
  ])

export function not(truth: Truth): Truth {
  if (isTimed(truth)) return pointwise([truth], ([it]) => not(it!) as Settled)
  return isOpen(truth) ? truth : !truth
}

export function both(truths: Iterable<Truth>): Truth {
  const missing: string[] = []
  const timed: Timed[] = []
  for (const truth of truths) {
    if (truth === false) return false
    if (isTimed(truth)) timed.push(truth)
    else if (isOpen(truth)) missing.push(...truth.open)
  }
  const rest = missing.length === 0 ? true : open(...new Set(missing))
  return timed.length === 0 ? rest : pointwise([rest, ...timed], (all) => both(all) as Settled)
}

/** Any one would do; while none is sure, the first open one says what to look for. */
export function either(truths: Iterable<Truth>): Truth {
  let first: Settled = false
  const timed: Timed[] = []
  for (const truth of truths) {
    if (truth === true) return true
    if (isTimed(truth)) timed.push(truth)
    else if (first === false) first = truth
  }
  return timed.length === 0 ? first : pointwise([first, ...timed], (all) => either(all) as Settled)
}

/** The same truth with other words for what is missing. */
export function reworded(truth: Truth, say: (missing: string) => string): Truth {
  if (isTimed(truth)) return pointwise([truth], ([it]) => reworded(it!, say) as Settled)
  return isOpen(truth) ? open(...truth.open.map(say)) : truth
}

/** Its times, each with what then holds; false ones are left out. */
export const timesOf = (truth: Truth): readonly Part[] =>
  (isTimed(truth) ? truth.parts : [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, truth }]).filter(
    (part) => part.truth !== false,
  )

function pointwise(truths: readonly Truth[], combine: (all: readonly Settled[]) => Settled): Truth {
  const turns = new Set(truths.flatMap((truth) => (isTimed(truth) ? truth.parts.map(({ from }) => from) : [])))
  const starts = [...turns].sort((a, b) => a - b)
  return joined(
    starts.map((from, i) => ({
      from,
      to: starts[i + 1] ?? Number.POSITIVE_INFINITY,
      truth: combine(truths.map((truth) => at(truth, from))),
    })),
  )
}

const at = (truth: Truth, time: number): Settled =>
  isTimed(truth) ? truth.parts.findLast(({ from }) => from <= time)!.truth : truth

function joined(parts: readonly Part[]): Truth {
  const whole: Part[] = []
  for (const part of parts) {
    if (part.from >= part.to) continue
    const before = whole.at(-1)
    if (before !== undefined && same(before.truth, part.truth)) whole[whole.length - 1] = { ...before, to: part.to }
    else whole.push(part)
  }
  return whole.length === 1 ? whole[0]!.truth : { parts: whole }
}

const same = (a: Settled, b: Settled): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.open.join('\n') === b.open.join('\n'))
