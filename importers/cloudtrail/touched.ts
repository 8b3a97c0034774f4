import { accountOf, nameInArn, parseArn } from '../../server/model/arn.ts'
import type { NodeClaim } from '../../server/model/facts.ts'
import { awsAll, globalId } from '../../server/model/node-id.ts'
import { groupClaim, roleClaim, userClaim } from './caller.ts'
import type { Event } from './shapes.ts'

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

export const serviceOf = ({ eventSource }: Pick<Event, 'eventSource'>): string => {
  const service = eventSource.replace(/\.amazonaws\.com(?:\.cn)?$/, '')
  return prefixes.get(service) ?? service
}

/** As policies write it. Lambda's calls bear the date of their interface: `UpdateFunctionCode20150331v2`. */
export function actionOf(event: Event): string {
  const service = serviceOf(event)
  const name = service === 'lambda' ? event.eventName.replace(/\d{8}(?:v\d+)?$/, '') : event.eventName
  return actions.get(`${service}:${name}`) ?? `${service}:${name}`
}

/** What a parameter names, as an ARN: `p` partition, `r` region, `a` account, `v` the parameter's own value. */
const parameters: ReadonlyMap<string, readonly (readonly [parameter: string, arn: string])[]> = new Map([
  ['s3', [['bucketName', 'arn:{p}:s3:::{v}']]],
  [
    'iam',
    [
      ['roleName', 'arn:{p}:iam::{a}:role/{v}'],
      ['userName', 'arn:{p}:iam::{a}:user/{v}'],
      ['groupName', 'arn:{p}:iam::{a}:group/{v}'],
      ['policyArn', ''],
    ],
  ],
  ['sts', [['roleArn', '']]],
  ['lambda', [['functionName', 'arn:{p}:lambda:{r}:{a}:function:{v}']]],
  ['secretsmanager', [['secretId', '']]],
  ['ssm', [['name', 'arn:{p}:ssm:{r}:{a}:parameter/{v}']]],
  ['kms', [['keyId', 'arn:{p}:kms:{r}:{a}:key/{v}']]],
  ['dynamodb', [['tableName', 'arn:{p}:dynamodb:{r}:{a}:table/{v}']]],
  ['sns', [['topicArn', '']]],
  ['ec2', [['instanceId', 'arn:{p}:ec2:{r}:{a}:instance/{v}']]],
  ['ec2-instance-connect', [['instanceId', 'arn:{p}:ec2:{r}:{a}:instance/{v}']]],
  ['bedrock', [['modelId', 'arn:{p}:bedrock:{r}::foundation-model/{v}']]],
  ['states', [['stateMachineArn', '']]],
  ['logs', [['logGroupName', 'arn:{p}:logs:{r}:{a}:log-group:{v}']]],
  ['ecr', [['repositoryName', 'arn:{p}:ecr:{r}:{a}:repository/{v}']]],
  ['codebuild', [['projectName', 'arn:{p}:codebuild:{r}:{a}:project/{v}']]],
  ['rds', [['dBInstanceIdentifier', 'arn:{p}:rds:{r}:{a}:db:{v}']]],
])

/** What was used; where the event names no single thing, the service in its account. */
export function touchedBy(event: Event, account: string): readonly NodeClaim[] {
  const service = serviceOf(event)
  const own = (event.resources ?? []).flatMap(({ ARN, arn, type }) => {
    const text = ARN ?? arn
    return text && type !== 'AWS::IAM::AccessKey' && parseArn(text) ? [wholeOf(text)] : []
  })
  const arns = own.length > 0 ? own : named(event, service, account)
  if (arns.length > 0) return [...new Set(arns)].map(claimOf)
  const name = `${service} in account ${account}`
  const about = { provider: 'aws', account, stub: true, counts: false }
  return [{ id: awsAll(account, service), kind: 'Resource', type: 'aws_service', name, ...about }]
}

function named(event: Event, service: string, account: string): readonly string[] {
  const { requestParameters: given, awsRegion, userIdentity } = event
  const partition = (userIdentity.arn && parseArn(userIdentity.arn)?.partition) || 'aws'
  return (parameters.get(service) ?? []).flatMap(([parameter, template]) => {
    const value = given?.[parameter]
    if (typeof value !== 'string' || value === '') return []
    if (parseArn(value)) return [wholeOf(value)]
    // An alias or a path is another name than the one that the ARN ends with.
    if (template === '' || !/^[\w.@+=-]+(?::\d+)?$/.test(value) || (template.includes('{r}') && !awsRegion)) return []
    const parts: Record<string, string> = { p: partition, r: awsRegion ?? '', a: account, v: value }
    return [wholeOf(template.replace(/\{([prav])\}/g, (_, part: string) => parts[part]!))]
  })
}

/** Objects fold into their bucket, versions into their function, streams into their log group. */
const wholeOf = (arn: string): string =>
  arn
    .replace(/^(arn:[^:]*:s3:::[^/]+)\/.*$/s, '$1')
    .replace(/^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+):.*$/s, '$1')
    .replace(/^(arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]+):.*$/s, '$1')
    .replace(/^(arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/[^/]+)\/.*$/s, '$1')

function claimOf(arn: string): NodeClaim {
  if (/^arn:[^:]*:iam::\d*:role\//.test(arn)) return roleClaim(arn)
  if (/^arn:[^:]*:iam::\d*:user\//.test(arn)) return userClaim(arn)
  if (/^arn:[^:]*:iam::\d*:group\//.test(arn)) return groupClaim(arn)
  // Of a bucket nobody says here whose it is; what lists of resources say of its type speaks louder.
  const about = { provider: 'aws', account: accountOf(arn), stub: true }
  return { id: globalId(arn), kind: 'Resource', type: 'aws_resource', name: nameInArn(arn), ...about }
}
