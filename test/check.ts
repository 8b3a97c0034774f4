// `npm run check`: what must be green at every commit. It stops at the first failure.
import { after, before, report, type Step } from './house/steps.ts'
import { runVitest } from './house/vitest-run.ts'

const unitTests: Step = {
  name: 'Unit tests',
  async run() {
    const { passed, failed, skipped } = await runVitest(['unit'])
    if (failed > 0 || passed === 0) throw new Error(`${passed} passed, ${failed} failed`)
    return `${passed} passed, ${skipped.length} skipped`
  },
}

for (const step of [...before, unitTests, ...after]) {
  if (await report(step)) continue
  console.error(`check failed at: ${step.name}`)
  process.exit(1)
}
