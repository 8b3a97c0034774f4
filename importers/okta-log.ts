// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/
import { Type } from 'typebox'
import type { NodeClaim } from '../server/model/facts.ts'
import { okta, oktaPart, secret } from '../server/model/node-id.ts'
import { defineLogImporter, type Told } from './use/log-importer.ts'
import { itself, refused, Text, unnamed } from './use/words.ts'

const Party = Type.Object({ id: Text, type: Text, displayName: Text, alternateId: Text })
const fields = {
  uuid: Text,
  published: Type.String(),
  outcome: Type.Object({ result: Text }),
  actor: Type.Optional(Type.Union([Party, Type.Null()])),
  target: Type.Optional(Type.Union([Type.Array(Party), Type.Null()])),
  transaction: Type.Optional(
    Type.Union([
      Type.Object({ detail: Type.Optional(Type.Union([Type.Object({ requestApiTokenId: Text }), Type.Null()])) }),
      Type.Null(),
    ]),
  ),
}
/** Collectors write the names of fields in small letters. */
const Event = Type.Union([
  Type.Object({ ...fields, eventType: Type.String() }),
  Type.Object({ ...fields, eventtype: Type.String() }),
])

export const oktaLog = defineLogImporter({
  source: 'okta-log',
  version: 1,
  reads: 'who did what in an Okta organisation, by its system log',
  get: ["curl -H 'Authorization: SSWS …' 'https://<org>.okta.com/api/v1/logs?since=<time>&limit=1000' > log.json"],
  sniff: ({ text }) =>
    /"event[tT]ype"\s*:\s*"[a-z0-9_]+\.[a-z0-9_.]+"/.test(text) && /"(?:published|displayMessage)"\s*:/.test(text),
  event: Event,
  coverage: [
    { missing: 'what people did in applications once they had signed in', settledBy: 'the logs of the applications' },
  ],
  read(event, run): Told {
    const org = run.scope ?? 'unknown'
    const told = { part: org, at: event.published, id: event.uuid }
    const action = 'eventType' in event ? event.eventType : event.eventtype
    if (!/^(?:SUCCESS|ALLOW)$/.test(event.outcome.result ?? '')) return { ...told, uses: refused }
    const { actor, target } = event
    if (actor?.type === 'SystemPrincipal') return { ...told, uses: itself }
    if (!actor?.id) return { ...told, uses: unnamed }
    const by = actorClaim(org, actor.id, actor)
    const tokenId = event.transaction?.detail?.requestApiTokenId
    const key = tokenId ? tokenClaim(org, tokenId, undefined) : undefined
    const touched = (target ?? []).flatMap((it) => targetClaim(org, it) ?? [])
    const things = touched.length > 0 ? touched : [orgClaim(org)]
    return { ...told, uses: things.map((of) => ({ by, of, action, with: key })) }
  },
})

type Party = Type.Static<typeof Party>
const about = (org: string) => ({ provider: 'okta', account: org, stub: true }) as const

const actorClaim = (org: string, id: string, { type, displayName, alternateId }: Party): NodeClaim => ({
  id: okta(id),
  kind: 'Identity',
  type: type === 'User' ? 'human' : 'oauth_app',
  name: alternateId?.includes('@') ? alternateId : displayName || id,
  ...about(org),
})

const orgClaim = (org: string): NodeClaim => ({
  id: oktaPart(org, 'org'),
  kind: 'Resource',
  type: 'okta_org',
  name: org === 'unknown' ? 'Okta organisation' : org,
  ...about(org),
})

const tokenClaim = (org: string, id: string, name: string | null | undefined): NodeClaim => ({
  id: secret('okta', id),
  kind: 'Secret',
  type: 'api_token',
  name: name || `API token ${id}`,
  ...about(org),
})

function targetClaim(org: string, party: Party): NodeClaim | undefined {
  const { id, type, displayName } = party
  if (!id) return undefined
  const name = displayName || id
  switch (type) {
    case 'User':
      return actorClaim(org, id, party)
    case 'UserGroup':
      return { id: okta(id), kind: 'Group', type: 'group', name, ...about(org) }
    case 'AppInstance':
      return { id: okta(id), kind: 'Resource', type: 'okta_app', name, ...about(org) }
    case 'Token':
      return tokenClaim(org, id, displayName)
    default:
      return undefined
  }
}
