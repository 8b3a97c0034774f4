import { location } from '../model/node-id.ts'
import { daysAgo } from './calendar.ts'
import {
  accountId,
  agentId,
  bucketId,
  fullName,
  githubAppId,
  organisationId,
  person,
  personId,
  repositoryId,
  roleId,
  sharedSecretId,
  teamId,
  toolId,
  workflowId,
} from './ids.ts'
import { openSheet, type Sheet } from './sheet.ts'

/** Small ways from one system into the next, such as every company has: none of them is a story of its own. */
export function crossings(): Sheet {
  const sheet = openSheet('crossings')
  addLeakedToken(sheet)
  addMobileRelease(sheet)
  addPlan(sheet)
  addReviewer(sheet)
  addValidToken(sheet)
  return sheet
}

export const taggerToken = sharedSecretId('token of release-tagger')
export const mobileReleases = bucketId('fernhill-mobile-releases')
export const publishingToken = sharedSecretId('publishing token')
export const validToken = sharedSecretId('token of alert 7')
export const reviewerTool = toolId('code-reviewer', 'forge', 'push_suggestion')
/** Somebody of the data team. */
export const analyst = personId(person(49).email)
const mobileRole = roleId('prod', 'mobile-release')

function addLeakedToken({ node, edge }: Sheet): void {
  const place = fullName('handbook')
  const bot = node({
    id: githubAppId('release-tagger'),
    kind: 'Identity',
    type: 'bot',
    name: 'release-tagger',
    provider: 'github',
    lastUsedAt: daysAgo(4),
  })
  const token = node({
    id: taggerToken,
    kind: 'Secret',
    type: 'pat',
    name: 'token of release-tagger',
    createdAt: daysAgo(410),
  })
  const page = node({
    id: location('github', `github.com/${place}`, 'how-we-release.md'),
    kind: 'Location',
    type: 'repository_file',
    name: `${place}/how-we-release.md`,
    provider: 'github',
  })
  edge('CONTAINS', repositoryId('handbook'), page, { key: 'part', confidence: 'observed' })
  edge('HOLDS', page, token, { confidence: 'observed' })
  edge('EXPOSED_IN', token, page, { confidence: 'observed' })
  edge('AUTHENTICATES_AS', token, bot, { confidence: 'observed' })
  edge('OWNS', teamId('storefront'), bot)
  for (const kind of ['CAN_READ', 'CAN_WRITE']) edge(kind, bot, repositoryId('mobile-app'))
}

function addMobileRelease({ node, edge }: Sheet): void {
  const about = { provider: 'aws', environment: 'prod' }
  const job = workflowId('mobile-app', 'build.yml')
  node({ id: mobileRole, kind: 'Identity', type: 'role', name: 'mobile-release', ...about, lastUsedAt: daysAgo(2) })
  node({ id: mobileReleases, kind: 'Resource', type: 'aws_s3_bucket', name: 'fernhill-mobile-releases', ...about })
  node({
    id: publishingToken,
    kind: 'Secret',
    type: 'api_token',
    name: 'publishing token of the organisation',
    createdAt: daysAgo(520),
  })
  edge('CONTAINS', accountId('prod'), mobileRole)
  edge('CONTAINS', accountId('prod'), mobileReleases)
  edge('CAN_ASSUME', job, mobileRole, { note: 'Its trust policy takes any branch of the repository.' })
  edge('CAN_READ', mobileRole, mobileReleases)
  edge('CAN_WRITE', mobileRole, mobileReleases)
  edge('USES_SECRET', job, publishingToken, { note: 'The organisation gives it to all of its repositories.' })
  edge('CONTAINS', organisationId, publishingToken)
}

/** A change that waits for its review: it is no right before it is applied. */
function addPlan({ edge }: Sheet): void {
  edge('CAN_CONTROL', mobileRole, accountId('prod'), {
    key: 'AdministratorAccess',
    missing: 'whether the plan mobile-release is applied',
    note: 'The plan attaches AdministratorAccess to the role.',
  })
}

/** What a server was given a person's token for, each of its tools may use. */
function addReviewer({ node, edge }: Sheet): void {
  node({
    id: reviewerTool,
    kind: 'Tool',
    type: 'write',
    name: 'forge: push_suggestion',
    provider: 'mcp',
    properties: { effect: 'write', reversible: true },
  })
  edge('CAN_CALL', agentId('code-reviewer'), reviewerTool, { confidence: 'observed' })
  edge('ACTS_ON', reviewerTool, repositoryId('mobile-app'), {
    key: 'write',
    note: 'Its server was given the token of release-tagger.',
  })
  edge('USES_SECRET', agentId('code-reviewer'), taggerToken)
}

/** An alert of the forge itself, whose token still worked when it was tried. */
function addValidToken({ node, edge }: Sheet): void {
  const place = fullName('notebooks')
  const token = node({ id: validToken, kind: 'Secret', type: 'pat', name: 'token of alert 7', createdAt: daysAgo(75) })
  const cell = node({
    id: location('github', `github.com/${place}`, 'returns.ipynb'),
    kind: 'Location',
    type: 'repository_file',
    name: `${place}/returns.ipynb`,
    provider: 'github',
  })
  edge('CONTAINS', repositoryId('notebooks'), cell, { key: 'part', confidence: 'observed' })
  edge('HOLDS', cell, token, { confidence: 'observed' })
  edge('EXPOSED_IN', token, cell, { confidence: 'observed' })
  edge('AUTHENTICATES_AS', token, analyst, { confidence: 'observed', note: 'It was tried, and signed in.' })
}
