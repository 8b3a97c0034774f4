import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** What needs a real server, a real browser or a kill signal has a project of its own; the rest is `unit`. */
const neo4j = ['neo4j/**/*.test.ts', '**/*neo4j*.test.ts']
const browser = ['browser/**/*.test.ts']
/** Kills, and the longest sweeps: `npm test` runs them, `npm run check` does not wait for them. */
const faults = ['faults/**/*.test.ts', 'hostile/values.test.ts', 'hostile/graphs.test.ts', 'bench/made/**/*.test.ts']

const project = (
  name: string,
  groupOrder: number,
  include: string[],
  exclude: string[],
  { oneByOne = true, globalSetup = [] as string[] } = {},
) => ({
  extends: true as const,
  test: {
    name,
    include,
    exclude: [...exclude, '**/node_modules/**'],
    globalSetup,
    sequence: { groupOrder },
    // They may share one server, and a busy machine must not decide what a test finds.
    ...(oneByOne ? { fileParallelism: false } : {}),
  },
})

export default defineConfig({
  cacheDir: '../node_modules/.vite',
  test: {
    root: import.meta.dirname,
    // Ends what hangs; how long a test may take is no promise of it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      project('unit', 0, ['**/*.test.ts'], [...neo4j, ...browser, ...faults], { oneByOne: false }),
      project('faults', 1, faults, []),
      project('neo4j', 2, neo4j, [...browser, ...faults], {
        globalSetup: [join(import.meta.dirname, 'neo4j/global-setup.ts')],
      }),
      project('browser', 3, browser, [], { globalSetup: [join(import.meta.dirname, 'browser/global-setup.ts')] }),
    ],
  },
})
