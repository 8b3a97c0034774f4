import { expect, test } from 'vitest'
import { fillIn } from './fill-in.ts'
import { tables } from './tables.ts'

const one = new Map([['one', () => '| a |']])

test('a table is written between its markers and nothing else is touched', () => {
  const text = 'before\n<!-- table:one -->\nold\n<!-- /table -->\nafter\n'
  const filled = fillIn(text, one, 'x.md')
  expect(filled).toBe('before\n<!-- table:one -->\n| a |\n<!-- /table -->\nafter\n')
  expect(fillIn(filled, one, 'x.md')).toBe(filled)
})

test('a marker that names no table is refused', () => {
  expect(() => fillIn('<!-- table:two -->\n<!-- /table -->', one, 'x.md')).toThrow('x.md: no table is called two')
})

test('every table has its heading and its rows', () => {
  for (const [name, make] of tables)
    if (name !== 'derivations') expect(make().split('\n').length, name).toBeGreaterThan(2)
})
