import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlowNetwork } from '../../server/analysis/cuts/max-flow.ts'

type Pipe = readonly [from: number, to: number, capacity: number]

/** The cheapest of all ways to part the nodes in two, by trying each: no flow is in it. */
function cheapestParting(size: number, pipes: readonly Pipe[]): number {
  let least = Number.POSITIVE_INFINITY
  for (let side = 1; side < 1 << size; side += 2) {
    if (side & (1 << (size - 1))) continue
    const crossing = pipes.filter(([from, to]) => side & (1 << from) && !(side & (1 << to)))
    least = Math.min(
      least,
      crossing.reduce((sum, [, , capacity]) => sum + capacity, 0),
    )
  }
  return least
}

test('the greatest flow is as large as the cheapest parting, also where flow sent before is taken back', () => {
  const size = 9
  const end = fc.nat(size - 1)
  const pipe = fc.tuple(end, end, fc.integer({ min: 1, max: 3 }))
  fc.assert(
    fc.property(fc.array(pipe, { minLength: 16, maxLength: 40 }), (pipes) => {
      const network = new FlowNetwork()
      for (let i = 0; i < size; i++) network.node()
      for (const [from, to, capacity] of pipes) network.arc(from, to, capacity)
      expect(network.maxFlow(0, size - 1)).toBe(cheapestParting(size, pipes))
    }),
    { numRuns: 2000 },
  )
})
