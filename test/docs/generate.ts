// `npm run docs`: writes the tables between their markers. With --check it only says which are out of date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, sourceFiles } from '../house/source-files.ts'
import { fillIn } from './fill-in.ts'
import { tables } from './tables.ts'

const check = process.argv.includes('--check')
const stale: string[] = []
for (const file of sourceFiles(/^[^/]*\.md$/)) {
  const before = readFileSync(join(root, file), 'utf8')
  const after = fillIn(before, tables, file)
  if (after === before) continue
  stale.push(file)
  if (!check) writeFileSync(join(root, file), after)
}

if (!check) console.log(stale.length > 0 ? `written: ${stale.join(', ')}` : 'nothing has changed')
else if (stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}. Run \`npm run docs\` and commit what it writes.`)
  process.exit(1)
}
