import { expect, test } from 'vitest'
import { paths } from '../../server/answers/paths.ts'
import {
  analyst,
  mobileReleases,
  publishingToken,
  reviewerTool,
  taggerToken,
  validToken,
} from '../../server/demo/crossings.ts'
import { fillDemo } from '../../server/demo/fill-demo.ts'
import {
  accountId,
  agentId,
  appId,
  deploymentId,
  groupId,
  repositoryId,
  roleId,
  tenantId,
} from '../../server/demo/ids.ts'
import { compile } from '../../server/graph/compile.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import { temporaryStore } from '../store/temporary-store.ts'

/** What an analyst would draw: where it begins, where it ends, and each step between. */
const shapes: Readonly<Record<string, readonly [from: NodeId, to: NodeId, kinds: readonly string[]]>> = {
  'a leaked token writes to a repository, whose workflow becomes an AWS role, which reads a bucket': [
    taggerToken,
    mobileReleases,
    ['AUTHENTICATES_AS', 'CAN_WRITE', 'RUNS_AS', 'CAN_ASSUME', 'CAN_READ'],
  ],
  'a workload of a cluster runs as its service account, which takes on an AWS role': [
    deploymentId('prod', 'payments', 'checkout'),
    roleId('prod', 'svc-checkout'),
    ['RUNS_AS', 'CAN_ASSUME'],
  ],
  'an agent changes by a tool what a workflow runs, and so reads a secret of the organisation': [
    agentId('code-reviewer'),
    publishingToken,
    ['CAN_CALL', 'ACTS_ON', 'RUNS_AS', 'USES_SECRET'],
  ],
  'an app may by its permission make itself Global Administrator': [
    appId('Identity Sync'),
    tenantId,
    ['HAS_GRANT', 'CAN_CONTROL'],
  ],
  'a plan that is not applied yet would lead from a workflow’s role to the account': [
    roleId('prod', 'mobile-release'),
    accountId('prod'),
    ['CAN_CONTROL'],
  ],
  'a token that still works reaches its person and what the person’s team may': [
    validToken,
    repositoryId('notebooks'),
    ['AUTHENTICATES_AS', 'MEMBER_OF', 'CAN_WRITE'],
  ],
}

test('the sample company shows six shapes of path across systems, each with evidence at every hop', async () => {
  const store = await temporaryStore()
  await fillDemo(store)
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  const at = (id: NodeId) => graph.nodes.indexOf(id) ?? -1
  for (const [shape, [from, to, kinds]] of Object.entries(shapes)) {
    const { paths: found, none } = await paths({ graph, snapshot }, [at(from)], [at(to)], { k: 5, by: 'hops' })
    const ways = [...found, ...[none?.conditionalPath ?? []].flat()].map(({ path }) => path)
    const told = ways.find((hops) => hops.map(({ kind }) => kind).join() === kinds.join())
    expect(told, `${shape}: ${ways.map((hops) => hops.map(({ kind }) => kind).join('-')).join(' | ')}`).toBeDefined()
    expect(
      told!.filter(({ evidence }) => evidence.length === 0),
      shape,
    ).toEqual([])
  }
  expect([at(reviewerTool), at(analyst), at(groupId('data'))]).not.toContain(-1)
})

test('what is only planned is conditional on the plan, and adds nothing to what is granted', async () => {
  const store = await temporaryStore()
  await fillDemo(store)
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  const [from, to] = [roleId('prod', 'mobile-release'), accountId('prod')].map((id) => graph.nodes.indexOf(id)!)
  const { paths: found, none } = await paths({ graph, snapshot }, [from!], [to!])
  expect(found).toEqual([])
  expect(none?.conditionalPath?.path.map(({ missing }) => missing)).toEqual([
    'whether the plan mobile-release is applied',
  ])
})
