// `npm test`: every test this machine can run. With CI=true the static checks count too, and a skipped store or
// browser is a failure.

import { sourceFiles } from './house/source-files.ts'
import { after, before, report } from './house/steps.ts'
import type { Skipped } from './house/tally.ts'
import { runVitest } from './house/vitest-run.ts'

const ci = process.env['CI'] === 'true'
const neededInCi = ['neo4j', 'browser', 'faults']

let passed = 0
let failed = 0
if (ci) for (const step of [...before, ...after]) (await report(step)) ? passed++ : failed++

const tally = await runVitest(['unit', 'neo4j', 'browser', 'faults'])
passed += tally.passed
failed += tally.failed

const unseen = sourceFiles(/^test\/.*\.test\.tsx?$/).filter((file) => !tally.files.includes(file))
for (const file of unseen) console.error(`FAILED ${file}: Vitest did not run it`)
failed += unseen.length

const refused = tally.skipped.filter(({ project }) => ci && neededInCi.includes(project))
const skipped = tally.skipped.filter((test) => !refused.includes(test))
failed += refused.length
list('FAILED, because it was skipped in CI', refused)
list('SKIPPED', skipped)

if (skipped.length > 0) console.log(`${skipped.length} skipped`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)

function list(heading: string, tests: readonly Skipped[]): void {
  for (const [place, of] of Map.groupBy(tests, ({ file, why }) => (why ? `${file}: ${why}` : file)))
    console.log(`${heading}: ${of.length} in ${place}`)
}
