import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { cloudtrail } from '../../../importers/cloudtrail/cloudtrail.ts'
import { danglingEnds, type FactsOf, factsOf } from '../facts-of.ts'

const fixture = join(import.meta.dirname, 'fixture.json')
const records = (JSON.parse(readFileSync(fixture, 'utf8')) as { Records: Record<string, unknown>[] }).Records
const read = () => factsOf(cloudtrail, [fixture])
const shop = 'arn:aws:iam::111122223333:user/ci/shop-ci'
const deploy = 'arn:aws:iam::111122223333:role/pipelines/deploy'

const told = ({ edges }: FactsOf, kind: string) =>
  edges.filter(({ edge }) => edge.kind === kind).map(({ edge }) => `${edge.from} → ${edge.to}`)
const properties = ({ edges }: FactsOf, from: string, to: string) =>
  edges.find(({ edge }) => edge.kind === 'USED' && edge.from === from && edge.to === to)?.edge.properties
const node = ({ nodes }: FactsOf, id: string) => nodes.find((fact) => fact.node.id === id)?.node

test('calls of one identity on one resource are one use, with how often, first and last', async () => {
  expect(properties(await read(), shop, 'arn:aws:s3:::shop-orders')).toEqual({
    actions: [
      { action: 's3:GetObject', count: 2, first: '2026-03-01T08:00:00.000Z', last: '2026-03-02T08:00:00.000Z' },
    ],
    count: 2,
    first: '2026-03-01T08:00:00.000Z',
    last: '2026-03-02T08:00:00.000Z',
  })
})

test('a use names its first and its last event as evidence', async () => {
  const { edges } = await read()
  const use = edges.find(({ edge }) => edge.to === 'arn:aws:s3:::shop-orders')
  expect(use?.evidence).toEqual([
    { file: 'fixture.json', pointer: '/Records/0' },
    { file: 'fixture.json', pointer: '/Records/1' },
  ])
})

test('what was refused is no use, and the receipt says how many there were', async () => {
  const facts = await read()
  expect(JSON.stringify(facts.edges)).not.toMatch(/PutObject|ConsoleLogin/)
  expect(facts.notes.skipped.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining([
      'cloudtrail: 2 events: were refused or failed, which is no use',
      'cloudtrail: 1 event: stand in these files more than once, and count once',
      'cloudtrail: 1 event: the caller is not named: the trail of its own account tells',
    ]),
  )
  expect(facts.records).toEqual({ read: 13, stored: 8, merged: 5, rejected: 0 })
})

test('what a session did, its role did, also where only the name of the role is told', async () => {
  const facts = await read()
  const model = 'arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0'
  expect(told(facts, 'USED').filter((use) => use.includes('deploy →'))).toEqual([
    `${deploy} → ${model}`,
    'arn:aws:iam::111122223333:role/deploy → aws:111122223333:all:s3',
    `${deploy} → arn:aws:iam::111122223333:user/breakglass`,
    `${deploy} → secret:aws:AKIAEXAMPLEKEY000002`,
    `${deploy} → arn:aws:iam::111122223333:role/reports`,
  ])
  expect(node(facts, 'arn:aws:iam::111122223333:role/deploy')?.aliases).toEqual(['aws-role:111122223333:deploy'])
  expect(JSON.stringify(facts.nodes)).not.toContain('ASIA')
})

test('the last use reaches the key it was done with, and the role that was taken on', async () => {
  const facts = await read()
  expect(node(facts, 'secret:aws:AKIAEXAMPLEKEY000001')?.lastUsedAt).toBe('2026-03-02T10:00:00.000Z')
  expect(node(facts, 'arn:aws:iam::111122223333:role/resize')?.lastUsedAt).toBe('2026-03-04T07:00:00.000Z')
  expect(node(facts, 'secret:aws:AKIAEXAMPLEKEY000002')?.lastUsedAt).toBeUndefined()
})

test('a key that was made is a secret that signs in as its user', async () => {
  const facts = await read()
  expect(node(facts, 'secret:aws:AKIAEXAMPLEKEY000002')?.createdAt).toBe('2026-03-03T10:00:00.000Z')
  expect(told(facts, 'RELATES_TO')).toContain(
    'secret:aws:AKIAEXAMPLEKEY000002 → arn:aws:iam::111122223333:user/breakglass',
  )
})

test('a trust that was set names the account it lets in, and no service', async () => {
  expect(told(await read(), 'RELATES_TO').filter((it) => it.includes('reports'))).toEqual([
    'arn:aws:iam::444455556666:root → arn:aws:iam::111122223333:role/reports',
  ])
})

test('a role that was taken on acts on behalf of whoever took it on', async () => {
  expect(told(await read(), 'DELEGATED')).toEqual([
    `${deploy} → ${shop}`,
    'arn:aws:iam::111122223333:role/github → federated:token.actions.githubusercontent.com:repo%3Alarch-works/shop%3Aref%3Arefs/heads/main',
    'arn:aws:iam::111122223333:role/resize → aws:service:lambda.amazonaws.com',
  ])
})

test('no address, no client and no value is in any claim, and every end of every edge is stated (S17)', async () => {
  const facts = await read()
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY/)
  expect(danglingEnds(facts)).toEqual([])
})

const asLookUp = (event: Record<string, unknown>) => ({
  EventId: event['eventID'],
  EventName: event['eventName'],
  EventTime: '2026-03-01T08:00:00+00:00',
  Resources: [],
  CloudTrailEvent: JSON.stringify(event),
})
const said = ({ nodes, edges }: FactsOf) => [...nodes.map((it) => it.node), ...edges.map((it) => it.edge)]

test('files, gzip, look-ups, lines and a bare list say the same', async () => {
  const whole = said(await read())
  const lines = records.map((event) => JSON.stringify(event)).join('\n')
  for (const file of [
    { name: 'trail.json.gz', text: gzipSync(readFileSync(fixture)) },
    { name: 'look-up.json', text: JSON.stringify({ Events: records.map(asLookUp) }) },
    { name: 'trail.ndjson', text: lines },
    { name: 'trail.json', text: lines },
    { name: 'list.json', text: JSON.stringify(records) },
    { name: 'named.json', text: JSON.stringify({ SOME_EVENTS: records }) },
  ]) {
    expect(said(await factsOf(cloudtrail, [file])), file.name).toEqual(whole)
  }
  const one = await factsOf(cloudtrail, [{ name: 'one.json', text: JSON.stringify(records[0]) }])
  expect(one.records).toEqual({ read: 1, stored: 1, merged: 0, rejected: 0 })
})

test('events in any order say the same', async () => {
  const turned = JSON.stringify({ Records: records.toReversed() })
  const sorted = (facts: FactsOf) =>
    said(facts)
      .map((claim) => JSON.stringify(claim))
      .sort()
  expect(sorted(await factsOf(cloudtrail, [{ name: 'fixture.json', text: turned }]))).toEqual(sorted(await read()))
})

test('two windows stand beside each other: the later does not take back the earlier', async () => {
  const of = async (part: readonly unknown[]) =>
    (await factsOf(cloudtrail, [{ name: 'x.json', text: JSON.stringify(part) }])).edges.find(
      ({ edge }) => edge.to === 'arn:aws:s3:::shop-orders',
    )!
  const [first, second] = [await of(records.slice(0, 1)), await of(records.slice(1, 2))]
  expect(first.scope).toBe('cloudtrail:111122223333:20260301T080000Z/20260301T080000Z')
  expect(second.scope).not.toBe(first.scope)
  expect(second.id).not.toBe(first.id)
})

test('a look-up whose event is no JSON is rejected without quoting it', async () => {
  const text = JSON.stringify({ Events: [{ ...asLookUp(records[0]!), CloudTrailEvent: '{"CANARY' }] })
  const facts = await factsOf(cloudtrail, [{ name: 'look-up.json', text }])
  expect(facts.records).toEqual({ read: 1, stored: 0, merged: 0, rejected: 1 })
  expect(JSON.stringify(facts.notes)).not.toContain('CANARY')
})
