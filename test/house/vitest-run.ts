import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './command.ts'
import type { Tally } from './tally.ts'

/** Runs the named Vitest projects in a process of their own; without a trustworthy tally, that is one failure. */
export async function runVitest(projects: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-tally-'))
  const file = join(folder, 'tally.json')
  try {
    const chosen = projects.flatMap((name) => ['--project', name])
    const reporters = ['--reporter=dot', '--reporter=./test/house/tally.ts']
    const args = ['run', '--config', 'test/vitest.config.ts', ...reporters, ...chosen]
    const exitCode = await run('vitest', args, { AMBIT_TALLY: file })
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], files: [] }
    const tally = JSON.parse(readFileSync(file, 'utf8')) as Tally
    return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
  } finally {
    rmSync(folder, { recursive: true })
  }
}
