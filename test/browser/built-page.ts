import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../house/command.ts'
import { root, sourceFiles } from '../house/source-files.ts'

/** Builds the page unless what was built is newer than everything it is made from. */
export async function buildPage(): Promise<void> {
  const built = join(root, 'web/dist/index.html')
  const since = existsSync(built) ? statSync(built).mtimeMs : 0
  const sources = sourceFiles(/^(web\/|server\/api\/contract\.ts$|package-lock\.json$)/)
  if (sources.every((file) => statSync(join(root, file)).mtimeMs < since)) return
  const exitCode = await run('vite', ['build', '--logLevel', 'warn', 'web'])
  if (exitCode !== 0) throw new Error(`The page could not be built: vite left with ${exitCode}.`)
}
