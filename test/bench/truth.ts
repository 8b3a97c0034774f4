import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Lab } from './truth/lab.ts'
import { type LabScore, scoreLab } from './truth/labs.ts'
import { type RowScore, type Rows, scoreRows } from './truth/rows.ts'

// `npm run bench:truth -- <folder>`: every labelled AWS case under the folder, asked of the shipped product: recall,
// false administrators, and the paths of benign twins, which must have none. One JSON object; it fails below 98 %.

const NOW = new Date('2026-06-01T00:00:00Z')
const folder = process.argv[2]
if (folder === undefined) {
  process.stderr.write('usage: npm run bench:truth -- <folder with truth.json or *.truth.json>\n')
  process.exit(2)
}

const labs: LabScore[] = []
const rows: RowScore[] = []
let skipped = 0
for (const name of readdirSync(resolve(folder), { recursive: true, encoding: 'utf8' }).sort()) {
  if (!/(^|[/.\\])truth\.json$/.test(name)) continue
  const file = join(resolve(folder), name)
  const truth = JSON.parse(readFileSync(file, 'utf8')) as readonly Lab[] | Rows
  if ('rows' in truth) {
    const score = await scoreRows(file, truth, NOW)
    if (score !== undefined) rows.push(score)
    else skipped++
    continue
  }
  for (const lab of truth) {
    const score = await scoreLab(lab, file, NOW)
    if (score !== undefined) labs.push(score)
    else skipped++
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, it) => total + it, 0)
const goals = sum(labs.map((it) => it.goals))
const reached = goals - sum(labs.map(({ missed }) => missed.length))
const labels = sum(rows.map((it) => it.labels))
const right = sum(rows.map((it) => it.right))
const recall = goals + labels === 0 ? 0 : (reached + right) / (goals + labels)
const falseAdministrators = [
  ...labs.flatMap(({ scenario, falseAdministrators: found }) => found.map((id) => `${id} in ${scenario}`)),
  ...rows.flatMap(({ file, falseAdministrators: found }) => found.map((name) => `${name} in ${basename(file)}`)),
]
const twinsWithPath = labs.flatMap((it) => it.twinsWithPath.map((twin) => `${it.scenario}, ${twin}`))
const answer = {
  recall,
  scenarios: { count: labs.length, goals, reached, skipped },
  labels: { count: labels, right, wrong: rows.flatMap(({ wrong }) => wrong) },
  unexplained: rows.flatMap(({ unexplained }) => unexplained),
  falseAdministrators,
  missed: labs.flatMap(({ scenario, missed }) => missed.map((goal) => `${goal} in ${scenario}`)),
  byExpectedStep: {
    count: labs.filter((it) => it.byExpectedStep !== undefined).length,
    otherwise: labs.filter((it) => it.byExpectedStep === false).map(({ scenario }) => scenario),
  },
  twins: { count: sum(labs.map((it) => it.twins)), withPath: twinsWithPath },
}
console.log(JSON.stringify(answer, null, 2))
if (recall < 0.98 || falseAdministrators.length > 0 || twinsWithPath.length > 0) process.exitCode = 1
