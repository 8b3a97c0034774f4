import { allowed, conditionalOn } from '../server/model/facts.ts'
import { githubAccount, githubPart, type NodeId } from '../server/model/node-id.ts'
import type { ScopedEmit } from './importer.ts'

/** What GitHub answered of a token that a scanner tried. */
export interface GitHubAnswer {
  readonly host: string
  readonly login: string
  /** As the token's own header lists them: a fine-grained token has none. */
  readonly scopes: readonly string[]
}

/** What a token can do at most, where its own permissions are not known. */
const WHOLE = ['repo', 'workflow', 'admin:org']

/** A leaked token is not its user: it does what the user may, as far as its scopes let it. */
export function emitGitHubHolder(emit: ScopedEmit, secret: NodeId, { host, login, scopes }: GitHubAnswer): void {
  const user = githubAccount(host, login)
  const bot = githubPart(host, 'token', 'leaked', secret)
  const grant = githubPart(host, 'token-grant', 'leaked', secret)
  const aliases = [`github-login${host === 'github.com' ? '' : `-${host}`}:${login.toLowerCase()}`]
  const about = { provider: 'github' } as const
  emit.node({ ...about, id: user, kind: 'Identity', type: 'human', name: login, aliases, stub: true })
  emit.node({ ...about, id: bot, kind: 'Identity', type: 'bot', name: `Access of a leaked token of ${login}` })
  const properties = { scopes: scopes.length > 0 ? [...scopes] : WHOLE, user }
  emit.node({
    ...about,
    id: grant,
    kind: 'Grant',
    type: 'delegated',
    name: `What a leaked token may do for ${login}`,
    properties,
  })
  emit.edge({ kind: 'AUTHENTICATES_AS', from: secret, to: bot, confidence: 'observed', ...allowed })
  emit.edge({ kind: 'OWNS', from: user, to: bot, confidence: 'observed', ...allowed })
  const verdict = scopes.length > 0 ? allowed : conditionalOn(`which permissions the token of ${login} has`)
  emit.edge({ kind: 'HAS_GRANT', from: bot, to: grant, confidence: 'observed', ...verdict })
}
