// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html
import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { accountOf } from '../../server/model/arn.ts'
import { defineImporter, type Emit, type Place, type Run, recordType } from '../importer.ts'
import { actionOf } from '../use/aws.ts'
import { logTime } from '../use/times.ts'
import { UseLog } from '../use/uses.ts'
import { callerOf } from './caller.ts'
import { sawMint, sawTrust, signedBy } from './changes.ts'
import { Event, LookedUp, NestedEvent } from './shapes.ts'
import { touchedBy } from './touched.ts'

/** Where events stand: in the `Records` of a file, the `Events` of a look-up or any other list, a bare one, or lines. */
const places = ['/*/#', '/#', 'line'] as const

export const cloudtrail = defineImporter({
  source: 'cloudtrail',
  version: 1,
  reads:
    'what identities did in AWS accounts, as CloudTrail recorded it: its files (gzip too), look-ups, one event a line',
  get: [
    'aws s3 sync s3://<trail bucket>/AWSLogs/<account>/CloudTrail/<region>/<year>/<month> trail/',
    'aws cloudtrail lookup-events --start-time <time> > events-<account>.json',
  ],
  sniff: ({ text }) =>
    /"CloudTrailEvent"\s*:\s*"/.test(text) ||
    (/"eventSource"\s*:\s*"[\w.-]+\.amazonaws\.com/.test(text) && /"userIdentity"\s*:/.test(text)),
  format: 'json or ndjson',
  open(run) {
    const log = new UseLog('cloudtrail')
    const event = (it: Event, emit: Emit, place: Place) => mapEvent(it, emit, place, log, run)
    const lookedUp = (it: LookedUp, emit: Emit, place: Place) => {
      const nested = nestedIn(it)
      if (nested) event(nested, emit, place)
      else emit.reject('CloudTrailEvent holds no event')
    }
    return {
      records: places.flatMap((at) => [recordType(at, Event, event), recordType(at, LookedUp, lookedUp)]),
      end: (emit) => log.end(emit),
      coverage: () => [
        {
          missing:
            'what was done before and after the time of these files, and in accounts and regions without a trail',
        },
        {
          missing:
            'reads and writes of objects, items and the like, and calls of functions, where the trail records no data events',
          settledBy: 'aws cloudtrail get-event-selectors --trail-name <trail>',
        },
      ],
    }
  },
})

/** A look-up nests the event as text; a parser's message would quote it, so none leaves here. */
function nestedIn({
  CloudTrailEvent,
  EventTime,
  EventSource,
  EventName,
  EventId,
  Resources,
}: LookedUp): Event | undefined {
  const nested = parsed(NestedEvent, CloudTrailEvent)
  if (!nested) return undefined
  const resources = (Resources ?? []).map(({ ResourceName, ResourceType }) => ({
    arn: ResourceName,
    type: ResourceType,
  }))
  const event = {
    ...nested,
    eventTime: nested.eventTime ?? EventTime,
    eventName: nested.eventName ?? EventName,
    eventSource: nested.eventSource ?? EventSource ?? serviceByName(EventName),
    eventID: nested.eventID ?? EventId,
    resources: nested.resources ?? resources,
  }
  return Check(Event, event) ? event : undefined
}

/** Excerpts leave the service out; these calls are of one alone. */
const serviceByName = (name: string | null | undefined) =>
  name?.startsWith('AssumeRole') ? 'sts.amazonaws.com' : undefined

function parsed<S extends TSchema>(schema: S, text: string) {
  try {
    const value: unknown = JSON.parse(text)
    return Check(schema, value) ? value : undefined
  } catch {
    return undefined
  }
}

function mapEvent(event: Event, emit: Emit, place: Place, log: UseLog, run: Run): void {
  const at = logTime(event.eventTime)
  if (at === undefined) {
    emit.reject('eventTime is no time')
    return
  }
  const account = accountIn(event) ?? run.scope ?? 'unknown'
  const uses = log.of(account)
  uses.saw(at)
  if (log.isRepeated(event.eventID)) return
  const caller = callerOf(event)
  const why = failed(event) ? 'were refused or failed, which is no use' : caller.why
  if (!caller.who || why !== undefined) {
    if (why !== undefined) log.leaves(why)
    return
  }
  const { who, key } = caller
  const action = actionOf(event.eventSource, event.eventName)
  let isNew = false
  for (const of of touchedBy(event, account)) {
    if (uses.use({ by: who, of, action, with: key }, at, place)) isNew = true
    if (!action.startsWith('sts:AssumeRole') || of.kind !== 'Identity') continue
    uses.used(of, at, place)
    uses.delegated(of, who, action, at, place)
  }
  if (key) signedBy(log, key, who, account, at, place)
  const change = { event, who, account, at, place, log }
  sawMint(change)
  sawTrust(change)
  if (isNew) emit.later()
}

function accountIn({ recipientAccountId, userIdentity, resources }: Event): string | undefined {
  const arns = [userIdentity.arn, ...(resources ?? []).map(({ ARN, arn }) => ARN ?? arn)]
  const named = [recipientAccountId, userIdentity.accountId, ...arns.map((arn) => arn && accountOf(arn))]
  return named.find((it): it is string => typeof it === 'string' && /^\d{12}$/.test(it))
}

/** A sign-in that fails has no error code, but says so. */
const failed = ({ errorCode, errorMessage, responseElements }: Event): boolean =>
  Boolean(errorCode || errorMessage) || responseElements?.['ConsoleLogin'] === 'Failure'
