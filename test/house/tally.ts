import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { root } from './source-files.ts'

export interface Skipped {
  readonly project: string
  readonly file: string
  readonly name: string
  /** Empty where the test itself gives no reason; its file then prints one. */
  readonly why: string
}

/** What a run of the tests came to, as numbers that can be trusted. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly Skipped[]
  readonly files: readonly string[]
}

/**
 * Counts a file that did not load, a crashed worker, a broken hook and a test without an end as failures: none of
 * them shows up as a failed test.
 */
export function tally(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Tally {
  let passed = 0
  let failed = unhandled.length
  const skipped: Skipped[] = []
  for (const module of modules) {
    const file = relative(root, module.moduleId)
    let broken = false
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') passed++
      else if (result.state === 'skipped') {
        const why = result.note ?? ''
        skipped.push({ project: module.project.name, file, name: test.fullName, why })
      } else {
        failed++
        broken = true
      }
    }
    if (module.state() !== 'passed' && module.state() !== 'skipped' && !broken) failed++
  }
  return { passed, failed, skipped, files: modules.map(({ moduleId }) => relative(root, moduleId)) }
}

/** Writes the tally to the file that `AMBIT_TALLY` names, for the process that started this one. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env['AMBIT_TALLY']
    if (file) writeFileSync(file, JSON.stringify(tally(modules, unhandled)))
  }
}
