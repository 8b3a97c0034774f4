import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Ranking } from '../../server/api/contract.ts'
import { inBrowser, startAmbit } from './page-under-test.ts'

const fixture = join(import.meta.dirname, '../importers/aws-iam/fixture.json')
const promise = inBrowser(() => startAmbit({ source: 'aws-iam', text: readFileSync(fixture, 'utf8') }))

promise('one’s own export is ranked without a word of the demo, and each row opens its radius', async (open, ambit) => {
  const page = await open()
  await page.locator('.ranking tbody tr').first().waitFor()
  const { identities } = await ambit.ask<Ranking>('/identities')
  expect(await page.locator('.ranking tbody tr').count()).toBe(identities.length)
  expect(await page.locator('.demo, .stories').count()).toBe(0)
  await page.locator('.ranking tbody tr').first().click()
  await page.locator('svg[data-drawn]').waitFor()
  expect(await page.locator('h1').innerText()).toContain(identities[0]!.name)
})

promise('what the import did not show is said beside the numbers', async (open) => {
  const page = await open()
  await page.locator('.coverage summary').click()
  expect(await page.locator('.coverage li').count()).toBeGreaterThan(0)
})
