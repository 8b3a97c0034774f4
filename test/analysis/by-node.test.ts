import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MOST_AT_ONCE, placesByNode } from '../../server/analysis/by-node.ts'

test('states come in the order of their nodes, however large the numbers are and whatever was asked before', () => {
  const node = fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(2 ** 32 - 1))
  const drawn = fc.uniqueArray(node, { maxLength: 400 })
  const ordered = fc.property(drawn, (nodes) => {
    const nodeOf = Uint32Array.from(nodes)
    const states = Uint32Array.from(nodes, (_, state) => nodes.length - 1 - state)
    const places = [...placesByNode(states, states.length, nodeOf).subarray(0, states.length)]
    expect(places.map((place) => nodes[states[place]!])).toEqual(nodes.toSorted((a, b) => a - b))
  })
  fc.assert(ordered, { numRuns: 1_000 })
})

test('as many states as are put in order at once are all there', () => {
  const nodeOf = Uint32Array.from({ length: MOST_AT_ONCE }, (_, i) => (i * 2_654_435_761) >>> 0)
  const states = Uint32Array.from(nodeOf, (_, state) => state)
  const places = [...placesByNode(states, MOST_AT_ONCE, nodeOf)]
  expect(new Set(places).size).toBe(MOST_AT_ONCE)
  expect(places.map((place) => nodeOf[place]!)).toEqual([...nodeOf].sort((a, b) => a - b))
})
