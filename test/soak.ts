import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

// `npm run soak`: the fault tests at their full length, 200 kills of an import where a usual run
// does 20, and 20 of the database server where it does 2.

const { status } = spawnSync(
  process.execPath,
  [
    join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    join(import.meta.dirname, 'vitest.config.ts'),
    '--project',
    'faults',
    '--project',
    'neo4j',
    '--testTimeout',
    '3600000',
  ],
  { env: { ...process.env, AMBIT_KILLS: '200', AMBIT_SERVER_KILLS: '20' }, stdio: 'inherit' },
)
process.exit(status ?? 1)
