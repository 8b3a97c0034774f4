import { type Static, Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Time = Type.Optional(Type.Union([Type.Number(), Type.String(), Type.Null()]))
const Open = Type.Optional(Type.Unknown())

const Named = Type.Object({ id: Type.String(), name: Text, domain: Text, email: Text, is_internal: Flag })
export const Scope = Type.Object({ name: Type.String(), is_sensitive: Flag, token_type: Text, description: Text })

/** Any answer of the Web API that is read: it tells by its fields what it is. */
export const SlackRecord = Type.Object({
  ok: Flag,
  id: Text,
  name: Text,
  // an app that was approved or asked for
  app: Type.Optional(Named),
  scopes: Type.Optional(Type.Union([Type.Array(Scope), Type.Array(Type.String())])),
  date_updated: Time,
  date_created: Time,
  last_resolved_by: Open,
  message: Text,
  previous_resolution: Open,
  user: Type.Optional(Type.Union([Named, Type.String()])),
  // a token that was handed out, and whose it is
  access_token: Open,
  refresh_token: Open,
  app_id: Text,
  authed_user: Type.Optional(
    Type.Object({ id: Type.String(), scope: Text, access_token: Open, refresh_token: Open, token_type: Text }),
  ),
  bot_user_id: Text,
  bot_id: Text,
  scope: Text,
  token_type: Text,
  enterprise: Type.Optional(Type.Union([Named, Type.Null()])),
  is_enterprise_install: Flag,
  incoming_webhook: Open,
  url: Text,
  user_id: Text,
  team: Type.Optional(Type.Union([Named, Type.String()])),
  team_id: Text,
  // a member
  deleted: Flag,
  is_bot: Flag,
  is_app_user: Flag,
  is_admin: Flag,
  is_owner: Flag,
  is_primary_owner: Flag,
  is_restricted: Flag,
  is_ultra_restricted: Flag,
  has_2fa: Flag,
  updated: Time,
  profile: Type.Optional(Type.Object({ email: Text, api_app_id: Text, bot_id: Text })),
  // an entry of the integration log
  app_type: Text,
  service_id: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  service_type: Text,
  user_name: Text,
  channel: Text,
  date: Time,
  change_type: Text,
})
export type SlackRecord = Static<typeof SlackRecord>

export type Sort = 'approved app' | 'requested app' | 'member' | 'token' | 'whose token' | 'bot' | 'log'

export function sortOf(it: SlackRecord): Sort | undefined {
  if (it.app && it.scopes) return it.id && it.user ? 'requested app' : 'approved app'
  if (it.app_id && (it.access_token !== undefined || it.authed_user)) return 'token'
  if (it.change_type && (it.app_id || it.service_id)) return 'log'
  if (it.user_id && it.team_id && it.url) return 'whose token'
  if (it.id && it.app_id && it.deleted !== undefined) return 'bot'
  if (it.id && (it.profile || it.is_bot !== undefined)) return 'member'
  return undefined
}
