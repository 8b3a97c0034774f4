// `npm run docs`: writes the tables between their markers, and the API's description. With --check it only says which are out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from '../../server/api/openapi-document.ts'
import { root, sourceFiles } from '../house/source-files.ts'
import { fillIn } from './fill-in.ts'
import { tables } from './tables.ts'

const check = process.argv.includes('--check')
const stale: string[] = []
function write(file: string, before: string, after: string): void {
  if (after === before) return
  stale.push(file)
  if (!check) writeFileSync(join(root, file), after)
}

for (const file of sourceFiles(/^[^/]*\.md$/)) {
  const before = readFileSync(join(root, file), 'utf8')
  write(file, before, fillIn(before, tables, file))
}
const openApi = 'server/api/openapi.json'
const described = existsSync(join(root, openApi)) ? readFileSync(join(root, openApi), 'utf8') : ''
write(openApi, described, await openApiDocument())

if (!check) console.log(stale.length > 0 ? `written: ${stale.join(', ')}` : 'nothing has changed')
else if (stale.length > 0) {
  console.error(`out of date: ${stale.join(', ')}. Run \`npm run docs\` and commit what it writes.`)
  process.exit(1)
}
