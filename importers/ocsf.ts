// https://schema.ocsf.io/classes/api_activity, https://schema.ocsf.io/classes/authentication, https://schema.ocsf.io/classes/account_change
import { type TProperties, Type } from 'typebox'
import { accountOf, parseArn } from '../server/model/arn.ts'
import type { NodeClaim } from '../server/model/facts.ts'
import { gcpServiceAccount } from '../server/model/node-id.ts'
import {
  actionOf,
  keyClaim,
  roleClaim,
  roleOfSession,
  rootUser,
  serviceIn,
  serviceOf,
  thingClaim,
  userClaim,
  wholeOf,
} from './use/aws.ts'
import { defineLogImporter, type Told } from './use/log-importer.ts'
import { Num, refused, Text, TextOrNumber, unnamed } from './use/words.ts'

const part = <T extends TProperties>(fields: T) => Type.Optional(Type.Union([Type.Object(fields), Type.Null()]))
const User = part({ uid: Text, name: Text, type: Text, credential_uid: Text, account: part({ uid: Text }) })

const Event = Type.Object({
  class_uid: Type.Integer(),
  activity_name: Text,
  status: Text,
  status_id: Num,
  time: TextOrNumber,
  time_dt: Text,
  metadata: part({ uid: Text }),
  cloud: part({ provider: Text, region: Text, account: part({ uid: Text }) }),
  actor: part({ user: User, session: part({ issuer: Text, credential_uid: Text }), invoked_by: Text }),
  user: User,
  api: part({
    operation: Text,
    service: part({ name: Text }),
    response: part({ error: Text, code: TextOrNumber }),
  }),
  resources: Type.Optional(Type.Union([Type.Array(Type.Object({ uid: Text, type: Text })), Type.Null()])),
})
type Event = Type.Static<typeof Event>

const apiActivity = 6003
const authentication = 3002
const accountChange = 3001

export const ocsf = defineLogImporter({
  source: 'ocsf',
  version: 1,
  reads: 'who did what, as security lakes keep it: API activity, authentication and account changes of OCSF',
  get: ['a query or an export of Amazon Security Lake or another store of OCSF events, as JSON'],
  sniff: ({ text }) => /"class_uid"\s*:\s*(?:6003|3002|3001)\b/.test(text),
  event: Event,
  coverage: [
    {
      missing:
        'callers of systems whose ids Ambit does not know: it reads those of AWS and service accounts of Google Cloud',
    },
  ],
  read(event): Told {
    const account = event.cloud?.account?.uid ?? event.actor?.user?.account?.uid ?? 'unknown'
    const told = { part: account, at: event.time ?? event.time_dt ?? undefined, id: event.metadata?.uid }
    if (![apiActivity, authentication, accountChange].includes(event.class_uid))
      return { ...told, uses: 'are of a class that Ambit does not read' }
    if (!cameOff(event)) return { ...told, uses: refused }
    const who = callerOf(event)
    if (typeof who === 'string') return { ...told, uses: who }
    const service = event.api?.service?.name ?? 'unknown'
    const call = event.api?.operation ?? event.activity_name ?? 'unknown'
    const action = who.provider === 'aws' ? actionOf(service, call) : `${service}:${call}`
    const key = event.actor?.user?.credential_uid ?? event.actor?.session?.credential_uid
    const held = key?.startsWith('AKIA') ? keyClaim(key, account) : undefined
    const things = touched(event, account, service)
    const isRole = (of: NodeClaim) => action.startsWith('sts:AssumeRole') && of.type === 'role'
    return {
      ...told,
      uses: things.map((of) => ({ by: who, of, action, with: held })),
      delegated: things.filter(isRole).map((by) => ({ by, whom: who, action })),
    }
  },
})

/** OCSF says success by 1; where it says nothing, an error or an answer of 400 on is none. */
function cameOff({ status_id, status, api }: Event): boolean {
  if (api?.response?.error || Number(api?.response?.code ?? 0) >= 400) return false
  if (status_id === undefined || status_id === null || status_id === 0) return /^success$/i.test(status ?? '')
  return status_id === 1
}

/** Whom a sign-in or a call was made as: who signs in is the user of the event where no actor is told. */
function callerOf({ actor, user: subject }: Event): NodeClaim | string {
  const user = actor?.user ?? subject
  const named = [actor?.session?.issuer, user?.uid, user?.name].filter((it): it is string => typeof it === 'string')
  const arn = named.find((it) => /^arn:[^:]*:(?:iam|sts):/.test(it))
  if (arn !== undefined) return principalOf(arn) ?? unnamed
  const email = named.find((it) => /@[^@]*gserviceaccount\.com$/i.test(it))?.toLowerCase()
  if (email === undefined)
    return named.length === 0 ? unnamed : 'name a caller of a system whose ids Ambit does not know'
  const aliases = [`gcp-service-account:${email}`, `email:${email}`]
  const about = { name: email, provider: 'gcp', stub: true, aliases } as const
  return { id: gcpServiceAccount(email), kind: 'Identity', type: 'service_account', ...about }
}

function principalOf(arn: string): NodeClaim | undefined {
  const { resource = '', account } = parseArn(arn) ?? {}
  const role = roleOfSession(arn) ?? (resource.startsWith('role/') ? arn : undefined)
  if (role !== undefined) return roleClaim(role)
  if (resource.startsWith('user/')) return userClaim(arn)
  return resource === 'root' && account ? rootUser(account) : undefined
}

function touched({ resources }: Event, account: string, service: string): readonly NodeClaim[] {
  const arns = (resources ?? []).flatMap(({ uid }) => (uid && parseArn(uid) ? [wholeOf(uid)] : []))
  if (arns.length > 0) return [...new Set(arns)].map(thingClaim)
  return [serviceIn(accountOf(`arn:aws:x::${account}:x`) ?? 'unknown', serviceOf(service))]
}
