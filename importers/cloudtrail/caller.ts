// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
import { accountOf, parseArn } from '../../server/model/arn.ts'
import type { NodeClaim } from '../../server/model/facts.ts'
import { keyClaim, roleClaim, roleOfSession, rootUser, serviceClaim, userClaim } from '../use/aws.ts'
import { subjectSeen } from '../use/subject.ts'
import type { Event, UserIdentity } from './shapes.ts'

/** Who did it, and with which key; or why that is no identity. */
export type Caller =
  | { readonly who: NodeClaim; readonly key?: NodeClaim | undefined; readonly why?: never }
  | { readonly who?: never; readonly key?: never; readonly why: string }

const unnamed = { why: 'the caller is not named: the trail of its own account tells' } as const

export function callerOf({ userIdentity, requestParameters }: Event): Caller {
  const { type, arn, accountId, userName, sessionContext, identityProvider, invokedBy } = userIdentity
  switch (type ?? typeByArn(arn)) {
    case 'Root':
      return accountId ? { who: rootUser(accountId), key: keyOf(userIdentity, accountId) } : unnamed
    case 'IAMUser': {
      const user = arn ?? (accountId && userName ? `arn:aws:iam::${accountId}:user/${userName}` : undefined)
      if (user === undefined || !parseArn(user)) return unnamed
      return { who: userClaim(user), key: keyOf(userIdentity, accountOf(user)) }
    }
    // A session is nobody by itself: what it does, the role does, or the user who asked for the token.
    case 'AssumedRole':
    case 'FederatedUser':
    case 'Role': {
      const issuer = sessionContext?.sessionIssuer
      const holder = issuer?.arn ?? roleOfSession(arn)
      if (!holder || !parseArn(holder)) return unnamed
      if (issuer?.type === 'Root') return { who: rootUser(issuer.accountId ?? accountOf(holder) ?? '') }
      return { who: holder.includes(':user/') ? userClaim(holder) : roleClaim(holder) }
    }
    case 'WebIdentityUser': {
      if (!userName || !identityProvider) return unnamed
      return { who: subjectSeen(identityProvider.replace(/^.*:oidc-provider\//s, ''), userName) }
    }
    case 'SAMLUser': {
      const provider = requestParameters?.['principalArn'] ?? requestParameters?.['principalARN'] ?? identityProvider
      return userName && typeof provider === 'string' ? { who: subjectSeen(provider, userName) } : unnamed
    }
    case 'AWSService':
      return invokedBy ? { who: serviceClaim(invokedBy) } : { why: 'AWS itself did it' }
    case 'AWSAccount':
      return unnamed
    default:
      return { why: 'a caller of a sort that Ambit does not know' }
  }
}

const typeByArn = (arn: string | null | undefined) =>
  arn?.includes(':assumed-role/') ? 'AssumedRole' : arn?.includes(':user/') ? 'IAMUser' : undefined

/** Keys of sessions (ASIA…) end with them; a long-lived key is a Secret that may lie about. */
const keyOf = ({ accessKeyId }: UserIdentity, account: string | undefined) =>
  accessKeyId?.startsWith('AKIA') ? keyClaim(accessKeyId, account) : undefined
