import { expect, test } from 'vitest'
import { awsIam } from '../../../importers/aws-iam/aws-iam.ts'
import { ACCOUNT, allow, arnOf, exportOf, trust } from '../../derive/aws/account.ts'
import { danglingEnds, estateOf } from '../../derive/aws/derived.ts'
import { factsOf } from '../facts-of.ts'

const role = arnOf('role/worker')
const roles = (service: string) => ({
  worker: { inline: [allow('*')], profile: true as const, trusts: [trust({ Service: service })] },
})
const found = async (action: string, service: string, content: unknown) => {
  const users = { actor: { inline: [allow(action), allow('ssm:StartSession')] } }
  const file = { name: `listed-${ACCOUNT}-eu-west-1.json`, text: JSON.stringify(content) }
  const estate = await estateOf([exportOf({ users, roles: roles(service) }), file])
  expect(danglingEnds(estate)).toEqual([])
  return estate.edges.filter(({ kind, to }) => kind === 'RUNS_AS' && to === role && !to.includes('unseen'))
}

const of = (service: string, end: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${end}`
test.for([
  ['list-functions', { Functions: [{ FunctionArn: of('lambda', 'function:f'), FunctionName: 'f', Role: role }] }],
  ['batch-get-projects', { projects: [{ arn: of('codebuild', 'project/p'), name: 'p', serviceRole: role }] }],
  ['describe-stacks', { Stacks: [{ StackId: of('cloudformation', 'stack/s/1'), StackName: 's', RoleARN: role }] }],
  [
    'describe-task-definition',
    { taskDefinition: { taskDefinitionArn: of('ecs', 'task-definition/t:1'), taskRoleArn: role } },
  ],
  ['get-jobs', { Jobs: [{ Name: 'j', Role: role }] }],
  ['get-jobs with a name', { Jobs: [{ Name: 'j', Role: 'worker' }] }],
  ['get-dev-endpoints', { DevEndpoints: [{ EndpointName: 'e', RoleArn: role }] }],
  [
    'describe-notebook-instance',
    { NotebookInstanceArn: of('sagemaker', 'notebook-instance/n'), NotebookInstanceName: 'n', RoleArn: role },
  ],
  [
    'describe-service',
    { Service: { ServiceArn: of('apprunner', 'service/s/1'), InstanceConfiguration: { InstanceRoleArn: role } } },
  ],
] as const)('what %s prints says what runs as which role', async ([, content]) => {
  const edges = await found('s3:ListBucket', 'lambda.amazonaws.com', content)
  expect(edges.filter(({ from }) => from.includes(':eu-west-1:'))).toHaveLength(1)
})

const reservation = (more: object) => ({
  Reservations: [
    { OwnerId: ACCOUNT, Instances: [{ InstanceId: 'i-1', Placement: { AvailabilityZone: 'eu-west-1b' }, ...more }] },
  ],
})

test('an instance runs as the role of its profile, one without a profile as none', async () => {
  const profile = { IamInstanceProfile: { Arn: arnOf('instance-profile/worker') } }
  const instance = of('ec2', 'instance/i-1')
  const edges = await found('s3:ListBucket', 'ec2.amazonaws.com', reservation(profile))
  expect(edges.map(({ from }) => from)).toContain(instance)
  const bare = await found('s3:ListBucket', 'ec2.amazonaws.com', reservation({}))
  expect(bare.map(({ from }) => from)).not.toContain(instance)
})

test.for([
  ['a list of Glue jobs without a region', { Jobs: [{ Name: 'j', Role: role }] }, 'glue-<account>-<region>.json'],
  [
    'a list of notebooks, which names no roles',
    { NotebookInstances: [{ NotebookInstanceArn: of('sagemaker', 'notebook-instance/n') }] },
    'describe-notebook-instance',
  ],
] as const)('%s is rejected, with what to do', async ([, content, advice]) => {
  const { records, notes } = await factsOf(awsIam, [{ name: 'listed.json', text: JSON.stringify(content) }])
  expect(records.rejected).toBe(1)
  expect(JSON.stringify(notes)).toContain(advice)
})
