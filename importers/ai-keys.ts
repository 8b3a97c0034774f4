// https://platform.openai.com/docs/api-reference/administration, https://docs.anthropic.com/en/api/admin-api/apikeys/list-api-keys
import { Type } from 'typebox'
import { allowed, conditionalOn, type NodeClaim } from '../server/model/facts.ts'
import { aiThing, type NodeId, owner, secret } from '../server/model/node-id.ts'
import { defineImporter, type Emit, type Place, type Run, recordType, type ScopedEmit } from './importer.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Time = Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]))
const Person = Type.Object({ id: Text, name: Text, email: Text })
const Key = Type.Object({
  object: Text,
  type: Text,
  id: Type.String(),
  name: Text,
  value: Text,
  status: Text,
  role: Text,
  created_at: Time,
  last_used_at: Time,
  expires_at: Time,
  workspace_id: Text,
  owner: Type.Optional(
    Type.Object({
      type: Text,
      id: Text,
      name: Text,
      user: Type.Optional(Type.Union([Person, Type.Null()])),
      service_account: Type.Optional(Type.Union([Person, Type.Null()])),
    }),
  ),
  created_by: Type.Optional(Type.Object({ id: Text, type: Text })),
})
type Key = Type.Static<typeof Key>

export const aiKeys = defineImporter({
  source: 'ai-keys',
  version: 1,
  reads: 'API keys and service accounts of OpenAI and Anthropic organisations',
  get: [
    'curl https://api.openai.com/v1/organization/admin_api_keys -H "Authorization: Bearer $OPENAI_ADMIN_KEY" > openai-admin-keys.json',
    'curl https://api.openai.com/v1/organization/projects/<project>/api_keys -H "Authorization: Bearer $OPENAI_ADMIN_KEY" > openai-keys.json',
    'curl https://api.anthropic.com/v1/organizations/api_keys -H "x-api-key: $ANTHROPIC_ADMIN_KEY" -H "anthropic-version: 2023-06-01" > anthropic-keys.json',
  ],
  sniff: ({ text }) =>
    /"object"\s*:\s*"(?:object: )?organization\.(admin_api_key|project\.api_key|project\.service_account)"/.test(
      text,
    ) ||
    (/"partial_key_hint"\s*:/.test(text) && /"workspace_id"\s*:/.test(text)),
  format: 'json',
  open(run) {
    let more = false
    const map = (key: Key, emit: Emit, place: Place) => mapRecord(key, emit, place, run)
    return {
      records: [
        ...['/data/*', '/#', '/*/#'].map((at) => recordType(at, Key, map)),
        recordType('/has_more', Type.Boolean(), (has) => {
          more ||= has
        }),
      ],
      partial: () => more,
      coverage: () => [
        { missing: 'what each key is limited to: the lists of OpenAI tell no permissions' },
        {
          missing: 'who uses the keys',
          settledBy: 'a scanner’s report, MCP configurations, or the provider’s usage by key',
        },
      ],
    }
  },
})

const sorts: Readonly<Record<string, (it: Key, say: Said) => void>> = {
  'organization.admin_api_key': sayAdminKey,
  'organization.project.api_key': sayProjectKey,
  'organization.project.service_account': (it, say) => void sayAccount(say, it.id, it.name),
  api_key: sayAnthropicKey,
}

interface Said {
  readonly scoped: ScopedEmit
  readonly run: Run
  /** The organisation or project as far as the file or `--scope` names it. */
  readonly where: string
}

function mapRecord(it: Key, emit: Emit, { file }: Place, run: Run): void {
  const sort = it.object?.replace(/^object: /, '') ?? it.type ?? ''
  const say = Object.hasOwn(sorts, sort) ? sorts[sort] : undefined
  const where = run.scope ?? file
  if (!say) emit.skip('a record that is no key or service account')
  else say(it, { scoped: emit.into(`ai-keys:${where}:${sort}`), run, where })
}

/** One id stands in the lists of both classes of keys, so the class is part of it. */
function sayKey({ scoped, run }: Said, it: Key, provider: 'openai' | 'anthropic', sort: string, opens: NodeId): void {
  const id = secret(provider, `${sort}/${it.id}`)
  const fingerprint = it.value ? run.fingerprint(it.value) : undefined
  const isActive = (it.status ?? 'active') === 'active'
  scoped.node({
    id,
    kind: 'Secret',
    type: 'api_token',
    name: `${sort} ${it.name ?? it.id}`,
    provider,
    createdAt: timeOf(it.created_at),
    lastUsedAt: timeOf(it.last_used_at),
    expiresAt: timeOf(it.expires_at),
    aliases: fingerprint === undefined ? [] : [`fingerprint:${fingerprint}`],
    properties: { status: it.status ?? 'active' },
  })
  scoped.edge({
    kind: isActive ? 'AUTHENTICATES_AS' : 'RELATES_TO',
    from: id,
    to: opens,
    confidence: 'granted',
    ...allowed,
  })
}

function sayBot({ scoped }: Said, id: NodeId, name: string, provider: string, person: string | undefined): NodeId {
  scoped.node({ id, kind: 'Identity', type: 'bot', name, provider })
  if (person === undefined) return id
  const from = owner('person', person)
  scoped.node({ id: from, kind: 'Owner', type: 'person', name: person })
  // Anthropic tells who made the key, which need not be who answers for it.
  const made = provider === 'anthropic' ? ({ confidence: 'inferred', note: 'Made by them.' } as const) : undefined
  scoped.edge({ kind: 'OWNS', from, to: id, confidence: 'granted', ...made, ...allowed })
  return id
}

const sayThing = ({ scoped }: Said, id: NodeId, type: string, name: string, provider: string): NodeId => {
  const claim: NodeClaim = { id, kind: 'Resource', type, name, provider }
  scoped.node(claim)
  return id
}

function sayAccount({ scoped }: Said, id: string, name: string | null | undefined): NodeId {
  const at = aiThing('openai', 'user', id)
  scoped.node({ id: at, kind: 'Identity', type: 'service_account', name: name ?? id, provider: 'openai' })
  return at
}

function sayAdminKey(it: Key, say: Said): void {
  const { where } = say
  const organization = aiThing('openai', 'organization', where)
  sayThing(say, organization, 'openai_organization', `OpenAI organisation ${where}`, 'openai')
  const person = it.owner?.type === 'user' ? (it.owner.id ?? undefined) : undefined
  const bot = sayBot(say, aiThing('openai', 'admin-key', it.id), `admin key ${it.name ?? it.id}`, 'openai', person)
  say.scoped.edge({ kind: 'CAN_CONTROL', from: bot, to: organization, confidence: 'granted', ...allowed })
  sayKey(say, it, 'openai', 'admin key', bot)
}

function sayProjectKey(it: Key, say: Said): void {
  const { where } = say
  const project = sayThing(
    say,
    aiThing('openai', 'project', where),
    'openai_project',
    `OpenAI project ${where}`,
    'openai',
  )
  const account = it.owner?.service_account
  const user = it.owner?.user
  const opens = account?.id
    ? sayAccount(say, account.id, account.name)
    : sayBot(
        say,
        aiThing('openai', 'project-key', it.id),
        `key ${it.name ?? it.id}`,
        'openai',
        user?.email ?? user?.id ?? undefined,
      )
  const missing = `whether key ${it.id} may do all, or is restricted`
  for (const kind of ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE'])
    say.scoped.edge({ kind, from: opens, to: project, confidence: 'granted', ...conditionalOn(missing) })
  sayKey(say, it, 'openai', 'project key', opens)
}

function sayAnthropicKey(it: Key, say: Said): void {
  const at = it.workspace_id ?? `default of ${say.where}`
  const name = `Anthropic workspace ${at}`
  const workspace = sayThing(say, aiThing('anthropic', 'workspace', at), 'anthropic_workspace', name, 'anthropic')
  const bot = sayBot(
    say,
    aiThing('anthropic', 'key', it.id),
    `key ${it.name ?? it.id}`,
    'anthropic',
    it.created_by?.id ?? undefined,
  )
  for (const kind of ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE'])
    say.scoped.edge({ kind, from: bot, to: workspace, confidence: 'granted', ...allowed })
  sayKey(say, it, 'anthropic', 'key', bot)
}

/** ISO, or seconds since 1970. */
const timeOf = (time: string | number | null | undefined): string | undefined =>
  typeof time === 'number' ? new Date(time * 1000).toISOString() : (time ?? undefined)
