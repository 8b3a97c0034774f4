import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished, type TestContext, test } from 'vitest'
import { readOrCreateKey } from '../../server/access/home.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import { type Running, serve } from '../../server/main.ts'
import { openStore } from '../../server/store/open-store.ts'
import { launchChromium } from './chromium.ts'

export interface OpenOptions extends Pick<BrowserContextOptions, 'colorScheme' | 'viewport'> {
  /** Where to go on the server; the printed address by default. */
  readonly at?: string
  /** Console errors that belong to the test, such as a refused request. */
  readonly expected?: RegExp
}

export interface Ambit extends Running {
  readonly origin: string
  /** Asks the API as the page does, for comparing. */
  ask<T>(path: string, body?: unknown): Promise<T>
}

interface Imported {
  readonly source: string
  readonly text: string
}

/** The real server on a home of its own, which lasts for the file: with the demo estate, nothing, or what is imported. */
export async function startAmbit(holding: 'demo' | 'nothing' | Imported = 'demo'): Promise<Ambit> {
  const home = await mkdtemp(join(tmpdir(), 'ambit-home-'))
  const url = `sqlite:${join(home, 'graph.db')}`
  if (typeof holding === 'object') {
    const file = join(home, 'export.json')
    await writeFile(file, holding.text)
    const store = await openStore(url)
    const fingerprintKey = readOrCreateKey(home, 'fingerprint.key')
    const files = await filesAt([file])
    await importFiles(store, { source: holding.source, files }, { fingerprintKey, now: new Date() })
    await store.close()
  }
  const running = await serve({
    store: url,
    port: 0,
    demo: holding === 'demo',
    env: { AMBIT_HOME: home },
    say: () => undefined,
  })
  const [origin, token] = running.address.split('/#t=') as [string, string]
  return {
    ...running,
    origin,
    async ask<T>(path: string, body?: unknown) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const asked = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
      const answer = await fetch(`${origin}/api/v1${path}`, asked)
      expect(answer.status).toBe(200)
      return (await answer.json()) as T
    },
    async close() {
      await running.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

export type Open = (options?: OpenOptions) => Promise<Page>
/** A browser on a busy machine takes its time; what hangs is named by its own, shorter wait. */
const SLOWEST = 120_000
type Body = (open: Open, ambit: Ambit, context: TestContext) => Promise<void>

/** A file's server and browser, and the tests on them; every page must end without an error, a dialog or a CSP report. */
export function inBrowser(start: () => Promise<Ambit>): (name: string, body: Body) => void {
  const executable = inject('chromium')
  let ambit: Ambit
  let browser: Browser | undefined
  beforeAll(async () => {
    if (executable === undefined) return
    ambit = await start()
    browser = await launchChromium(executable)
  })
  afterAll(async () => {
    await browser?.close()
    await ambit?.close()
  })
  return (name, body) =>
    test(name, { timeout: SLOWEST }, async (context) => {
      if (!browser) return context.skip('there is no Chromium; CHROMIUM_PATH names one')
      const running = browser
      await body((options) => openPage(running, ambit, options), ambit, context)
    })
}

async function openPage(browser: Browser, ambit: Ambit, { at, expected, ...look }: OpenOptions = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1440, height: 900 }, ...look })
  const page = await context.newPage()
  // Shorter than a test may take, so that a failure names what was waited for.
  page.setDefaultTimeout(12_000)
  const wrong: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected?.test(message.text())) wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('dialog', (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.addInitScript({
    content: `addEventListener('securitypolicyviolation', (it) => console.error('CSP: ' + it.violatedDirective))`,
  })
  onTestFinished(async () => {
    await context.close()
    expect(wrong).toEqual([])
  })
  await page.goto(ambit.address)
  // Only the fragment differs otherwise, and the page would not be loaded anew.
  if (at !== undefined) await page.goto(ambit.origin + at)
  return page
}

/** The radius of one node, drawn. */
export async function openRadius(
  open: Open,
  id: string,
  { target, ...options }: OpenOptions & { target?: string } = {},
) {
  const search = target === undefined ? '' : `?target=${encodeURIComponent(target)}`
  const page = await open({ ...options, at: `/identities/${encodeURIComponent(id)}${search}` })
  await page.locator('svg[data-drawn]').waitFor()
  return page
}
