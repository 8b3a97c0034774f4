import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { importers } from '../../importers/index.ts'
import { ambit } from './run-ambit.ts'

test('the sources that read another tool’s Neo4j come with the queries to run there, whole', async () => {
  const told = await ambit().run(['sources'])
  expect([told.code, told.err]).toEqual([0, ''])
  const queries = [...importers.values()].flatMap((importer) => importer.queries ?? [])
  expect(queries).toContain('cartography-identities')
  const printed = told.out.split('\n').map((line) => line.trim())
  for (const query of queries) {
    const text = readFileSync(new URL(`../../cypher/queries/${query}.cypher`, import.meta.url), 'utf8')
    const lines = text
      .trim()
      .split('\n')
      .map((line) => line.trim())
    const start = printed.indexOf(lines[0]!)
    expect(printed.slice(start, start + lines.length)).toEqual(lines)
  }
})
