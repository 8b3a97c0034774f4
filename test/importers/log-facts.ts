import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Importer } from '../../importers/importer.ts'
import { danglingEnds, factsOf } from './facts-of.ts'

/** What a log's fixture comes to, in words: `who → what: action ×count`. It holds the promises that every log makes. */
export async function toldByLog(importer: Importer, folder: string) {
  const names = readdirSync(folder)
  const fixtures = names.filter((name) => name.startsWith('fixture')).sort()
  const scope = names.includes('scope.txt') ? readFileSync(join(folder, 'scope.txt'), 'utf8').trim() : undefined
  const facts = await factsOf(
    importer,
    fixtures.map((name) => join(folder, name)),
    scope === undefined ? {} : { scope },
  )
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage]), 'addresses and values').not.toMatch(
    /CANARY/,
  )
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.edges.flatMap(({ evidence }) => (evidence.length === 0 ? ['no evidence'] : []))).toEqual([])
  const of = (kind: string) => facts.edges.filter(({ edge }) => edge.kind === kind)
  return {
    facts,
    records: facts.records,
    uses: of('USED').map(({ edge }) => {
      const actions = (edge.properties?.['actions'] ?? []) as unknown as { action: string; count: number }[]
      return `${edge.from} → ${edge.to}: ${actions.map(({ action, count }) => `${action} ×${count}`).join(', ')}`
    }),
    behalf: of('DELEGATED').map(({ edge }) => `${edge.from} for ${edge.to}`),
    lastUsed: (id: string) => facts.nodes.find(({ node }) => node.id === id)?.node.lastUsedAt,
    left: facts.notes.skipped.map(({ reason }) => reason),
  }
}
