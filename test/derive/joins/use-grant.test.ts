import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../../../server/graph/compile.ts'
import { importFiles } from '../../../server/intake/import-files.ts'
import { confidences } from '../../../server/model/kinds.ts'
import { inputFile } from '../../hostile/fixtures.ts'
import { temporaryStore } from '../../store/temporary-store.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(9), now: new Date('2026-06-01T00:00:00Z') }
const user = 'arn:aws:iam::111122223333:user/ci/shop-ci'
const role = 'arn:aws:iam::111122223333:role/pipelines/deploy'
const trust = { Effect: 'Allow', Principal: { AWS: user }, Action: 'sts:AssumeRole' }
const export_ = {
  UserDetailList: [{ UserName: 'shop-ci', Arn: user, Path: '/ci/' }],
  RoleDetailList: [
    { RoleName: 'deploy', Arn: role, Path: '/pipelines/', AssumeRolePolicyDocument: { Statement: [trust] } },
  ],
}
const trail = readFileSync(join(import.meta.dirname, '../../importers/cloudtrail/fixture.json'), 'utf8')

test.each([
  ['before', false, 'granted'],
  ['once', true, 'observed'],
])('%s a log shows it used, the one edge of the grant is told as it is known', async (_, withLog, confidence) => {
  const store = await temporaryStore()
  const authz = inputFile('authz.json', JSON.stringify(export_))
  await importFiles(store, { source: 'aws-iam', files: [authz] }, options)
  if (withLog) await importFiles(store, { source: 'cloudtrail', files: [inputFile('trail.json', trail)] }, options)
  const { nodes, edges } = await compile(await store.snapshot())
  const names = [...nodes.names]
  const own = Array.from({ length: edges.count }, (_, e) => e).filter(
    (e) =>
      edges.kinds[edges.kind[e]!] === 'CAN_ASSUME' &&
      names[edges.from[e]!] === 'shop-ci' &&
      names[edges.to[e]!] === 'deploy',
  )
  expect(own.map((e) => confidences[edges.confidence[e]!])).toEqual([confidence])
})
