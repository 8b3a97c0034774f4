import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GRANTED, WITH_CONDITIONAL } from '../../../server/graph/look.ts'
import { imported as importedPaths } from '../../importers/imported.ts'
import { imported } from '../imported.ts'

/** What is publicly known of the samples; the expected values are worked out by hand from the files. */
const folder = join(import.meta.dirname, '../../../../shared/data/k8s')
const hasSamples = existsSync(folder)
if (!hasSamples) console.info('skipped: no sample exports in ../shared/data/k8s')
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>

test.skipIf(!hasSamples)(
  'cluster1: an administrator, one that makes itself his token, and one that reads pods',
  async () => {
    const content = read('kubectl-get-rbac-cluster1.json')
    const { reached } = await imported({ source: 'k8s', scope: 'cluster1', content })
    const granted = (name: string) => reached(`k8s:cluster1:${name}`, GRANTED)
    const role = 'arn:aws:iam::123456789012:role/demo-irsa-role control'
    expect(granted('demo-ns:sa:demo-sa')).toContain('k8s:cluster1 control')
    expect(granted('demo-ns:sa:demo-sa')).not.toContain(role)
    expect(reached('k8s:cluster1:demo-ns:sa:demo-sa', WITH_CONDITIONAL)).toContain(role)
    expect(granted('demo-ns:sa:another-sa')).toContain('k8s:cluster1:demo-ns:sa:demo-sa control')
    expect(granted('demo-ns:sa:another-sa')).toContain('k8s:cluster1 control')
    const nowhere = [...reached('k8s:cluster1:test-ns:sa:test-sa', WITH_CONDITIONAL)]
    expect(nowhere.filter((state) => /:sa:(?!test-sa)| k8s:cluster1 |^k8s:cluster1 /.test(state))).toEqual([])
  },
)

test.skipIf(!hasSamples)(
  'KubeHound’s dump: app-monitors reads pods in its namespace, and its cluster-wide binding gives nothing',
  async () => {
    const { receipt, reach } = await importedPaths([join(folder, 'kubehound-dump')], { source: 'auto', scope: 'dump' })
    const { records, skipped } = receipt
    expect([records.rejected, records.read]).toEqual([0, records.stored + records.merged])
    expect(skipped.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('names a Role'))
    const reached = await reach('k8s:dump:test-app:sa:app-monitors')
    expect(
      reached.filter(
        (line) => /control|execute/.test(line) && !/ (k8s:dump:group:|k8s:dump:test-app:sa:app-monitors)/.test(line),
      ),
    ).toEqual([])
  },
)

test.skipIf(!hasSamples)('EKS: an access entry decides for its principal, and aws-auth for the others', async () => {
  const sample = read('eks-aws-auth-and-access-entries.json')
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth', namespace: 'kube-system' } }
  const file = (name: string, content: unknown) => ({ source: 'k8s', scope: 'test-cluster', name, content })
  const { reached } = await imported(
    file('aws-auth.json', { ...map, data: sample['AWS_AUTH_CONFIGMAP_DATA'] }),
    file('access-entries.json', sample['MOCK_ACCESS_ENTRIES']),
  )
  const of = (name: string) => [...reached(`arn:aws:iam::123456789012:${name}`, WITH_CONDITIONAL)]
  expect(of('role/EKSAdminRole')).toContain('k8s:test-cluster control')
  expect(of('user/bob')).not.toContain('k8s:test-cluster control')
  expect(of('user/alice')).toContain('k8s:test-cluster:group:access-entry-devs control')
  expect(of('user/alice')).not.toContain('k8s:test-cluster:group:developers control')
  expect(of('user/charlie')).toContain('k8s:test-cluster:group:view-only control')
  expect(of('role/EKSNodeRole')).toContain('k8s:test-cluster:group:system%3Anodes control')
  expect(of('role/EKSNodeRole')).not.toContain('k8s:test-cluster control')
})
