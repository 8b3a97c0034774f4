/** A node or an edge, by index, and what its removal takes. */
export interface Carrier {
  readonly at: number
  readonly carries: number
}

export interface RankedCarriers<T extends Carrier> {
  /** Largest first. */
  readonly points: readonly T[]
  /** Candidates that were not tried for want of budget: each carries at most `untriedAtMost`. */
  readonly untried: number
  readonly untriedAtMost: number
}

/**
 * Those that carry most, each tried, in the order of what they carry at most: until no other can carry more than the
 * least that is told, or the budget ends.
 */
export function carryingMost<T extends Carrier>(
  atMost: ReadonlyMap<number, number>,
  tried: (at: number) => { readonly point: T; readonly visited: number },
  { limit, budget }: { readonly limit: number; readonly budget: number },
): RankedCarriers<T> {
  const candidates = [...atMost].sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b)
  let points: T[] = []
  let left = budget
  for (const [i, [at, most]] of candidates.entries()) {
    if (points.length === limit && (limit === 0 || most <= points[limit - 1]!.carries)) break
    if (left <= 0) return { points, untried: candidates.length - i, untriedAtMost: most }
    const { point, visited } = tried(at)
    left -= Math.max(1, visited)
    if (point.carries <= 0) continue
    points = [...points, point].sort((a, b) => b.carries - a.carries || a.at - b.at).slice(0, limit)
  }
  return { points, untried: 0, untriedAtMost: 0 }
}
