import { expect, test } from 'vitest'
import { k8sAudit } from '../../../importers/k8s-audit.ts'
import { factsOf } from '../facts-of.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(k8sAudit, import.meta.dirname)

test('each user and service account is told with what it used, by verb and resource', async () => {
  const { uses, records } = await read()
  expect(uses).toEqual([
    'k8s:larch:shop:sa:api → secret:k8s:larch/shop/db: get secrets ×2',
    'k8s:larch:ci:sa:runner → k8s:larch:namespace:shop: create pods/exec ×1',
    'k8s:larch:ci:sa:runner → k8s:larch:shop:sa:api: create serviceaccounts/token ×1',
    'k8s:larch:ops:sa:drain → k8s:larch:node:node-1: delete nodes ×1',
    'k8s:larch:user:lena@larch.example → k8s:larch:ops:sa:drain: impersonate ×1',
    'k8s:larch:user:deployer → k8s:larch: create clusterrolebindings ×1',
  ])
  expect(records).toEqual({ read: 8, stored: 5, merged: 3, rejected: 0 })
})

test('a request counts once, by its answer, and one that was forbidden is no use', async () => {
  expect((await read()).left).toEqual([
    'k8s-audit: 1 event: tell of a request before its answer',
    'k8s-audit: 1 event: were refused or failed, which is no use',
  ])
})

test('whoever is impersonated acts on behalf of the one who does it, and a user of EKS on behalf of its role', async () => {
  expect((await read()).behalf).toEqual([
    'k8s:larch:ops:sa:drain for k8s:larch:user:lena@larch.example',
    'k8s:larch:user:deployer for arn:aws:iam::111122223333:role/deploy',
  ])
})

test('an event without a time tells that it was done, and not when', async () => {
  const event = { kind: 'Event', verb: 'get', user: { username: 'ci' }, responseStatus: { code: 200 } }
  const wrapped = { event: { properties: { log: JSON.stringify(event) } } }
  const text = JSON.stringify([event, wrapped, { event: { properties: { log: '{' } } }])
  const { edges, nodes, records } = await factsOf(k8sAudit, [{ name: 'x.json', text }], { scope: 'c' })
  expect(edges[0]?.edge.properties).toEqual({ actions: [{ action: 'get', count: 2 }], count: 2 })
  expect([edges[0]?.scope, nodes[0]?.node.lastUsedAt]).toEqual(['k8s-audit:c:undated', undefined])
  expect(records).toEqual({ read: 3, stored: 1, merged: 1, rejected: 1 })
})
