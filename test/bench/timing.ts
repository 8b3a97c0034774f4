/** Milliseconds. */
export function timed(work: () => unknown): number {
  const from = performance.now()
  work()
  return performance.now() - from
}

/** Milliseconds of all processors: what they say on a machine that others use too. */
export function timedCpu(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

export function quantiles(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (q: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!)
  return {
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    mean_ms: rounded(sorted.reduce((sum, it) => sum + it, 0) / sorted.length),
  }
}

const rounded = (ms: number): number => Number(ms.toFixed(5))

const FEWEST_PASSES = 3
const MOST_PASSES = 60
const WARM_MS = 2_000
const ENOUGH_MS = 10_000

/**
 * Asks everything again until the compiler has seen it, and reports the last time: a server that runs is measured, not
 * one that starts. One pass where that takes long.
 */
export function passes(ask: () => number[]): { times: number[]; first: number[]; count: number } {
  const start = performance.now()
  const spent = () => performance.now() - start
  const first = ask()
  let times = first
  let count = 1
  while (spent() < ENOUGH_MS && (count < FEWEST_PASSES || (spent() < WARM_MS && count < MOST_PASSES))) {
    times = ask()
    count++
  }
  return { times, first, count }
}

export const seconds = (ms: number): number => Number((ms / 1000).toFixed(4))
