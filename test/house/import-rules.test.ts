import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { rows } from '../../.dependency-cruiser.mjs'
import { checkImports } from './import-rules.ts'
import { sourceFiles } from './source-files.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A project of these files alone, each with the imports given, and what the rules say of it. */
async function planted(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-imports-'))
  folders.push(folder)
  for (const [file, text] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const { modules, breaches } = await checkImports(folder)
  expect(modules.length).toBeGreaterThan(0)
  return breaches
}

const forbidden: readonly (readonly [from: string, to: string])[] = [
  ['server/model/facts.ts', 'server/store/store.ts'],
  ['server/edges/holds.ts', 'server/graph/compile.ts'],
  ['server/derive/aws/assume.ts', 'server/graph/compile.ts'],
  ['server/graph/compile.ts', 'server/analysis/reach.ts'],
  ['server/analysis/reach.ts', 'server/store/store.ts'],
  ['server/findings/unowned.ts', 'server/api/app.ts'],
  ['server/export/csv.ts', 'server/store/sqlite-store.ts'],
  ['server/answers/radius.ts', 'server/api/contract.ts'],
  ['importers/okta.ts', 'server/store/store.ts'],
  ['importers/gitleaks.ts', 'importers/trufflehog.ts'],
  ['importers/gitleaks/file.ts', 'importers/trufflehog/file.ts'],
  ['server/store/sqlite-store.ts', 'server/edges/index.ts'],
  ['server/intake/import-files.ts', 'server/store/sqlite-store.ts'],
  ['server/access/token.ts', 'server/api/app.ts'],
  ['server/api/app.ts', 'server/store/open-store.ts'],
  ['server/api/app.ts', 'server/cli/radius.ts'],
  ['server/cli/radius.ts', 'server/store/open-store.ts'],
  ['web/main.ts', 'server/model/facts.ts'],
  ['web/main.ts', 'server/api/contract.ts'],
  ['server/main.ts', 'test/draw.ts'],
]

test.each(forbidden)('an import of the wrong kind is caught: %s ← %s', async (from, to) => {
  const up = '../'.repeat(from.split('/').length - 1)
  const breaches = await planted({
    [from]: `import { x } from '${up}${to}'\nconsole.log(x)`,
    [to]: 'export const x = 1',
  })
  expect(breaches).not.toEqual([])
  expect(breaches.join('\n')).toMatch(new RegExp(`${from} imports ${to} .*\\.$`, 'm'))
})

const welcome: readonly (readonly [from: string, to: string])[] = [
  ['server/api/app.ts', 'server/answers/radius.ts'],
  ['importers/gitleaks/file.ts', 'importers/gitleaks/shape.ts'],
  ['importers/gitleaks.ts', 'importers/leaked-copy.ts'],
  ['importers/okta.ts', 'importers/importer.ts'],
  ['importers/index.ts', 'importers/okta.ts'],
  ['server/cli/main.ts', 'server/store/open-store.ts'],
  ['server/intake/import-files.ts', 'server/store/store.ts'],
]

test.each(welcome)('an import that the design has is let through: %s ← %s', async (from, to) => {
  const up = '../'.repeat(from.split('/').length - 1)
  expect(
    await planted({ [from]: `import { x } from '${up}${to}'\nconsole.log(x)`, [to]: 'export const x = 1' }),
  ).toEqual([])
})

test('the page may name the types of the contract, and no value of it', async () => {
  const contract = { 'server/api/contract.ts': 'export interface X { readonly x: 1 }' }
  const page = "import type { X } from '../server/api/contract.ts'\nexport const x: X = { x: 1 }"
  expect(await planted({ ...contract, 'web/main.ts': page })).toEqual([])
})

test('a circle of imports is caught', async () => {
  const circle = { 'server/model/a.ts': "import './b.ts'", 'server/model/b.ts': "import './a.ts'" }
  expect((await planted(circle)).join()).toContain('no cycles')
})

test('an importer that opens a file is caught', async () => {
  expect((await planted({ 'importers/okta.ts': "import 'node:fs'" })).join()).toContain('importers: no reach')
})

test('every folder of the server has its row', () => {
  const folderOf = (file: string) => /^server\/([^/]+\/|[^/]+\.ts)/.exec(file)![0]
  const listed = rows.map(({ folder }) => folder)
  expect([...new Set(sourceFiles(/^server\/.*\.ts$/).map(folderOf))].filter((it) => !listed.includes(it))).toEqual([])
})
