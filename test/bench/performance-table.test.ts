import { expect, test } from 'vitest'
import { fillInMeasured, performanceTable } from './performance-table.ts'
import type { Measured } from './yardstick.ts'

const lines = (of: Record<string, Measured>) => new Map(Object.entries(of))
const asked = { p50_ms: 0.0046, p99_ms: 12.34 }
const ours = { J1: asked, J2: { s: 1.26 }, J3: asked, J3y: asked, J4: asked }
const loaded = { J5: { s: 0.2, nodes: 100_000, checksum: 850_000 }, J5named: { s: 0.6 } }
const plain = lines({ ...loaded, ...ours })
const full = lines({ J5: { s: 0.3 }, ...ours })
const theirs = { p50_ms: 0.0023, p99_ms: 0.1 }
const limit = lines({ J5: { load_s: 0.05 }, J1: theirs, J2hub: { s: 0.5 }, J3: theirs, J3y: theirs, J4: theirs })
const day = new Date('2026-11-25')

test('the table tells what each job took, and how many times the yardstick that is', () => {
  const table = performanceTable([{ says: 'one core', plain, full, limit, differences: [] }], day)
  expect(table).toMatch(/^On 25 November 2026, \d+ cores and \d+ GiB:\n\n\| estate \|/)
  const [, , plainly, fully] = table.split('\n').slice(2)
  const each = '0.0046 / 12 ms (×2 / ×123)'
  expect(plainly).toBe(
    `| one core: 100,000 nodes, 850,000 edges | plain | 0.2 s (×4); string ids 0.6 s (×12) | ${each} | 1.3 s (×2.5) | ${each} | ${each} | ${each} |`,
  )
  expect(fully).toBe('|  | full | 0.3 s | 0.0046 / 12 ms | 1.3 s | 0.0046 / 12 ms | 0.0046 / 12 ms | 0.0046 / 12 ms |')
})

test('without a yardstick it tells no ratios', () => {
  const table = performanceTable([{ says: 'one core', plain, full, limit: undefined, differences: [] }], day)
  expect(table).not.toContain('×')
})

test('what was measured stands between its markers, and nowhere else', () => {
  const before = 'a\n<!-- measured:core -->\nold\n<!-- /measured -->\nb'
  expect(fillInMeasured(before, 'costs $& and $1')).toBe(
    'a\n<!-- measured:core -->\ncosts $& and $1\n<!-- /measured -->\nb',
  )
  expect(() => fillInMeasured('a', 'new')).toThrow(/no place marked/)
})
