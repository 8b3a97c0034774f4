// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
import { Type } from 'typebox'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
/** Only fields that are known are read of it: it may hold anything, also what should be nowhere. */
const Anything = Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]))

const Issuer = Type.Object({ type: Text, arn: Text, accountId: Text, userName: Text })

export const UserIdentity = Type.Object({
  type: Text,
  arn: Text,
  accountId: Text,
  accessKeyId: Text,
  userName: Text,
  principalId: Text,
  identityProvider: Text,
  invokedBy: Text,
  sessionContext: Type.Optional(
    Type.Union([
      Type.Object({
        sessionIssuer: Type.Optional(Type.Union([Issuer, Type.Null()])),
        sourceIdentity: Text,
      }),
      Type.Null(),
    ]),
  ),
})
export type UserIdentity = Type.Static<typeof UserIdentity>

const Touched = Type.Object({ ARN: Text, arn: Text, accountId: Text, type: Text })

const fields = {
  eventID: Text,
  awsRegion: Text,
  recipientAccountId: Text,
  errorCode: Text,
  errorMessage: Text,
  requestParameters: Anything,
  responseElements: Anything,
  resources: Type.Optional(Type.Union([Type.Array(Touched), Type.Null()])),
}

/** As files and event stores have it. */
export const Event = Type.Object({
  eventTime: Type.Union([Type.String(), Type.Number()]),
  eventSource: Type.String(),
  eventName: Type.String(),
  userIdentity: UserIdentity,
  ...fields,
})
export type Event = Type.Static<typeof Event>

/** What `CloudTrailEvent` holds as text; what is missing there, the look-up says beside it. */
export const NestedEvent = Type.Object({
  eventTime: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  eventSource: Type.Optional(Type.String()),
  eventName: Type.Optional(Type.String()),
  userIdentity: UserIdentity,
  ...fields,
})
export type NestedEvent = Type.Static<typeof NestedEvent>

/** As `aws cloudtrail lookup-events` answers. */
export const LookedUp = Type.Object({
  CloudTrailEvent: Type.String(),
  EventId: Text,
  EventName: Text,
  EventTime: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()])),
  EventSource: Text,
  Resources: Type.Optional(
    Type.Union([Type.Array(Type.Object({ ResourceType: Text, ResourceName: Text })), Type.Null()]),
  ),
})
export type LookedUp = Type.Static<typeof LookedUp>
