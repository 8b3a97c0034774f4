import { expect, test } from 'vitest'
import { ocsf } from '../../../importers/ocsf.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(ocsf, import.meta.dirname)

const shop = 'arn:aws:iam::111122223333:user/shop-ci'
const deploy = 'arn:aws:iam::111122223333:role/pipelines/deploy'

test('each caller is told with what it used, a session as its role', async () => {
  const { uses, records } = await read()
  expect(uses).toEqual([
    `${shop} → arn:aws:s3:::shop-orders: s3:GetObject ×2`,
    `${deploy} → aws:111122223333:all:s3: s3:ListAllMyBuckets ×1`,
    `${shop} → ${deploy}: sts:AssumeRole ×1`,
    `${deploy} → arn:aws:iam::111122223333:user/new: iam:CreateUser ×1`,
  ])
  expect(records).toEqual({ read: 9, stored: 4, merged: 5, rejected: 0 })
})

test('what failed, other classes, and callers whose ids nobody knows are counted, and are no use', async () => {
  expect((await read()).left).toEqual([
    'ocsf: 2 events: were refused or failed, which is no use',
    'ocsf: 1 event: name a caller of a system whose ids Ambit does not know',
    'ocsf: 1 event: are of a class that Ambit does not read',
  ])
})

test('the key learns when it was last used, and the role acts for whoever took it on', async () => {
  const { lastUsed, behalf } = await read()
  expect(lastUsed('secret:aws:AKIAEXAMPLEKEY000001')).toBe('2026-03-02T08:03:00.000Z')
  expect(behalf).toEqual([`${deploy} for ${shop}`])
})
