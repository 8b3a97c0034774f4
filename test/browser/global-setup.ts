import type { TestProject } from 'vitest/node'
import { buildPage } from './built-page.ts'
import { chromiumPath } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly chromium: string | undefined
  }
}

/** The page is built once for all tests in a browser. In CI there must be one. */
export default async function browserForTheRun(project: TestProject): Promise<void> {
  const path = chromiumPath()
  project.provide('chromium', path)
  if (path !== undefined) return buildPage()
  const skipped = 'SKIPPED: the tests in a browser, because no Chromium is in the path and CHROMIUM_PATH names none.'
  if (process.env['CI'] === 'true') throw new Error(skipped)
  process.stderr.write(`${skipped}\n`)
}
