import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { inBrowser, openRadius, startAmbit } from './page-under-test.ts'

const names: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "'><svg onload=alert(3)>",
  'javascript:alert(4)',
  '</title></svg><script>alert(5)</script>',
  '<style>*{display:none}</style>',
  '{{constructor.constructor("alert(6)")()}}',
  '&lt;script&gt;alert(7)&lt;/script&gt;',
  '\u202egnp.exe\u2066 hidden',
  'zero\u200bwidth\u2060joins\u200d',
  'two\nlines\r\nand\ttabs',
  '=cmd|calc!A1',
  '__proto__',
  '%3Cscript%3E',
  '../../etc/passwd?target=x#t=y',
  `long ${'W'.repeat(8_000)}`,
]

const promise = inBrowser(() => startAmbit({ source: 'facts', text: JSON.stringify(estate()) }))

/** An import refuses ids with control characters; names may have them. */
const botId = (name: string, i: number) => `bot ${i} ${name.replaceAll(/\p{Cc}/gu, ' ').slice(0, 1500)}`

/** Each name as identity, secret and resource, in every field of text that a page shows. */
function estate() {
  const fields = (name: string) => ({
    type: name,
    name,
    account: name,
    environment: name,
    properties: { [name.slice(0, 4000)]: name },
  })
  return {
    scope: 'hostile',
    nodes: [
      { id: 'hub', kind: 'Identity', type: 'bot', name: 'hub' },
      ...names.flatMap((name, i) => [
        { id: botId(name, i), kind: 'Identity', ...fields(name) },
        { id: `store ${i}`, kind: 'Resource', tier: 1, dataClass: name, ...fields(name) },
        { id: `owner ${i}`, kind: 'Owner', ...fields(name) },
      ]),
    ],
    edges: names.flatMap((name, i) => {
      const bot = botId(name, i)
      return [
        { kind: 'CAN_ASSUME', from: 'hub', to: bot, note: name },
        { kind: 'CAN_READ', from: bot, to: `store ${i}`, note: name, evidence: name },
        { kind: 'OWNS', from: `owner ${i}`, to: bot },
      ]
    }),
  }
}

/** Names are text: none of them became an element, a handler, a style or a link of its own, and none widened the page. */
async function expectHarmless(page: Page): Promise<void> {
  expect(await page.locator('script').count()).toBe(1)
  expect(await page.locator('style, iframe, object, embed, base, img:not(.home img)').count()).toBe(0)
  const handlers = await page
    .locator('*')
    .evaluateAll((all) => all.flatMap((it) => it.getAttributeNames()).filter((name) => /^on|^style$/.test(name)))
  expect(handlers).toEqual([])
  const links = await page.locator('a').evaluateAll((all) => all.map((it) => String(it.getAttribute('href'))))
  for (const link of links) expect(link).toMatch(/^(\/identities|#content)/)
  const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  expect(tooWide).toBe(false)
}

promise('hostile names are only text in the ranking and in the search', async (open) => {
  const page = await open()
  await page.locator('.ranking tbody tr').first().waitFor()
  expect(await page.locator('.ranking tbody tr').count()).toBe(names.length + 1)
  await expectHarmless(page)
  await page.keyboard.press('/')
  for (const text of ['alert', 'long', 'gnp.exe']) {
    await page.getByRole('combobox').fill(text)
    await page.locator('#found .name').getByText(text).first().waitFor()
    await expectHarmless(page)
  }
})

promise('hostile names are only text in map, table, paths, details, containment and what-if', async (open) => {
  const page = await openRadius(open, 'hub')
  await expectHarmless(page)
  const parts = page.locator('.parts li button')
  for (let i = 0; i < (await parts.count()); i++) {
    await parts.nth(i).click()
    await page.locator(`.parts li:nth-child(${i + 1}) button[aria-current="true"]`).waitFor()
    for (const summary of await page.locator('.path summary, .details summary').all()) await summary.click()
    await expectHarmless(page)
  }
  await page
    .locator('.around')
    .getByRole('button', { name: /^Draw its/ })
    .click()
  await page.getByRole('button', { name: /^Smallest cut/ }).click()
  await page.locator('.contain li').first().waitFor()
  await page
    .locator('.contain')
    .getByRole('button', { name: /as a what-if$/ })
    .click()
  await page.locator('.what-if .after').first().waitFor()
  await expectHarmless(page)
  await page.getByRole('button', { name: 'Table' }).click()
  await page.locator('table.reach').waitFor()
  await expectHarmless(page)
})

promise('a hostile id in the address is only text', async (open) => {
  for (const name of ['<img src=x onerror=alert(8)>', 'javascript:alert(9)', '__proto__']) {
    const page = await open({
      at: `/identities/${encodeURIComponent(name)}?cut=${encodeURIComponent(name)}`,
      expected: /40\d/,
    })
    await page.locator('.problem').first().waitFor()
    await expectHarmless(page)
  }
})

promise('characters that hide or turn round a name are shown by their number', async (open) => {
  const page = await open()
  await page.getByRole('link', { name: '⟨U+202E⟩gnp.exe⟨U+2066⟩ hidden' }).waitFor()
  await page.getByRole('link', { name: 'zero⟨U+200B⟩width⟨U+2060⟩joins⟨U+200D⟩' }).waitFor()
  await page.getByRole('link', { name: 'two⟨U+000A⟩lines⟨U+000D⟩⟨U+000A⟩and⟨U+0009⟩tabs' }).waitFor()
})
