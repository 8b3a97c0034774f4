import { parseArn } from '../../server/model/arn.ts'
import type { NodeClaim } from '../../server/model/facts.ts'
import { serviceIn, serviceOf, thingClaim, wholeOf } from '../use/aws.ts'
import type { Event } from './shapes.ts'

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
  const service = serviceOf(event.eventSource)
  const own = (event.resources ?? []).flatMap(({ ARN, arn, type }) => {
    const text = ARN ?? arn
    return text && type !== 'AWS::IAM::AccessKey' && parseArn(text) ? [wholeOf(text)] : []
  })
  const arns = own.length > 0 ? own : named(event, service, account)
  if (arns.length > 0) return [...new Set(arns)].map(thingClaim)
  return [serviceIn(account, service)]
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
