import { expect, test } from 'vitest'
import { compiled, draw } from '../draw.ts'

/** Both ways round, since the order of imports must decide nothing. */
async function nodesOf(...lines: readonly string[]) {
  const graphs = [await compiled(draw(...lines)), await compiled(draw(...lines.toReversed()))]
  return graphs.map(({ nodes }) => [...nodes.ids])
}

test('a chain of equal things is one thing, called by its last id', async () => {
  expect(await nodesOf('a -SAME_AS-> b', 'b -SAME_AS-> c')).toEqual([['c'], ['c']])
})

test('a thing said to equal two others is one with both', async () => {
  const [first, second] = await nodesOf('a -SAME_AS-> b', 'a -SAME_AS-> c')
  expect(first).toHaveLength(1)
  expect(second).toEqual(first)
})

test('a ring of equal things is one thing', async () => {
  const [first, second] = await nodesOf('a -SAME_AS-> b', 'b -SAME_AS-> a')
  expect(first).toHaveLength(1)
  expect(second).toEqual(first)
})
