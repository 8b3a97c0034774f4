import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import configuration from '../../.dependency-cruiser.mjs'
import { root, sourceFiles } from './source-files.ts'

export interface ImportCheck {
  readonly modules: readonly string[]
  /** One line a breach, with the sentence that says why. */
  readonly breaches: readonly string[]
}

/** Reads every import below `baseDir` and holds it against the rules. */
export async function checkImports(baseDir: string): Promise<ImportCheck> {
  const { options, forbidden } = configuration
  const folders = ['server', 'importers', 'web', 'test'].filter((folder) => existsSync(join(baseDir, folder)))
  const asked = { ...options, baseDir, validate: true, ruleSet: { forbidden } } as unknown as ICruiseOptions
  const { output } = await cruise(folders, asked)
  const { modules, summary } = output as ICruiseResult
  return {
    modules: modules.map(({ source }) => source),
    breaches: summary.violations.map(
      ({ from, to, rule }) =>
        `${from} imports ${to} (rule "${rule.name}"): ${forbidden.find(({ name }) => name === rule.name)?.comment}`,
    ),
  }
}

/** Reading nothing would look like obeying everything, so the list is held against git's. */
export async function checkOwnImports(): Promise<string> {
  const { modules, breaches } = await checkImports(root)
  const files = sourceFiles(/^(server|importers|web|test)\/.*\.tsx?$/)
  const read = new Set(modules)
  const missed = files.filter((file) => !read.has(file) && !file.includes('/fixtures/'))
  if (modules.length === 0) throw new Error('dependency-cruiser read 0 modules: TypeScript must stay on 6.0.x')
  if (missed.length > 0) throw new Error(`dependency-cruiser did not read:\n${missed.join('\n')}`)
  if (breaches.length > 0) throw new Error(breaches.join('\n'))
  return `${files.length} modules`
}
