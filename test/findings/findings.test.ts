import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findings } from '../../server/answers/findings.ts'
import { findings as rules } from '../../server/findings/index.ts'
import { bandOf, moved } from '../../server/findings/severity.ts'
import type { NodeClaim } from '../../server/model/facts.ts'
import { compiled, draw } from '../draw.ts'

/** A truth table: the drawing, what its nodes say beside it, and `severity subject` of each finding expected. */
interface Case {
  readonly name: string
  readonly graph: readonly string[]
  readonly nodes?: Readonly<Record<string, Partial<NodeClaim>>>
  readonly finds?: readonly string[]
  readonly notAssessed?: true
}

const folder = join(import.meta.dirname, '..', 'cases', 'findings')
const asOf = new Date('2026-11-01T00:00:00Z')
const nothing = { nodes: async function* () {}, edges: async function* () {}, files: async () => [] }

for (const file of readdirSync(folder)) {
  const rule = file.replace('.json', '')
  const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Case[]
  describe(rule, () => {
    test.each(cases)('$name', async ({ graph: lines, nodes: said = {}, finds = [], notAssessed = false }) => {
      const drawing = draw(...lines)
      const graph = await compiled({
        ...drawing,
        nodes: drawing.nodes.map((node) => ({ ...node, ...said[node.id] })),
      })
      const answer = await findings({ graph, snapshot: nothing }, { rule, asOf })
      expect(answer.notAssessed.length > 0).toBe(notAssessed)
      expect(answer.findings.map(({ severity, subject }) => `${severity} ${subject.name}`)).toEqual(finds)
    })

    test('has a case that fires and a near miss that does not', () => {
      expect(cases.some(({ finds = [] }) => finds.length > 0)).toBe(true)
      expect(cases.some(({ finds = [], notAssessed }) => finds.length === 0 && !notAssessed)).toBe(true)
    })
  })
}

test('every rule has its truth table', () => {
  expect(readdirSync(folder).sort()).toEqual(rules.map(({ id }) => `${id}.json`).sort())
})

test('a band never leaves its ends', () => {
  expect([bandOf(60), bandOf(59.9), bandOf(25), bandOf(5), bandOf(4.9)]).toEqual([
    'critical',
    'high',
    'high',
    'medium',
    'low',
  ])
  expect([moved('critical', 1), moved('low', -1), moved('medium', 1)]).toEqual(['critical', 'low', 'high'])
})
