import { expect } from 'vitest'
import type { WhatIf } from '../../server/api/contract.ts'
import type { Containment } from '../../server/api/contract-cuts.ts'
import { stories } from '../../server/demo/stories.ts'
import { inBrowser, openRadius, startAmbit } from './page-under-test.ts'

const promise = inBrowser(() => startAmbit())
const { start, worst } = stories[2]!
const score = (n: number) => n.toFixed(1)

promise(
  'cutting a hop shows before and after as the API counts them; the cut is in the address and survives reload and Back',
  async (open, ambit) => {
    const page = await openRadius(open, start, { target: worst })
    const hop = page.locator('.path > ol > li').nth(1)
    await hop.getByRole('button', { name: 'What if this were cut?' }).click()
    const cuts = new URL(page.url()).searchParams.getAll('cut')
    expect(cuts).toHaveLength(1)
    const { blast } = await ambit.ask<WhatIf>('/what-if', { starts: [start], cut: cuts })
    const bar = page.locator('.what-if[aria-busy="false"]')
    const expected = [
      score(blast.before.score),
      score(blast.after.score),
      String(blast.before.reached),
      String(blast.after.reached),
    ]
    const shown = async () =>
      /Blast ([\d.]+)\+? → ([\d.]+)\+?, reach ([\d,]+) → ([\d,]+)/.exec(await bar.innerText())!.slice(1)
    expect(await shown()).toEqual(expected)
    expect(blast.after.score).toBeLessThan(blast.before.score)
    await page.reload()
    expect(await shown()).toEqual(expected)
    expect(await page.locator('.path > ol > li.cut').count()).toBe(1)
    await page.getByRole('button', { name: 'Put everything back' }).click()
    await bar.waitFor({ state: 'detached' })
    await page.goBack()
    expect(await shown()).toEqual(expected)
    expect(new URL(page.url()).searchParams.getAll('cut')).toEqual(cuts)
  },
)

promise('a node can be taken away as a what-if, and put back', async (open) => {
  const page = await openRadius(open, start, { target: worst })
  await page.getByRole('button', { name: 'What if it were gone?' }).click()
  await page.locator('.what-if .after').first().waitFor()
  expect(new URL(page.url()).searchParams.getAll('cut')).toEqual([worst])
  await page.locator('.details').getByRole('button', { name: 'Put it back' }).click()
  await page.locator('.what-if').waitFor({ state: 'detached' })
})

promise('containment gives the smallest cut as steps, and trying them all lowers the score', async (open, ambit) => {
  const page = await openRadius(open, start, { target: worst })
  await page.getByRole('button', { name: /^Smallest cut that protects/ }).click()
  const plan = await ambit.ask<Containment>('/containment', { compromised: [start], protect: [worst] })
  await page
    .locator('.contain li')
    .nth(plan.size - 1)
    .waitFor()
  expect(await page.locator('.contain li .says').allInnerTexts()).toEqual(plan.steps.map(({ says }) => says))
  await page.getByRole('button', { name: /as a what-if$/ }).click()
  await page.locator('.what-if[aria-busy="false"] .after').first().waitFor()
  expect(await page.locator('.what-if strong.after').innerText()).toBe(score(plan.blast.after.score))
  expect(plan.blast.after.sum).toBeLessThan(plan.blast.before.sum)
})
