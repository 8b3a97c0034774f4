// `node test/browser/pictures.ts`: takes the README's picture of the application anew, with the demo estate in it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stories } from '../../server/demo/stories.ts'
import { serve } from '../../server/main.ts'
import { root } from '../house/source-files.ts'
import { buildPage } from './built-page.ts'
import { chromiumPath, launchChromium } from './chromium.ts'

const executable = chromiumPath()
if (executable === undefined) throw new Error('There is no Chromium in the path; CHROMIUM_PATH names one.')
await buildPage()
const home = await mkdtemp(join(tmpdir(), 'ambit-pictures-'))
const running = await serve({ demo: true, port: 0, env: { AMBIT_HOME: home }, say: () => undefined })
const browser = await launchChromium(executable)
try {
  const look = { colorScheme: 'light', viewport: { width: 1280, height: 1010 }, reducedMotion: 'reduce' } as const
  const page = await (await browser.newContext(look)).newPage()
  await page.goto(running.address)
  await page.getByRole('link', { name: stories[0]!.title }).click()
  await page.locator('svg[data-drawn]').waitFor()
  await page.locator('.around li').first().waitFor()
  const path = join(root, 'web/pictures/leaked-key.png')
  await page.screenshot({ path })
  console.log(path)
} finally {
  await browser.close()
  await running.close()
  await rm(home, { recursive: true, force: true })
}
