import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { danglingEnds, estateOf, reachedFrom } from './derived.ts'

const file = '../shared/data/aws/authz-details-iam-vulnerable.json'
const here = existsSync(file)
if (!here) console.warn(`skipped: ${file} is absent`)

test.runIf(here)('roles chain by trust alone', async () => {
  const estate = await estateOf([file])
  expect(danglingEnds(estate)).toEqual([])
  const arn = (name: string) => `arn:aws:iam::200611803367:role/privesc-AssumeRole-${name}-role`
  expect(reachedFrom(estate, arn('starting'))).toContain(`${arn('ending')} control`)
})
