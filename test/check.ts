// `npm run check`: what must be green at every commit. It stops at the first failure.
import { after, before, report, reportEach, type Step } from './house/steps.ts'
import { runVitest } from './house/vitest-run.ts'

const unitTests: Step = {
  name: 'Unit tests',
  async run() {
    const { passed, failed, skipped } = await runVitest(['unit'])
    if (failed > 0 || passed === 0) throw new Error(`${passed} passed, ${failed} failed`)
    return `${passed} passed, ${skipped.length} skipped`
  },
}

const failed = await reportEach(before)
for (const step of [unitTests, ...after]) if (failed.length === 0 && !(await report(step))) failed.push(step.name)
if (failed.length > 0) {
  console.error(`check failed at: ${failed.join(', ')}`)
  process.exit(1)
}
