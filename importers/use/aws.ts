// What logs of AWS share: whom and what an ARN names, and what policies call a call.
import { accountOf, nameInArn, parseArn } from '../../server/model/arn.ts'
import type { NodeClaim } from '../../server/model/facts.ts'
import { awsAll, awsRootUser, awsService, globalId, secret } from '../../server/model/node-id.ts'

/** What a session's ARN tells of its role is all but the path. */
export function roleOfSession(arn: string | null | undefined): string | undefined {
  const { partition, account, resource = '' } = (arn && parseArn(arn)) || {}
  const name = /^assumed-role\/([^/]+)\//.exec(resource)?.[1]
  return name === undefined ? undefined : `arn:${partition}:iam::${account}:role/${name}`
}

const aws = (account: string | undefined) => ({ provider: 'aws', account, stub: true }) as const

/** A reference without the path meets its own by the alias. */
const byName = (thing: 'user' | 'role' | 'group', arn: string) => {
  const { account, resource } = parseArn(arn) ?? {}
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

export const serviceClaim = (service: string): NodeClaim => ({
  id: awsService(service),
  kind: 'Identity',
  type: 'external',
  name: service,
  provider: 'aws',
  counts: false,
  stub: true,
})

export const keyClaim = (keyId: string, account: string | undefined, createdAt?: string): NodeClaim => ({
  id: secret('aws', keyId),
  kind: 'Secret',
  type: 'access_key',
  name: `access key …${keyId.slice(-4)}`,
  provider: 'aws',
  account,
  createdAt,
})

/** What is used where nothing single is named. */
export const serviceIn = (account: string, service: string): NodeClaim => ({
  id: awsAll(account, service),
  kind: 'Resource',
  type: 'aws_service',
  name: `${service} in account ${account}`,
  ...aws(account),
  counts: false,
})

/** Objects fold into their bucket, versions into their function, streams into their log group. */
export const wholeOf = (arn: string): string =>
  arn
    .replace(/^(arn:[^:]*:s3:::[^/]+)\/.*$/s, '$1')
    .replace(/^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+):.*$/s, '$1')
    .replace(/^(arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]+):.*$/s, '$1')
    .replace(/^(arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/[^/]+)\/.*$/s, '$1')

export function thingClaim(arn: string): NodeClaim {
  if (/^arn:[^:]*:iam::\d*:role\//.test(arn)) return roleClaim(arn)
  if (/^arn:[^:]*:iam::\d*:user\//.test(arn)) return userClaim(arn)
  if (/^arn:[^:]*:iam::\d*:group\//.test(arn)) return groupClaim(arn)
  // Of a bucket nobody says here whose it is; what lists of resources say of its type speaks louder.
  const about = { provider: 'aws', account: accountOf(arn), stub: true }
  return { id: globalId(arn), kind: 'Resource', type: 'aws_resource', name: nameInArn(arn), ...about }
}

/** Services whose events bear another name than their actions in policies. */
const prefixes: ReadonlyMap<string, string> = new Map([
  ['monitoring', 'cloudwatch'],
  ['tagging', 'tag'],
  ['email', 'ses'],
  ['states', 'states'],
  ['streams', 'dynamodb'],
])

/** Calls that policies know by another name: https://docs.aws.amazon.com/service-authorization/latest/reference/. */
const actions: ReadonlyMap<string, string> = new Map([
  ['lambda:Invoke', 'lambda:InvokeFunction'],
  ['lambda:InvokeExecution', 'lambda:InvokeFunction'],
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['s3:ListObjects', 's3:ListBucket'],
  ['s3:ListObjectsV2', 's3:ListBucket'],
  ['s3:HeadBucket', 's3:ListBucket'],
  ['s3:HeadObject', 's3:GetObject'],
  ['s3:DeleteObjects', 's3:DeleteObject'],
  ['s3:UploadPart', 's3:PutObject'],
  ['s3:CreateMultipartUpload', 's3:PutObject'],
  ['s3:CompleteMultipartUpload', 's3:PutObject'],
])

export const serviceOf = (source: string): string => {
  const service = source.replace(/\.amazonaws\.com(?:\.cn)?$/, '')
  return prefixes.get(service) ?? service
}

/** As policies write it. Lambda's calls bear the date of their interface: `UpdateFunctionCode20150331v2`. */
export function actionOf(source: string, call: string): string {
  const service = serviceOf(source)
  const name = service === 'lambda' ? call.replace(/\d{8}(?:v\d+)?$/, '') : call
  return actions.get(`${service}:${name}`) ?? `${service}:${name}`
}
