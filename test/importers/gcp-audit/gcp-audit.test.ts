import { expect, test } from 'vitest'
import { gcpAudit } from '../../../importers/gcp-audit.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(gcpAudit, import.meta.dirname)

test('each identity is told with what it used, by permission, objects folded into their bucket', async () => {
  const { uses, records } = await read()
  expect(uses).toEqual([
    'gcp:sa:deploy@larch.iam.gserviceaccount.com → //storage.googleapis.com/shop-orders: storage.objects.get ×2',
    'gcp:sa:deploy@larch.iam.gserviceaccount.com → gcp:sa:reports@larch.iam.gserviceaccount.com: iam.serviceAccounts.getAccessToken ×1',
    'gcp:member:user%3Alena@larch.example → //compute.googleapis.com/projects/larch/zones/europe-west1-b/instances: compute.googleapis.com:v1.compute.instances.list ×1',
  ])
  expect(records).toEqual({ read: 6, stored: 3, merged: 3, rejected: 0 })
})

test('a call that was not granted, or that failed, is no use', async () => {
  expect((await read()).left).toEqual(['gcp-audit: 2 events: were refused or failed, which is no use'])
})

test('the key of a service account learns when it was last used', async () => {
  expect((await read()).lastUsed('secret:gcp:0a1b2c3d4e5f')).toBe('2026-03-02T08:00:00.100Z')
})

test('a service account that somebody impersonates acts for him', async () => {
  expect((await read()).behalf).toEqual([
    'gcp:sa:deploy@larch.iam.gserviceaccount.com for gcp:member:user%3Alena@larch.example',
  ])
})
