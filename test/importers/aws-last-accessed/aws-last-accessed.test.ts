import { expect, test } from 'vitest'
import { awsLastAccessed } from '../../../importers/aws-last-accessed.ts'
import { factsOf } from '../facts-of.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(awsLastAccessed, import.meta.dirname)

const deploy = 'arn:aws:iam::111122223333:role/pipelines/deploy'

test('each user and role is told with the services it last tried, as inferred', async () => {
  const { facts, records } = await read()
  expect(facts.edges.map(({ edge }) => [edge.from, edge.to, edge.confidence, edge.properties])).toEqual([
    [
      deploy,
      'aws:111122223333:all:s3',
      'inferred',
      {
        actions: [
          { action: 's3:*', last: '2026-03-02T08:00:00.000Z' },
          { action: 's3:PutBucketPolicy', last: '2026-03-01T08:00:00.000Z' },
        ],
        last: '2026-03-02T08:00:00.000Z',
        attempts: true,
      },
    ],
    [
      'arn:aws:iam::111122223333:user/shop-ci',
      'aws:111122223333:all:sqs',
      'inferred',
      {
        actions: [{ action: 'sqs:*', last: '2026-02-02T08:00:00.000Z' }],
        last: '2026-02-02T08:00:00.000Z',
        attempts: true,
      },
    ],
  ])
  expect(records).toEqual({ read: 4, stored: 2, merged: 2, rejected: 0 })
})

test('an attempt may have been refused, so it gives no last use', async () => {
  expect((await read()).lastUsed(deploy)).toBeUndefined()
})

test('a newer report of one role leaves what is known of another, and a page that is not the last closes nothing', async () => {
  const { facts } = await read()
  expect([...new Set(facts.edges.map(({ scope }) => scope))]).toEqual([
    `aws-last-accessed:${deploy}`,
    'aws-last-accessed:arn:aws:iam::111122223333:user/shop-ci',
  ])
  const text = JSON.stringify({ ServicesLastAccessed: [], IsTruncated: true })
  expect((await factsOf(awsLastAccessed, [{ name: 'x.json', text }])).complete).toBe(false)
})
