import { location } from '../model/node-id.ts'
import { daysAgo } from './calendar.ts'
import { environments, services } from './company.ts'
import {
  accessKeyId,
  fullName,
  gateId,
  githubAppId,
  groupId,
  organisationId,
  repositoryId,
  roleId,
  sharedSecretId,
  teamId,
  workflowId,
} from './ids.ts'
import { openSheet, type Sheet } from './sheet.ts'

/** Repositories that no service is built from; each workflow acts on its own. */
const others = [
  { name: 'infrastructure', team: 'platform', workflows: ['plan.yml', 'apply.yml'] },
  { name: 'it-automation', team: 'it', workflows: ['joiners-and-leavers.yml'] },
  { name: 'report-scripts', team: 'data', workflows: [] },
  { name: 'notebooks', team: 'data', workflows: ['check.yml'] },
  { name: 'design-system', team: 'storefront', workflows: ['publish.yml'] },
  { name: 'handbook', team: 'it', workflows: ['publish.yml'] },
  { name: 'mobile-app', team: 'storefront', workflows: ['build.yml'] },
  { name: 'agents', team: 'platform', workflows: ['test.yml'] },
  { name: 'threat-models', team: 'security', workflows: [] },
]

export function github(): Sheet {
  const sheet = openSheet('github')
  const { node, edge } = sheet
  node({
    id: organisationId,
    kind: 'Resource',
    type: 'github_organization',
    name: 'fernhill-outfitters',
    provider: 'github',
  })
  const mfa = node({ id: gateId('entra', 'mfa'), kind: 'Gate', type: 'mfa', name: 'phishing-resistant sign-in' })
  edge('CAN_CONTROL', groupId('cloud-administrators'), organisationId, { gates: [mfa] })
  const approval = node({
    id: gateId('github', 'production'),
    kind: 'Gate',
    type: 'approval',
    name: 'approval of a production deployment',
  })
  edge('APPROVES', teamId('platform'), approval)
  const all: string[] = []
  for (const { name, team } of services) {
    all.push(name)
    addRepository(sheet, name, team)
    const job = addWorkflow(sheet, name, team, 'deploy.yml')
    for (const env of environments)
      edge('CAN_ASSUME', job, roleId(env, `deploy-${team}`), env === 'prod' ? { gates: [approval] } : {})
  }
  for (const { name, team, workflows } of others) {
    all.push(name)
    addRepository(sheet, name, team)
    for (const file of workflows) addWorkflow(sheet, name, team, file)
  }
  addBots(sheet, all)
  addLeak(sheet)
  addContractor(sheet)
  return sheet
}

function addRepository({ node, edge }: Sheet, name: string, team: string): void {
  const dataClass = name === 'handbook' ? undefined : 'source'
  const id = node({
    id: repositoryId(name),
    kind: 'Resource',
    type: 'github_repository',
    name: fullName(name),
    provider: 'github',
    dataClass,
  })
  edge('CONTAINS', organisationId, id)
  edge('OWNS', teamId(team), id)
  edge('CAN_READ', groupId(team), id)
  edge('CAN_WRITE', groupId(team), id)
}

function addWorkflow({ node, edge }: Sheet, repository: string, team: string, file: string) {
  const job = node({
    id: workflowId(repository, file),
    kind: 'Identity',
    type: 'ci_job',
    name: `${repository}: ${file}`,
    provider: 'github',
    lastUsedAt: daysAgo(1),
  })
  edge('RUNS_AS', repositoryId(repository), job, { confidence: 'observed' })
  edge('OWNS', teamId(team), job)
  return job
}

/** Apps and bots that work across repositories, each with a key that somebody keeps. */
const bots = [
  { name: 'dependency-bot', type: 'private_key', age: 690, reads: true, writes: true, team: 'platform' },
  { name: 'docs-bot', type: 'pat', age: 220, reads: true, writes: false, team: 'it' },
  { name: 'code-search', type: 'pat', age: 530, reads: true, writes: false },
] as const

function addBots({ node, edge }: Sheet, repositories: readonly string[]): void {
  for (const bot of bots) {
    const id = node({
      id: githubAppId(bot.name),
      kind: 'Identity',
      type: 'bot',
      name: bot.name,
      provider: 'github',
      lastUsedAt: daysAgo(0),
    })
    const key = node({
      id: sharedSecretId(`key of ${bot.name}`),
      kind: 'Secret',
      type: bot.type,
      name: `key of ${bot.name}`,
      createdAt: daysAgo(bot.age),
    })
    edge('AUTHENTICATES_AS', key, id, { confidence: 'observed' })
    if ('team' in bot) edge('OWNS', teamId(bot.team), id)
    for (const repository of repositories.filter((it) => it !== 'report-scripts' && it !== 'it-automation')) {
      edge('CAN_READ', id, repositoryId(repository))
      if (bot.writes) edge('CAN_WRITE', id, repositoryId(repository))
    }
  }
}

/** The story of the leaked key: a file of settings, committed to a repository that was made public later. */
function addLeak({ node, edge }: Sheet): void {
  const place = fullName('report-scripts')
  const file = node({
    id: location('github', `github.com/${place}`, '.env.backup'),
    kind: 'Location',
    type: 'repository_file',
    name: `${place}/.env.backup`,
    provider: 'github',
  })
  const anyone = node({
    id: githubAppId('anyone'),
    kind: 'Identity',
    type: 'external',
    name: 'anyone on the internet',
    stub: true,
  })
  edge('CAN_READ', anyone, repositoryId('report-scripts'), { note: 'The repository is public.' })
  edge('CONTAINS', repositoryId('report-scripts'), file, { key: 'part', confidence: 'observed' })
  edge('HOLDS', file, accessKeyId('report-export'), { confidence: 'observed' })
  edge('EXPOSED_IN', accessKeyId('report-export'), file, { confidence: 'observed' })
}

/** Where the hop between clouds can begin: somebody from outside who may push to one small repository. */
function addContractor({ node, edge }: Sheet): void {
  const contractor = node({
    id: githubAppId('u-brightdesk'),
    kind: 'Identity',
    type: 'external',
    name: 'Brightdesk contractor',
    provider: 'github',
    properties: { thirdParty: true },
  })
  edge('CAN_WRITE', contractor, repositoryId('it-automation'))
}
