import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { importers } from '../../importers/index.ts'
import { derivations } from '../../server/derive/index.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { nodeKinds } from '../../server/model/kinds.ts'
import { scoreTable } from '../../server/model/score-table.ts'
import { root, sourceFiles } from './source-files.ts'

/** The values that a list takes in, by the modules that export them. */
async function declared(files: readonly string[], isUnit: (value: object) => boolean): Promise<Map<string, object[]>> {
  const found = new Map<string, object[]>()
  for (const file of files) {
    const module = (await import(join(root, file))) as Record<string, unknown>
    const units = Object.values(module).filter((it) => typeof it === 'object' && it !== null && isUnit(it))
    if (units.length > 0) found.set(file, units as object[])
  }
  return found
}

const unlisted = (found: Map<string, object[]>, list: Iterable<object>) => {
  const listed = new Set(list)
  return [...found].filter(([, units]) => !units.every((unit) => listed.has(unit))).map(([file]) => file)
}

const twice = (ids: readonly string[]) => ids.filter((id, i) => ids.indexOf(id) !== i)

test('every file of an edge kind is listed, under a name of its own', async () => {
  const files = sourceFiles(/^server\/edges\/.*\.ts$/).filter((it) => !/\/(index|edge-kind)\.ts$/.test(it))
  const found = await declared(files, (it) => 'crossings' in it)
  expect(unlisted(found, edgeKinds.values())).toEqual([])
  expect(found.size).toBe(files.length)
  expect(found.size).toBe(edgeKinds.size)
  for (const [file, [unit]] of found)
    expect((unit as { kind: string }).kind).toBe(basename(file, '.ts').toUpperCase().replaceAll('-', '_'))
})

test('an edge kind joins kinds of node that exist, at an ease that the score table has', () => {
  for (const { kind, from, to, crossings, crossingsByKey } of edgeKinds.values()) {
    const ends = [from, to].flatMap((end) => (end === 'any' ? [] : end))
    expect(nodeKinds, kind).toEqual(expect.arrayContaining(ends))
    for (const { ease, easeAtStart } of [...crossings, ...(crossingsByKey?.values() ?? [])].flat()) {
      expect(scoreTable.ease, kind).toHaveProperty(ease)
      if (easeAtStart) expect(scoreTable.ease, kind).toHaveProperty(easeAtStart)
    }
  }
})

test('an edge kind speaks to its reader in whole sentences', () => {
  for (const { kind, means, cutBy, says } of edgeKinds.values()) {
    for (const sentence of [means, cutBy]) expect(sentence, kind).toMatch(/^[A-Z].*\.$/)
    expect(says, kind).toMatch(/\{from\}.*\{to\}/)
  }
})

test('every derivation is listed once, adds edges that are declared, and says what it does', async () => {
  const found = await declared(sourceFiles(/^server\/derive\/.+\/.*\.ts$/), (it) => 'derive' in it && 'adds' in it)
  expect(unlisted(found, derivations)).toEqual([])
  expect(twice(derivations.map(({ id }) => id))).toEqual([])
  for (const { id, adds, says, reads } of derivations) {
    expect([...edgeKinds.keys()], id).toEqual(expect.arrayContaining([...adds]))
    expect([...edgeKinds.keys()], id).toEqual(expect.arrayContaining([...(reads.edges ?? [])]))
    expect(says, id).toMatch(/^[A-Z].*\.$/)
  }
})

test('every importer is listed under its own name', async () => {
  const files = sourceFiles(/^importers\/.*\.ts$/).filter((it) => !/^importers\/(index|importer)\.ts$/.test(it))
  const found = await declared(files, (it) => 'source' in it && 'sniff' in it && 'open' in it)
  expect(unlisted(found, importers.values())).toEqual([])
  const listed = [...found.values()].flat() as { source: string }[]
  expect(twice(listed.map(({ source }) => source))).toEqual([])
  expect(importers.size).toBe(listed.length)
})

test.for([...importers.keys()])('%s has a page, a fixture and a test', (source) => {
  const [page] = sourceFiles(new RegExp(`^importers/${source}(\\.md|/.*\\.md)$`))
  expect(page, 'a page for whoever holds such a file').toBeDefined()
  const beside = sourceFiles(new RegExp(`^test/importers/${source}/`))
  expect(beside, 'a fixture').toContainEqual(expect.stringMatching(/\/fixture[.-][^/]+$/))
  expect(beside, 'a test').toContainEqual(expect.stringMatching(/\.test\.ts$/))
})

test('every finding is listed under an id of its own', async () => {
  const list = join(root, 'server/findings/index.ts')
  const files = sourceFiles(/^server\/findings\/.*\.ts$/).filter((it) => it !== 'server/findings/index.ts')
  if (!existsSync(list)) return expect(files).toEqual([])
  const { findings } = (await import(list)) as { findings: Iterable<{ id: string }> }
  const found = await declared(files, (it) => 'find' in it && 'severity' in it)
  expect(unlisted(found, findings)).toEqual([])
  expect(twice([...findings].map(({ id }) => id))).toEqual([])
})
