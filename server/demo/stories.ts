import type { NodeId } from '../model/node-id.ts'
import { stores } from './company.ts'
import {
  accessKeyId,
  agentId,
  appId,
  clusterId,
  permissionId,
  serviceAccountId,
  storeId,
  tenantId,
  workflowId,
} from './ids.ts'

/** Something worth finding in the sample estate: where to look, and what one finds there. */
export interface Story {
  readonly id: string
  readonly title: string
  readonly start: NodeId
  readonly worst: NodeId
  readonly says: string
}

const production = (name: string) => storeId('prod', stores.find((it) => it.name === name)!)

export const stories: readonly Story[] = [
  {
    id: 'leaked-key',
    title: 'A leaked key that reaches production data',
    start: accessKeyId('report-export'),
    worst: production('customers'),
    says: 'A settings file in a public repository holds the key of a small exporter, and the exporter may become the role that reads every customer.',
  },
  {
    id: 'unowned-app',
    title: 'An OAuth app nobody owns',
    start: appId('Inbox Concierge'),
    worst: permissionId('mail'),
    says: 'Somebody who has left let another company’s app into every mailbox and every file, two years ago. It still signs in, and nobody answers for it.',
  },
  {
    id: 'agent-shell',
    title: 'An agent whose tool reaches deployment credentials',
    start: agentId('release-notes'),
    worst: clusterId('prod'),
    says: 'The agent that writes release notes was given a shell on the build machine, where the token lies that deploys to production.',
  },
  {
    id: 'shared-secret',
    title: 'One secret shared by many workloads',
    start: serviceAccountId('dev', 'warehouse', 'forecast'),
    worst: production('orders'),
    says: 'Fifteen workloads of three environments sign in with one password, so a test workload reads the orders of production.',
  },
  {
    id: 'cross-cloud',
    title: 'A hop from code to cloud to directory',
    start: workflowId('it-automation', 'joiners-and-leavers.yml'),
    worst: tenantId,
    says: 'A workflow on GitHub becomes a role in AWS, which reads the secret of an app in Entra that may make itself administrator of the directory.',
  },
]
