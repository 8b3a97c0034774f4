import { expect, test } from 'vitest'
import type { NodeClaim } from '../../server/model/facts.ts'
import { mergeNodes } from '../../server/model/merge-nodes.ts'
import { globalId } from '../../server/model/node-id.ts'
import { rateTier } from '../../server/model/tier-rules.ts'

const said = (scope: string, more: Partial<NodeClaim>) => ({
  scope,
  node: { id: globalId('it'), kind: 'Resource', type: 'bucket', name: 'it', ...more } as NodeClaim,
  evidence: [],
})

test('a reference that does not count takes no value from the thing itself', () => {
  const merged = mergeNodes([said('one', { stub: true, counts: false }), said('two', { tier: 1 })])
  expect(rateTier(merged)?.tier).toBe(1)
})

test('a crown jewel that an override declares counts, whatever its source says of the type', () => {
  const merged = mergeNodes([said('aws', { counts: false }), said('overrides:us', { tier: 1 })])
  expect(rateTier(merged)?.tier).toBe(1)
})

test('what only describes stays without value beside a reference to it', () => {
  expect(rateTier(mergeNodes([said('aws', { counts: false }), said('two', { stub: true })]))).toBeUndefined()
})

test('where the loudest scope states no tier, the lowest of the next one counts', () => {
  const merged = mergeNodes([said('inventory:us', {}), said('a', { tier: 3 }), said('b', { tier: 0 })])
  expect(merged.tier).toBe(0)
})

test('of two expiries among equals the later one counts, so that no way is hidden', () => {
  const [early, late] = ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']
  expect(mergeNodes([said('a', { expiresAt: early }), said('b', { expiresAt: late })]).expiresAt).toBe(late)
  const overridden = mergeNodes([said('overrides:us', { expiresAt: early }), said('b', { expiresAt: late })])
  expect(overridden.expiresAt).toBe(early)
})
