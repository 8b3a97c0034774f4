/** Milliseconds. */
export function timed(work: () => unknown): number {
  const from = performance.now()
  work()
  return performance.now() - from
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
