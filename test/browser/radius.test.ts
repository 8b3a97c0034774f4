import { expect } from 'vitest'
import type { BlastRadius, View } from '../../server/api/contract.ts'
import { stories } from '../../server/demo/stories.ts'
import { inBrowser, openRadius, startAmbit } from './page-under-test.ts'

const promise = inBrowser(() => startAmbit())
const [leakedKey] = stories
const at = (id: string) => `/identities/${encodeURIComponent(id)}`

promise('the keyboard alone finds an identity, opens its radius and tells a path with its evidence', async (open) => {
  const page = await open()
  await page.locator('.ranking tbody tr').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('report-export')
  const options = page.getByRole('option')
  await page.getByRole('option', { name: 'key of report-export' }).waitFor()
  const names = await options.locator('.name').allInnerTexts()
  for (let i = 0; i < names.indexOf('key of report-export'); i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('.parts li').first().waitFor()
  expect(await page.locator('h1').innerText()).toContain('key of report-export')

  const second = page.locator('.parts li button').nth(1)
  for (let i = 0; i < 40 && !(await second.evaluate((it) => it.matches(':focus'))); i++)
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('.parts li:nth-child(2) button[aria-current="true"]').waitFor()
  const told = page.getByRole('region', { name: 'The easiest way there' })
  expect(await told.locator('.says').count()).toBeGreaterThan(1)
  await told.locator('summary').first().click()
  expect(await told.locator('.evidence').first().innerText()).toMatch(/demo:\s.*collected \d{4}-\d\d-\d\d/s)
})

for (const { title, start, worst } of stories) {
  promise(`the story “${title}” is listed, opens, and the way to its worst target is told`, async (open, ambit) => {
    const page = await open()
    await page.getByRole('link', { name: title }).click()
    await page.locator('svg[data-drawn]').waitFor()
    const radius = await ambit.ask<BlastRadius>(`${at(start)}/blast-radius`)
    const part = radius.blast.contributions.find(({ node }) => node === worst)!
    expect(await page.locator('.path h2').innerText()).toContain(part.name)
    expect(await page.locator('.path .says').allInnerTexts()).toEqual(part.path.map(({ says }) => says))
    await page.locator('.details h2').getByText(part.name, { exact: true }).waitFor()
  })
}

promise('the parts that are shown and the rest add up to the sum', async (open, ambit) => {
  const { identities } = await ambit.ask<{ identities: { id: string }[] }>('/identities?limit=1')
  const page = await openRadius(open, identities[0]!.id)
  const numbers = (await page.locator('.parts li .number').allInnerTexts()).map(Number)
  const rest = await page.locator('.parts > p').innerText()
  const sum = Number((await page.locator('.parts h2 .quiet').innerText()).replace('Σ', ''))
  const shown = numbers.reduce((total, it) => total + it, Number(/together ([\d.]+)/.exec(rest)![1]))
  expect(Math.abs(shown - sum)).toBeLessThan(0.0005 * (numbers.length + 2))
})

promise(
  'what is drawn and what is in groups is everything reached; the table lists the same nodes',
  async (open, ambit) => {
    const { identities } = await ambit.ask<{ identities: { id: string }[] }>('/identities?limit=1')
    const id = identities[0]!.id
    const page = await openRadius(open, id)
    const view = await ambit.ask<View>(`${at(id)}/view?budget=60`)
    const [drawn, grouped, total] = /^(\d+) .*\+ (\d+) in groups = (\d+)$/
      .exec(await page.locator('.counts').innerText())!
      .slice(1)
      .map(Number)
    expect([drawn, grouped, total]).toEqual([view.shown, view.hidden, view.total])
    expect(drawn! + grouped!).toBe(total)
    const inMap = await page.locator('svg.picture g.item:not(.group) > title').allTextContents()
    expect(await page.locator('svg.picture g.item.group').count()).toBe(view.groups.length)
    await page.getByRole('button', { name: 'Table' }).click()
    const inTable = await page
      .locator('table.reach tr[data-node]')
      .evaluateAll((rows) => rows.map((row) => String(row.getAttribute('data-node'))))
    expect(inMap.map((title) => title.split('\n').at(-1)).sort()).toEqual(inTable.sort())
    expect(inTable.sort()).toEqual(view.nodes.map((node) => node.id).sort())
  },
)

promise('a click on an edge of the picture explains it, and changes nothing', async (open) => {
  const page = await openRadius(open, leakedKey!.start)
  await page.locator('path.link.path').first().click()
  const explained = await page.locator('.picked .says').innerText()
  const told = await page.locator('.path .says').allInnerTexts()
  expect(told.some((sentence) => explained.startsWith(sentence))).toBe(true)
  expect(page.url()).not.toContain('cut=')
})

promise('a node’s neighbours are told, drawn beside the reach on demand, and each is a way on', async (open) => {
  const page = await openRadius(open, leakedKey!.start, { target: leakedKey!.worst })
  const around = page.getByRole('region', { name: 'Around it' })
  await around.getByText('svc-ticket-sync can read fernhill-customers-prod.').waitFor()
  const before = await page.locator('svg.picture g.item').count()
  await around.getByRole('button', { name: /^Draw its \d+ neighbours too$/ }).click()
  await page.locator('g.item.around').first().waitFor()
  const beside = await page.locator('g.item.around').count()
  expect(await page.locator('svg.picture g.item').count()).toBe(before + beside)
  expect(await page.locator('.counts').innerText()).toContain(`and ${beside} around`)
  await page.reload()
  await page.locator('g.item.around').first().waitFor()
  await around.getByText('svc-ticket-sync can read fernhill-customers-prod.').click()
  await page.getByText('svc-ticket-sync', { exact: true }).and(page.locator('.details h2 bdi')).waitFor()
  await page.locator('.path p').first().waitFor()
  expect(await page.locator('.path').innerText()).toMatch(/no path/i)
})
