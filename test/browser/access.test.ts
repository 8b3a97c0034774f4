import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { stories } from '../../server/demo/stories.ts'
import { inBrowser, openRadius, startAmbit } from './page-under-test.ts'

const promise = inBrowser(() => startAmbit())
const { start, worst } = stories[2]!
const narrow = { width: 390, height: 844 }

async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  const { violations } = await axe.analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  promise(`axe finds nothing against WCAG 2.2 AA on ranking and search, ${colorScheme}`, async (open) => {
    const page = await open({ colorScheme })
    await page.locator('.ranking tbody tr').first().waitFor()
    await expectAccessible(page)
    await page.getByRole('combobox').fill('report')
    await page.getByRole('option').first().waitFor()
    await expectAccessible(page)
  })

  promise(`axe finds nothing on a radius as map and table, with a what-if and a plan, ${colorScheme}`, async (open) => {
    const page = await openRadius(open, start, { target: worst, colorScheme })
    await page.locator('.around li').first().waitFor()
    await expectAccessible(page)
    await page.locator('.path .toggle').first().click()
    await page.getByRole('button', { name: /^Smallest cut/ }).click()
    await page.locator('.contain li').first().waitFor()
    await page.locator('.what-if[aria-busy="false"] .after').first().waitFor()
    await page.locator('.path summary').first().click()
    await page.locator('.details summary').first().click()
    await page.getByRole('button', { name: 'Table' }).click()
    await page.locator('table.reach').waitFor()
    await expectAccessible(page)
  })
}

promise('on a narrow screen nothing scrolls sideways, and the path stays readable', async (open) => {
  const page = await open({ viewport: narrow })
  await page.locator('.ranking tbody tr').first().waitFor()
  const tooWide = () => page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(await tooWide()).toBe(false)
  await page.getByRole('link', { name: stories[2]!.title }).click()
  await page.locator('svg[data-drawn]').waitFor()
  expect(await tooWide()).toBe(false)
  for (const sentence of await page.locator('.path .says').all()) {
    const box = (await sentence.boundingBox())!
    expect(box.width).toBeGreaterThan(200)
    expect(box.x + box.width).toBeLessThanOrEqual(narrow.width)
  }
})

promise('whatever can be focused shows that it is', async (open) => {
  const page = await openRadius(open, start)
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    const outline = await page
      .locator('*:focus')
      .evaluate((it) => it.ownerDocument.defaultView.getComputedStyle(it).outlineStyle)
    expect(outline).not.toBe('none')
  }
})
