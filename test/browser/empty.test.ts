import { expect } from 'vitest'
import { inBrowser, startAmbit } from './page-under-test.ts'

const promise = inBrowser(() => startAmbit('nothing'))

promise('a store without identities says how to bring some in', async (open) => {
  const page = await open()
  await page.getByRole('heading', { name: 'Nothing has been imported yet' }).waitFor()
  expect(await page.locator('.empty').innerText()).toContain('npm run ambit -- import aws-iam')
})
