// https://developers.google.com/workspace/admin/reports/v1/appendix/activity/token
import { type Static, type TSchema, Type } from 'typebox'
import type { NodeClaim } from '../server/model/facts.ts'
import { google } from '../server/model/node-id.ts'
import { clientClaim, customerClaim, userStub } from './google-account.ts'
import { defineLogImporter, type Told } from './use/log-importer.ts'
import type { Use } from './use/uses.ts'
import { Text, TextOrNumber, unnamed } from './use/words.ts'

const listOf = <S extends TSchema>(item: S) => Type.Optional(Type.Union([Type.Array(item), Type.Null()]))
const Message = Type.Object({ parameter: listOf(Type.Object({ name: Text, value: Text })) })
const Parameter = Type.Object({
  name: Type.String(),
  value: Text,
  multiValue: listOf(Type.String()),
  multiMessageValue: listOf(Message),
})
/** The API lists parameters; collectors write them as one object. */
const Parameters = Type.Optional(
  Type.Union([Type.Array(Parameter), Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
)
const Happened = Type.Object({ name: Type.String(), parameters: Parameters })

const fields = {
  id: Type.Object({
    time: TextOrNumber,
    uniqueQualifier: TextOrNumber,
    applicationName: Type.String(),
    customerId: Text,
  }),
  actor: Type.Optional(Type.Union([Type.Object({ email: Text, profileId: Text }), Type.Null()])),
}
/** As the API answers, with all events of one activity; or as collectors write them, each on its own. */
const Event = Type.Union([
  Type.Object({ ...fields, events: Type.Array(Happened) }),
  Type.Object({ ...fields, name: Type.String(), parameters: Parameters }),
])
type Event = Static<typeof Event>

export const googleAudit = defineLogImporter({
  source: 'google-audit',
  version: 1,
  reads: 'which users let which applications do what in Google Workspace, and what those called, by its OAuth log',
  get: ['GET https://admin.googleapis.com/admin/reports/v1/activity/users/all/applications/token > token.json'],
  sniff: ({ text }) =>
    /"kind"\s*:\s*"admin#reports#activit/.test(text) ||
    (/"applicationName"\s*:\s*"token"/.test(text) && /"uniqueQualifier"\s*:/.test(text)),
  event: Event,
  coverage: [
    {
      missing: 'whether what users let applications do still holds',
      settledBy: 'google-workspace: users/<id>/tokens',
    },
    { missing: 'what users did themselves', settledBy: 'the other reports of Google Workspace' },
  ],
  read(event, run): Told {
    const { id, actor } = event
    const customer = run.scope ?? (id.customerId || 'unknown')
    const happened = 'events' in event ? event.events : [event]
    const told = { part: customer, at: id.time ?? undefined, id: idOf(event, happened) }
    if (id.applicationName !== 'token') return { ...told, uses: 'are of another report than that of OAuth tokens' }
    const user = actorClaim(customer, actor)
    if (!user) return { ...told, uses: unnamed }
    const all = happened.map((it) => toldBy(it, user, customer))
    const uses = all.flatMap((it) => (typeof it === 'string' ? [] : it.uses))
    const [why] = all.filter((it) => typeof it === 'string')
    if (uses.length === 0) return { ...told, uses: why ?? 'tell of nothing that was done' }
    const delegated = all.flatMap((it) => (typeof it === 'string' ? [] : (it.delegated ?? [])))
    return { ...told, uses, delegated }
  },
})

type Happened = Static<typeof Happened>
type Said = Pick<Told, 'delegated'> & { readonly uses: readonly Use[] }

/** One event, or why it is no use. */
function toldBy({ name, parameters }: Happened, user: NodeClaim, customer: string): Said | string {
  if (name === 'request' || name === 'deny') return 'were only asked for or denied, which is no use'
  const clientId = textOf(parameters, 'client_id')
  if (!clientId) return 'name no client'
  const client = { ...clientClaim(customer, clientId, textOf(parameters, 'app_name')), stub: true }
  if (name === 'authorize' || name === 'revoke') {
    const scopes = scopesOf(parameters)
    const actions = scopes.length === 0 ? [name] : scopes.map((scope) => `${name} ${scope}`)
    return { uses: actions.map((action) => ({ by: user, of: client, action })) }
  }
  if (name !== 'activity') return 'are of a sort that is not read'
  const action = textOf(parameters, 'method_name') ?? textOf(parameters, 'api_name') ?? name
  const of = { ...customerClaim(customer), stub: true }
  return { uses: [{ by: client, of, action }], delegated: [{ by: client, whom: user, action }] }
}

/** Under the number that the directory gives him, too; either unites with it. */
function actorClaim(customer: string, actor: Event['actor']): NodeClaim | undefined {
  const email = actor?.email
  const key = actor?.profileId || email
  if (!key) return undefined
  const user = userStub(customer, email || key)
  return { ...user, id: google('user', key.toLowerCase()) }
}

/** Events of one activity may come apart, each with the activity's own id. */
function idOf({ id, actor }: Event, happened: readonly Happened[]): string | undefined {
  const { time, uniqueQualifier, customerId, applicationName } = id
  if (!uniqueQualifier) return undefined
  const events = happened.map(({ name, parameters }) => [name, parameters])
  return JSON.stringify([customerId, applicationName, time, uniqueQualifier, actor?.email, actor?.profileId, events])
}

function textOf(parameters: Happened['parameters'], name: string): string | undefined {
  return valuesOf(parameters, name)[0]
}

/** Scopes stand in a list of their own, in a text between blanks, or each in a message with the product it is of. */
function scopesOf(parameters: Happened['parameters']): readonly string[] {
  const listed = valuesOf(parameters, 'scope').flatMap((it) => it.split(/\s+/))
  const found = listed.length > 0 || !Array.isArray(parameters) ? listed : parameters.flatMap(inMessages)
  return [...new Set(found.filter((it) => it !== ''))]
}

const inMessages = ({ name, multiMessageValue }: Static<typeof Parameter>): readonly string[] =>
  name !== 'scope_data'
    ? []
    : (multiMessageValue ?? []).flatMap(({ parameter }) =>
        (parameter ?? []).flatMap((it) => (it.name === 'scope_name' && it.value ? it.value : [])),
      )

function valuesOf(parameters: Happened['parameters'], name: string): readonly string[] {
  if (!parameters) return []
  if (Array.isArray(parameters))
    return parameters.flatMap((it) =>
      it.name === name ? [...(it.value ? [it.value] : []), ...(it.multiValue ?? [])] : [],
    )
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  return [value].flat().filter((it): it is string => typeof it === 'string' && it !== '')
}
