// https://docs.github.com/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization
import { Type } from 'typebox'
import type { NodeClaim } from '../server/model/facts.ts'
import { githubAccount, githubPart, githubRepository, secret } from '../server/model/node-id.ts'
import { defineLogImporter, type Told } from './use/log-importer.ts'
import type { Use } from './use/uses.ts'
import { itself, refused, Text, TextOrNumber, unnamed } from './use/words.ts'

const Event = Type.Object({
  action: Type.String({ pattern: '^[a-z0-9_]+\\.[a-z0-9_.-]+$' }),
  actor: Text,
  actor_is_bot: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  org: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String()), Type.Null()])),
  repo: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String()), Type.Null()])),
  repository: Text,
  business: Text,
  created_at: TextOrNumber,
  '@timestamp': TextOrNumber,
  _document_id: Text,
  token_id: TextOrNumber,
  programmatic_access_type: Text,
})
type Event = Type.Static<typeof Event>

export const githubAudit = defineLogImporter({
  source: 'github-audit',
  version: 1,
  reads: 'who did what in a GitHub organisation or enterprise, by its audit log',
  get: [
    "gh api '/orgs/<org>/audit-log?include=all&per_page=100' --paginate > audit-<org>.json",
    'a stream or an export of the audit log, one event a line',
  ],
  sniff: ({ text }) => /"action"\s*:\s*"[a-z0-9_]+\.[a-z0-9_.-]+"/.test(text) && /"actor"\s*:/.test(text),
  event: Event,
  coverage: [
    { missing: 'git events (clone, fetch, push) older than seven days', settledBy: 'a stream of the audit log' },
    { missing: 'which classic token was used: the log names its owner' },
  ],
  read(event, run): Told {
    const host = run.scope ?? 'github.com'
    const { actor, action } = event
    const [org, repo] = [one(event.org), one(event.repo) ?? event.repository]
    const part = org ?? event.business ?? host
    const told = { part, at: event['@timestamp'] ?? event.created_at ?? undefined, id: event._document_id }
    if (!actor) return { ...told, uses: unnamed }
    if (actor === 'github') return { ...told, uses: itself }
    if (/reject|fail|denied/.test(action)) return { ...told, uses: refused }
    const of = repo?.includes('/') ? repositoryClaim(host, repo) : org ? accountClaim(host, org, true) : undefined
    const user = accountClaim(host, actor, false, event.actor_is_bot === true || actor.endsWith('[bot]'))
    if (!of) return { ...told, uses: 'name neither a repository nor an organisation' }
    const token = fineGrained(host, event)
    const use: Use = token ? { by: token.bot, of, action, with: token.secret } : { by: user, of, action }
    return { ...told, uses: [use], delegated: token ? [{ by: token.bot, whom: user, action: 'token' }] : [] }
  },
})

const one = (value: Event['org']): string | undefined => (Array.isArray(value) ? value[0] : (value ?? undefined))

const loginAlias = (host: string, login: string) =>
  `github-login${host === 'github.com' ? '' : `-${host}`}:${login.toLowerCase()}`

function accountClaim(host: string, login: string, isOrg: boolean, isBot = false): NodeClaim {
  const shared = { name: login, provider: 'github', stub: true, aliases: [loginAlias(host, login)] }
  const id = githubAccount(host, login)
  return isOrg
    ? { id, kind: 'Resource', type: 'github_organization', account: login, ...shared }
    : { id, kind: 'Identity', type: isBot ? 'bot' : 'human', ...shared }
}

const repositoryClaim = (host: string, fullName: string): NodeClaim => ({
  id: githubRepository(host, fullName),
  kind: 'Resource',
  type: 'github_repository',
  name: fullName,
  provider: 'github',
  account: fullName.split('/')[0]!,
  stub: true,
  aliases: [`repository:${host}/${fullName.toLowerCase()}`],
})

/** A fine-grained token does less than its owner, and the log names it as lists of tokens do. */
function fineGrained(host: string, { token_id: id, programmatic_access_type: type }: Event) {
  if (!id || !/^fine-grained personal access token$/i.test(type ?? '')) return undefined
  const about = { provider: 'github', stub: true } as const
  const name = `token ${id}`
  const bot = { id: githubPart(host, 'token', id), kind: 'Identity', type: 'bot', name: `Access of ${name}` } as const
  const held = { id: secret('github', `${host}/token/${id}`), kind: 'Secret', type: 'pat', name } as const
  return { bot: { ...bot, ...about }, secret: { ...held, ...about } }
}
