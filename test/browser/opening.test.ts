import { expect } from 'vitest'
import { inBrowser, startAmbit } from './page-under-test.ts'

const promise = inBrowser(() => startAmbit())

promise(
  'the printed address opens the ranked demo estate, marked as one, and the token leaves the address',
  async (open, ambit) => {
    const page = await open()
    await page.locator('.ranking tbody tr').first().waitFor()
    expect(page.url()).toBe(`${ambit.origin}/`)
    expect(await page.locator('.demo').innerText()).toContain('Demo estate')
    const { identities, total } = await ambit.ask<{ identities: { name: string }[]; total: number }>('/identities')
    expect(await page.locator('.ranking tbody th a').allInnerTexts()).toEqual(identities.map(({ name }) => name))
    expect(await page.locator('.title').innerText()).toContain(`${total} by what they could reach`)
  },
)

promise('more of the ranking is shown on demand, and the other order is the server’s', async (open, ambit) => {
  const page = await open()
  const rows = page.locator('.ranking tbody tr')
  await page.getByRole('button', { name: 'Show more' }).click()
  await rows.nth(150).waitFor()
  expect(await rows.count()).toBe(200)
  await page.getByRole('button', { name: 'Risk' }).click()
  await page.getByText('by blast × exposure').waitFor()
  const { identities } = await ambit.ask<{ identities: { name: string }[] }>('/identities?sort=risk')
  await page.locator(`.ranking[aria-busy="false"] tbody tr:first-child bdi:text-is("${identities[0]!.name}")`).waitFor()
})

promise('without its token the page says how to open it', async (open, ambit) => {
  const page = await open({ expected: /401/ })
  await page.locator('.ranking tbody tr').first().waitFor()
  await page.evaluate('sessionStorage.clear()')
  await page.goto(`${ambit.origin}/identities`)
  await page.getByRole('heading', { name: 'Open Ambit by its printed address' }).waitFor()
  expect(await page.locator('.ranking').count()).toBe(0)
})

promise('a wrong token is no token', async (open, ambit) => {
  const page = await open({ expected: /401/ })
  await page.goto(`${ambit.origin}/identities#t=wrong`)
  await page.reload()
  await page.getByText('The address that the server printed').waitFor()
  expect(page.url()).not.toContain('wrong')
})

promise('an address that leads nowhere says so, with a way on', async (open) => {
  const page = await open({ at: '/no/such/page' })
  await page.getByRole('heading', { name: 'Nothing is at this address' }).waitFor()
  await page.getByRole('button', { name: 'All identities' }).click()
  await page.locator('.ranking tbody tr').first().waitFor()
})

promise('an identity that is not there is called unknown in a sentence', async (open) => {
  const page = await open({ at: '/identities/nobody%20at%20all', expected: /404/ })
  await page.getByText('is called "nobody at all"').waitFor()
  expect(await page.locator('.problem').innerText()).toContain('unknown_node')
})

promise('a filter that fits nobody is told apart from an empty store', async (open) => {
  const page = await open({ at: '/identities?q=zzzz' })
  await page.getByText('No identity fits “zzzz”').waitFor()
  await page.getByRole('button', { name: 'Show all identities' }).click()
  await page.locator('.ranking tbody tr').first().waitFor()
})

promise('a server that has gone is a sentence with a way to try again', async (open, ambit) => {
  const page = await open({ expected: /ERR_|Failed to load/ })
  await page.locator('.ranking tbody tr').first().waitFor()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Risk' }).click()
  await page.getByText('The server does not answer').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.locator('.ranking tbody tr').first().waitFor()
  expect(page.url()).toBe(`${ambit.origin}/identities?sort=risk`)
})
