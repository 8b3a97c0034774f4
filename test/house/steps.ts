import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { checkBundleSize } from './bundle-size.ts'
import { run } from './command.ts'
import { checkOwnImports } from './import-rules.ts'
import { root } from './source-files.ts'

/** One static check. It throws when it fails, and may answer with a word on what it saw. */
export interface Step {
  readonly name: string
  readonly run: () => Promise<string | undefined>
}

/** A step that is a command of its own: its output says what is wrong. */
const command = (name: string, tool: string, ...args: readonly string[]): Step => ({
  name,
  async run() {
    const exitCode = await run(tool, args)
    if (exitCode !== 0) throw new Error(`\`${[tool, ...args].join(' ')}\` left with ${exitCode}`)
    return undefined
  },
})

const web = existsSync(join(root, 'web/tsconfig.json'))

/** Before the unit tests; what takes longest begins first, so that nothing waits for it in the end. */
export const before: readonly Step[] = [
  command('Types', 'tsc', '-p', '.'),
  command('Format and lint', 'biome', 'check', '--error-on-warnings', '.'),
  ...(web ? [command('Types of the page', 'tsc', '-p', 'web')] : []),
  { name: 'Import rules', run: checkOwnImports },
  command('Unused code', 'knip'),
]

/** After them. */
export const after: readonly Step[] = [
  command('Generated documents', 'node', 'test/docs/generate.ts', '--check'),
  ...(web
    ? [
        command('Build of the page', 'vite', 'build', '--logLevel', 'warn', 'web'),
        { name: 'Weight of the page', run: async () => checkBundleSize() },
      ]
    : []),
]

/** Runs a step, prints what came of it and how long it took, and answers whether it passed. */
export async function report({ name, run: check }: Step): Promise<boolean> {
  const start = performance.now()
  const line = (mark: string, note: string) =>
    console.log(`${mark} ${name.padEnd(22)} ${((performance.now() - start) / 1000).toFixed(1)} s  ${note}`)
  try {
    line('✓', (await check()) ?? '')
    return true
  } catch (error) {
    line('✗', '')
    console.error(error instanceof Error ? error.message : error)
    return false
  }
}

/** Two at a time, as most of them use one core. After a failure no other begins; answers the names of what failed. */
export async function reportEach(steps: readonly Step[]): Promise<string[]> {
  const line = [...steps]
  const failed: string[] = []
  async function work(): Promise<void> {
    for (let step = line.shift(); step && failed.length === 0; step = line.shift())
      if (!(await report(step))) failed.push(step.name)
  }
  await Promise.all([work(), work()])
  return failed
}
