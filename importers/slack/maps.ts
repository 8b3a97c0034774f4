import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { type NodeId, secretAt, secretByFingerprint, slack, slackPart } from '../../server/model/node-id.ts'
import type { Emit, Run, ScopedEmit } from '../importer.ts'
import type { SlackRecord } from './shapes.ts'

export interface Told {
  readonly record: SlackRecord
  readonly emit: Emit
  readonly run: Run
  /** The workspace or organisation, by its id where the record tells, else by `--scope`. */
  readonly team: string
}

const about = (team: string) => ({ provider: 'slack', account: team }) as const
const granted = (edge: Omit<EdgeClaim, 'verdict' | 'missing' | 'confidence'>): EdgeClaim => ({
  ...edge,
  confidence: 'granted',
  ...allowed,
})

const workspace = (team: string, name?: string | null): NodeClaim => ({
  id: slack(team),
  kind: 'Resource',
  type: 'slack_workspace',
  name: name || (team === 'unknown' ? 'Slack workspace (not named)' : team),
  ...about(team),
})

const app = (team: string, id: string, name?: string | null): NodeClaim => ({
  id: slack(id),
  kind: 'Identity',
  type: 'oauth_app',
  name: name || id,
  ...about(team),
  ...(name ? {} : { stub: true }),
})

const user = (team: string, id: string): NodeClaim => ({
  id: slack(id),
  kind: 'Identity',
  type: 'human',
  name: id,
  ...about(team),
  stub: true,
})

/** Seconds since 1970. */
const timeOf = (seconds: string | number | null | undefined): string | undefined =>
  Number(seconds) > 0 ? new Date(Number(seconds) * 1000).toISOString() : undefined

/** Scopes of one sort of token are granted together; those of a user's token are his consent. */
function grant(into: ScopedEmit, team: string, holder: NodeId, of: string, scopes: readonly string[], by?: NodeId) {
  const id = slackPart(team, 'grant', of)
  into.node({
    id,
    kind: 'Grant',
    type: by || of.includes('/user') ? 'delegated' : 'application',
    name: scopes.join(' '),
    ...about(team),
    properties: { scopes: [...scopes].sort(), workspace: slack(team), ...(by ? { user: by } : {}) },
  })
  into.edge(granted({ kind: 'HAS_GRANT', from: holder, to: id }))
}

export function mapApprovedApp({ record, team, emit }: Told) {
  const it = record.app!
  const into = emit.into(`slack:${team}:approved-apps`)
  into.node(workspace(team))
  into.node({
    ...app(team, it.id, it.name),
    stub: false,
    properties: { approvedAt: timeOf(record.date_updated) ?? '', internal: it.is_internal === true },
  })
  const scopes = (record.scopes ?? []).flatMap((one) => (typeof one === 'string' ? [] : [one]))
  for (const [type, these] of Map.groupBy(scopes, ({ token_type }) => token_type ?? 'bot')) {
    grant(
      into,
      team,
      slack(it.id),
      `${it.id}/${type}`,
      these.map(({ name }) => name),
    )
  }
}

export function mapRequestedApp({ emit }: Told) {
  emit.skip('an app that was asked for and not approved has nothing yet')
}

export function mapMember({ record, team, emit }: Told) {
  const { id, profile, is_bot: isBot } = record
  if (!id) return emit.reject('a member needs an id')
  const own = record.team_id ?? team
  const into = emit.into(`slack:${own}:members`)
  const role = record.is_primary_owner || record.is_owner ? 'owner' : record.is_admin ? 'admin' : undefined
  const email = profile?.email
  into.node(workspace(own))
  into.node({
    ...user(own, id),
    type: isBot ? 'bot' : 'human',
    name: email ?? record.name ?? id,
    stub: false,
    properties: {
      enabled: record.deleted !== true,
      ...(role ? { role } : {}),
      ...(email ? { email: email.toLowerCase() } : {}),
      ...(record.has_2fa === false ? { secondFactor: false } : {}),
      ...(record.is_restricted || record.is_ultra_restricted ? { guest: true } : {}),
    },
  })
  if (profile?.api_app_id && !record.deleted) botOf(into, own, profile.api_app_id, slack(id))
}

/** An app acts as its bot user. */
function botOf(into: ScopedEmit, team: string, appId: string, bot: NodeId) {
  into.node(app(team, appId))
  into.edge(granted({ kind: 'CAN_ASSUME', from: slack(appId), to: bot }))
}

export function mapBot({ record, team, emit }: Told) {
  const own = record.user_id ?? record.id
  if (!own || !record.app_id) return emit.reject('a bot needs its id and its app')
  const into = emit.into(`slack:${team}:bots`)
  const enabled = record.deleted !== true
  const properties = { enabled, botId: record.id ?? '' }
  into.node({ ...user(team, own), type: 'bot', name: record.name ?? own, stub: false, properties })
  if (enabled) botOf(into, team, record.app_id, slack(own))
}

/** What an app was handed at its installation: a bot's token, and perhaps one of whoever installed it. */
export function mapToken({ record, team, emit, run }: Told) {
  const { app_id: appId, authed_user: person } = record
  const own = (typeof record.team === 'object' ? record.team.id : record.team) ?? record.enterprise?.id ?? team
  if (!appId) return emit.reject('a token needs its app')
  const into = emit.into(`slack:${own}:tokens of ${appId}`)
  into.node(workspace(own))
  into.node(app(own, appId))
  if (record.token_type !== 'user' && record.scope) token('bot', record.access_token, record.scope)
  if (person?.scope) {
    into.node(user(own, person.id))
    token(`user/${person.id}`, person.access_token, person.scope, slack(person.id))
  }

  /** A token does no more than its scopes, whoever it was made for. */
  function token(of: string, value: unknown, scope: string, by?: NodeId) {
    const holder = slackPart(own, 'token', appId!, of)
    const print = typeof value === 'string' ? run.fingerprint(value) : undefined
    const id = print ? secretByFingerprint(print) : secretAt(holder, 'token')
    const name = `${by ? 'user' : 'bot'} token of ${appId}`
    into.node({ id: holder, kind: 'Identity', type: 'bot', name, ...about(own) })
    into.node({
      id,
      kind: 'Secret',
      type: 'api_token',
      name,
      ...about(own),
      ...(print ? { aliases: [`fingerprint:${print}`] } : {}),
    })
    into.edge(granted({ kind: 'AUTHENTICATES_AS', from: id, to: holder }))
    into.edge(granted({ kind: 'USES_SECRET', from: slack(appId!), to: id }))
    grant(into, own, holder, `${appId}/token ${of}`, scope.split(','), by)
  }
}

/** Whose token it was that asked; the token itself is not in the answer. */
export function mapWhose({ record, emit }: Told) {
  const own = record.team_id!
  const into = emit.into(`slack:${own}:whose token`)
  into.node(workspace(own, typeof record.team === 'string' ? record.team : undefined))
  into.node({ ...user(own, record.user_id!), ...(record.bot_id ? { type: 'bot' } : {}) })
}

/** Who had an app installed; one that is gone has nothing. */
export function mapLog({ record, team, emit }: Told) {
  const { app_id: appId, user_id: by, change_type: change } = record
  if (!appId || !by) return emit.skip('an integration without an app or a user of its own is not followed')
  if (/^(?:removed|disabled)$/.test(change ?? '')) return emit.skip('an app that was removed has nothing any more')
  const into = emit.into(`slack:${team}:integration-log`)
  into.node(app(team, appId, record.app_type))
  into.node(user(team, by))
  into.edge(granted({ kind: 'OWNS', from: slack(by), to: slack(appId) }))
  if (record.scope) grant(into, team, slack(appId), `${appId}/user ${by}`, record.scope.split(','), slack(by))
}
