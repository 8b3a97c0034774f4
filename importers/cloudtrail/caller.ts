// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
import { accountOf, nameInArn, parseArn } from '../../server/model/arn.ts'
import type { NodeClaim } from '../../server/model/facts.ts'
import { awsRootUser, awsService, globalId, secret } from '../../server/model/node-id.ts'
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
      if (user === undefined) return unnamed
      return { who: userClaim(user), key: keyOf(userIdentity, accountOf(user)) }
    }
    // A session is nobody by itself: what it does, the role does, or the user who asked for the token.
    case 'AssumedRole':
    case 'FederatedUser':
    case 'Role': {
      const issuer = sessionContext?.sessionIssuer
      const holder = issuer?.arn ?? roleOfSession(arn)
      if (!holder) return unnamed
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

/** What a session's ARN tells of its role is all but the path. */
function roleOfSession(arn: string | null | undefined): string | undefined {
  const { partition, account, resource = '' } = (arn && parseArn(arn)) || {}
  const name = /^assumed-role\/([^/]+)\//.exec(resource)?.[1]
  return name === undefined ? undefined : `arn:${partition}:iam::${account}:role/${name}`
}

const aws = (account: string | undefined) => ({ provider: 'aws', account, stub: true }) as const

/** A reference without the path meets its own by the alias. */
const byName = (thing: 'user' | 'role' | 'group', arn: string) => {
  const { account, resource } = parseArn(arn)!
  const name = nameInArn(arn)
  return resource === `${thing}/${name}` ? [`aws-${thing}:${account}:${name}`] : undefined
}

export const userClaim = (arn: string): NodeClaim => ({
  id: globalId(arn),
  kind: 'Identity',
  type: 'service_account',
  name: nameInArn(arn),
  ...aws(accountOf(arn)),
  aliases: byName('user', arn),
})

export const roleClaim = (arn: string): NodeClaim => ({
  id: globalId(arn),
  kind: 'Identity',
  type: 'role',
  name: nameInArn(arn),
  ...aws(accountOf(arn)),
  aliases: byName('role', arn),
})

export const groupClaim = (arn: string): NodeClaim => ({
  id: globalId(arn),
  kind: 'Group',
  type: 'group',
  name: nameInArn(arn),
  ...aws(accountOf(arn)),
  aliases: byName('group', arn),
})

export const rootUser = (account: string): NodeClaim => ({
  id: awsRootUser(account),
  kind: 'Identity',
  type: 'human',
  name: `root user of ${account}`,
  ...aws(account),
})

const serviceClaim = (service: string): NodeClaim => ({
  id: awsService(service),
  kind: 'Identity',
  type: 'external',
  name: service,
  provider: 'aws',
  counts: false,
  stub: true,
})

/** Keys of sessions (ASIA…) end with them; a long-lived key is a Secret that may lie about. */
const keyOf = ({ accessKeyId }: UserIdentity, account: string | undefined) =>
  accessKeyId?.startsWith('AKIA') ? keyClaim(accessKeyId, account) : undefined

export const keyClaim = (keyId: string, account: string | undefined, createdAt?: string): NodeClaim => ({
  id: secret('aws', keyId),
  kind: 'Secret',
  type: 'access_key',
  name: `access key …${keyId.slice(-4)}`,
  provider: 'aws',
  account,
  createdAt,
})
