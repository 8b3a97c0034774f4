import type { ToolEffect } from '../model/kinds.ts'
import { inventory, type NodeId } from '../model/node-id.ts'
import { daysAgo } from './calendar.ts'
import { stores, teams } from './company.ts'
import {
  agentId,
  bucketId,
  deploymentId,
  functionId,
  gateId,
  permissionId,
  repositoryId,
  sharedSecretId,
  storeId,
  teamId,
  toolId,
} from './ids.ts'
import { openSheet, type Sheet } from './sheet.ts'

interface Tool {
  readonly server: string
  readonly name: string
  readonly effect: ToolEffect
  readonly on: readonly NodeId[]
  /** Somebody must say yes first. */
  readonly asks?: true
  /** The tool's own words say so; no configuration does. */
  readonly inferred?: true
  readonly missing?: string
}
interface Agent {
  readonly name: string
  readonly team?: string
  readonly purpose: string
  readonly tools: readonly Tool[]
  /** Whose words it reads, though nobody vouches for them. */
  readonly hears?: string
  readonly handsTo?: string
}
const data = (name: string) => storeId('prod', stores.find((it) => it.name === name)!)

const helpers: readonly Agent[] = [
  {
    name: 'release-notes',
    team: 'platform',
    purpose: 'Writes the notes of a release from merged changes.',
    hears: 'whoever opens a pull request',
    tools: [
      {
        server: 'history',
        name: 'read_changes',
        effect: 'read',
        on: [repositoryId('shop-web'), repositoryId('shop-api')],
      },
      // The story of the agent: a shell, given so that it could run git, on the machine that builds.
      {
        server: 'shell',
        name: 'run_command',
        effect: 'execute',
        on: [deploymentId('prod', 'platform', 'build-runner')],
      },
    ],
  },
  {
    name: 'support-assistant',
    team: 'support',
    purpose: 'Answers customers’ questions about their orders.',
    hears: 'customers who write in',
    handsTo: 'data-analyst',
    tools: [
      { server: 'desk', name: 'search_tickets', effect: 'read', on: [data('tickets')] },
      { server: 'desk', name: 'reply', effect: 'additive', on: [data('tickets')] },
      { server: 'shop', name: 'look_up_customer', effect: 'read', on: [data('customers')] },
      { server: 'shop', name: 'refund', effect: 'destructive', on: [data('payments-ledger')], asks: true },
    ],
  },
  {
    name: 'data-analyst',
    team: 'data',
    purpose: 'Answers questions from the report lake.',
    tools: [
      { server: 'lake', name: 'query', effect: 'read', on: [bucketId('fernhill-report-lake')] },
      {
        server: 'notebook',
        name: 'run_cell',
        effect: 'execute',
        on: [functionId('analytics', 'notebooks')],
        asks: true,
      },
    ],
  },
  {
    name: 'incident-helper',
    team: 'platform',
    purpose: 'Gathers what an engineer on call needs to see.',
    tools: [
      { server: 'cluster', name: 'describe', effect: 'read', on: [deploymentId('prod', 'platform', 'gateway')] },
      {
        server: 'cluster',
        name: 'exec',
        effect: 'execute',
        on: [deploymentId('prod', 'platform', 'gateway'), deploymentId('prod', 'payments', 'checkout')],
        asks: true,
      },
    ],
  },
  {
    name: 'code-reviewer',
    team: 'platform',
    purpose: 'Comments on proposed changes.',
    hears: 'whoever opens a pull request',
    tools: [
      {
        server: 'forge',
        name: 'read_file',
        effect: 'read',
        on: ['shop-web', 'shop-api', 'checkout', 'order-api'].map(repositoryId),
      },
    ],
  },
  {
    name: 'campaign-writer',
    team: 'marketing',
    purpose: 'Drafts newsletters.',
    handsTo: 'handbook-search',
    tools: [
      { server: 'mailer', name: 'send_campaign', effect: 'write', on: [data('newsletter-list')], inferred: true },
      { server: 'media', name: 'upload_image', effect: 'additive', on: [data('product-images')] },
    ],
  },
  {
    name: 'buyer',
    team: 'warehouse',
    purpose: 'Reorders what runs low.',
    hears: 'suppliers who write in',
    tools: [
      { server: 'stock', name: 'levels', effect: 'read', on: [data('stock')] },
      {
        server: 'stock',
        name: 'book_purchase',
        effect: 'write',
        on: [data('stock')],
        missing: 'up to what sum it may buy without a person',
      },
    ],
  },
  {
    name: 'onboarding-helper',
    team: 'it',
    purpose: 'Prepares accounts for new colleagues.',
    tools: [
      {
        server: 'directory',
        name: 'create_user',
        effect: 'additive',
        on: [permissionId('people')],
        asks: true,
        inferred: true,
      },
    ],
  },
  {
    name: 'handbook-search',
    purpose: 'Finds the page of the handbook.',
    tools: [
      { server: 'docs', name: 'search', effect: 'read', on: [permissionId('staff site'), repositoryId('handbook')] },
    ],
  },
  {
    name: 'price-watcher',
    team: 'catalogue',
    purpose: 'Follows what competitors ask.',
    hears: 'the pages of competitors',
    tools: [{ server: 'prices', name: 'update_price', effect: 'write', on: [data('catalogue')] }],
  },
]

/** Agents, the tools they can call, and what these do to the rest of the estate. */
export function agents(): Sheet {
  const sheet = openSheet('agents')
  const { node } = sheet
  for (const { name } of teams) node({ id: teamId(name), kind: 'Owner', type: 'team', name })
  const person = node({
    id: gateId('agents', 'person-in-the-loop'),
    kind: 'Gate',
    type: 'approval',
    name: 'a person says yes',
  })
  for (const agent of helpers) addAgent(sheet, agent, person)
  return sheet
}

function addAgent({ node, edge }: Sheet, { name, team, purpose, tools, hears, handsTo }: Agent, person: NodeId): void {
  const id = node({
    id: agentId(name),
    kind: 'Identity',
    type: 'agent',
    name,
    provider: 'mcp',
    createdAt: daysAgo(150),
    lastUsedAt: daysAgo(0),
  })
  const mission = node({ id: inventory('purposes', name), kind: 'Purpose', type: 'mission', name: purpose })
  edge('DECLARES', id, mission)
  if (team) {
    edge('OWNS', teamId(team), id)
    edge('ACCOUNTABLE_FOR', teamId(team), id, { key: 'agent' })
    edge('CAN_HALT', teamId(team), id)
  }
  for (const tool of tools) {
    const to = node({
      id: toolId(name, tool.server, tool.name),
      kind: 'Tool',
      type: tool.effect,
      name: `${tool.server}: ${tool.name}`,
      provider: 'mcp',
      properties: { effect: tool.effect, reversible: tool.effect !== 'destructive' && tool.effect !== 'execute' },
    })
    edge('CAN_CALL', id, to, { confidence: 'observed', ...(tool.asks ? { gates: [person] } : {}) })
    const how = {
      confidence: tool.inferred ? 'inferred' : 'granted',
      ...(tool.missing ? { missing: tool.missing } : {}),
    } as const
    for (const target of tool.on) edge('ACTS_ON', to, target, { key: tool.effect, ...how })
  }
  const key = node({
    id: sharedSecretId('key of the model provider'),
    kind: 'Secret',
    type: 'api_token',
    name: 'key of the model provider',
    createdAt: daysAgo(310),
  })
  edge('USES_SECRET', id, key)
  if (handsTo) edge('CAN_INSTRUCT', id, agentId(handsTo))
  if (!hears) return
  const stranger = node({
    id: inventory('outside', hears),
    kind: 'Identity',
    type: 'external',
    name: hears,
  })
  edge('CAN_INSTRUCT', stranger, id, {
    ease: 'untrusted_content',
    confidence: 'inferred',
    note: 'It reads what they write.',
  })
}
