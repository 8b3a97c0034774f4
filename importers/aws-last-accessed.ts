// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
import { Type } from 'typebox'
import { accountOf, parseArn } from '../server/model/arn.ts'
import { allowed } from '../server/model/facts.ts'
import { defineImporter, type Emit, recordType } from './importer.ts'
import { roleClaim, serviceIn, userClaim } from './use/aws.ts'
import { logTime } from './use/times.ts'
import { Text, TextOrNumber } from './use/words.ts'

const Action = Type.Object({ ActionName: Text, LastAccessedEntity: Text, LastAccessedTime: TextOrNumber })
const Service = Type.Object({
  ServiceNamespace: Type.String(),
  LastAuthenticated: TextOrNumber,
  LastAuthenticatedEntity: Text,
  TrackedActionsLastAccessed: Type.Optional(Type.Union([Type.Array(Action), Type.Null()])),
})
type Service = Type.Static<typeof Service>

export const awsLastAccessed = defineImporter({
  source: 'aws-last-accessed',
  version: 1,
  reads: 'when IAM users and roles last tried which services and actions of AWS',
  get: [
    'aws iam generate-service-last-accessed-details --granularity ACTION_LEVEL --arn <arn>',
    'aws iam get-service-last-accessed-details --job-id <id> > last-accessed-<name>.json',
  ],
  sniff: ({ text }) => /"ServicesLastAccessed"\s*:/.test(text),
  format: 'json or ndjson',
  open() {
    let truncated = false
    const report = Type.Object({ ServicesLastAccessed: Type.Array(Service) })
    return {
      records: [
        recordType('/ServicesLastAccessed/#', Service, mapService),
        recordType('/#/ServicesLastAccessed/#', Service, mapService),
        recordType('line', report, ({ ServicesLastAccessed }, emit) => {
          for (const [i, it] of ServicesLastAccessed.entries()) mapService(it, emit, `/ServicesLastAccessed/${i}`)
        }),
        recordType('/IsTruncated', Type.Boolean(), (it) => {
          truncated ||= it
        }),
      ],
      partial: () => truncated,
      coverage: () => [
        { missing: 'whether what was tried was allowed: a refused attempt counts too', settledBy: 'import CloudTrail' },
        { missing: 'actions of services that AWS tracks as a whole, and what was tried before the tracking period' },
      ],
    }
  },
})

/** The last of all its attempts in a service; nothing where there was none. */
function mapService(it: Service, emit: Emit, place: unknown): void {
  const at = typeof place === 'string' ? place : ''
  const attempts = new Map<string, { action: string; last: string }[]>()
  const saw = (entity: string | null | undefined, action: string, time: unknown) => {
    const last = logTime(time)
    if (!entity || last === undefined) return
    attempts.set(entity, [...(attempts.get(entity) ?? []), { action: `${it.ServiceNamespace}:${action}`, last }])
  }
  for (const { ActionName, LastAccessedEntity, LastAccessedTime } of it.TrackedActionsLastAccessed ?? []) {
    if (ActionName) saw(LastAccessedEntity ?? it.LastAuthenticatedEntity, ActionName, LastAccessedTime)
  }
  saw(it.LastAuthenticatedEntity, '*', it.LastAuthenticated)
  for (const [arn, actions] of attempts) {
    const account = accountOf(arn)
    const resource = parseArn(arn)?.resource ?? ''
    if (account === undefined || !/^(?:user|role)\//.test(resource)) {
      emit.skip('an entity that is neither a user nor a role of IAM')
      continue
    }
    const who = resource.startsWith('role/') ? roleClaim(arn) : userClaim(arn)
    const of = serviceIn(account, it.ServiceNamespace)
    const into = emit.into(`aws-last-accessed:${arn}`)
    const last = actions.reduce((latest, one) => (one.last > latest ? one.last : latest), '')
    actions.sort((a, b) => (a.action < b.action ? -1 : 1))
    into.node(who, at)
    into.node(of, at)
    into.edge(
      {
        ...{ kind: 'USED', from: who.id, to: of.id, key: 'last accessed', confidence: 'inferred', ...allowed },
        note: 'AWS tells the last attempt, and a refused one counts too.',
        properties: { actions, last, attempts: true },
      },
      at,
    )
  }
}
