import type { Escalation, Need, Prerequisite, Workload } from './escalation.ts'
import { workloads } from './workload-types.ts'

interface Launch {
  readonly where?: readonly Prerequisite[]
  /** What must exist already beside the passed role, and which of those. */
  readonly workload?: Workload
  readonly ofThose?: NonNullable<Escalation['ofThose']>
  readonly beside?: NonNullable<Escalation['beside']>
  readonly source?: string
  /** What it takes on things that exist already. */
  readonly also?: readonly Need[]
}

/** `lambda:CreateFunction` on `new lambda:function:*` is written `['lambda:CreateFunction', 'lambda:function:*']`. */
type Step = readonly [action: string, arn?: string]

export const passes = (
  id: string,
  service: string | readonly string[],
  steps: readonly Step[],
  says: string,
  { also = [], ...more }: Launch = {},
): Escalation => ({
  id,
  actor: 'user or role',
  target: 'role',
  services: [service].flat(),
  needs: [{ action: 'iam:PassRole', on: 'target' }, ...steps.map(needOf), ...also],
  ...more,
  gains: 'target',
  says: `It may pass the role to ${says}, and what runs there acts as the role.`,
  technique: 'T1578',
  cutBy: `Name in iam:PassRole only roles that are no stronger, or remove ${steps[0]?.[0] ?? also[0]!.action}.`,
})

const needOf = ([action, arn]: Step): Need => ({ action, on: arn === undefined ? 'nothing' : `new ${arn}` })

const LAMBDA = 'lambda:function:*'
const PROJECT = 'codebuild:project/*'
const TASK = 'ecs:task-definition/*'
const CLUSTER = 'ecs:cluster/*'
const ecs = (steps: readonly Step[]): readonly Step[] => [['ecs:RegisterTaskDefinition', TASK], ...steps]
/** One call, allowed on each kind of thing that it touches. */
export const instances = ['instance', 'image', 'subnet', 'network-interface', 'security-group', 'volume'].map(
  (thing): Step => ['ec2:RunInstances', `ec2:${thing}/*`],
)
export const profile = { where: ['the target has an instance profile'] } as const

/** Steps that hand a role to something new, restated from https://pathfinding.cloud (new-passrole). */
export const passroleEscalations: readonly Escalation[] = [
  passes(
    'apprunner-001',
    'tasks.apprunner.amazonaws.com',
    [['apprunner:CreateService', 'apprunner:service/*']],
    'a new App Runner service',
  ),
  passes(
    'bedrock-001',
    'bedrock-agentcore.amazonaws.com',
    [
      ['bedrock-agentcore:CreateCodeInterpreter', 'bedrock-agentcore:code-interpreter/*'],
      ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:code-interpreter/*'],
      ['bedrock-agentcore:InvokeCodeInterpreter', 'bedrock-agentcore:code-interpreter/*'],
    ],
    'a new code interpreter',
  ),
  passes(
    'cloudformation-001',
    'cloudformation.amazonaws.com',
    [['cloudformation:CreateStack', 'cloudformation:stack/*']],
    'a new CloudFormation stack',
  ),
  passes(
    'cloudformation-003',
    'cloudformation.amazonaws.com',
    [
      ['cloudformation:CreateStackSet', 'cloudformation:stackset/*'],
      ['cloudformation:CreateStackInstances', 'cloudformation:stackset/*'],
    ],
    'a new CloudFormation stack set',
  ),
  passes(
    'cloudformation-004',
    'cloudformation.amazonaws.com',
    [['cloudformation:UpdateStackSet', 'cloudformation:stackset/*']],
    'an existing CloudFormation stack set',
    { workload: workloads.stackSet },
  ),
  passes(
    'codebuild-001',
    'codebuild.amazonaws.com',
    [
      ['codebuild:CreateProject', PROJECT],
      ['codebuild:StartBuild', PROJECT],
    ],
    'a new CodeBuild project',
  ),
  passes(
    'codebuild-004',
    'codebuild.amazonaws.com',
    [
      ['codebuild:CreateProject', PROJECT],
      ['codebuild:StartBuildBatch', PROJECT],
    ],
    'a new CodeBuild project',
  ),
  passes(
    'datapipeline-001',
    ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com'],
    [
      ['datapipeline:CreatePipeline'],
      ['datapipeline:PutPipelineDefinition', 'datapipeline:pipeline/*'],
      ['datapipeline:ActivatePipeline', 'datapipeline:pipeline/*'],
    ],
    'a new data pipeline',
  ),
  passes('ec2-001', 'ec2.amazonaws.com', instances, 'a new EC2 instance', profile),
  passes(
    'ec2-new-instance-profile',
    'ec2.amazonaws.com',
    [
      ['iam:CreateInstanceProfile', 'iam:instance-profile/*'],
      ['iam:AddRoleToInstanceProfile', 'iam:instance-profile/*'],
      ...instances,
    ],
    'a new EC2 instance in an instance profile that it makes',
    { where: ['the target has no instance profile'] },
  ),
  passes(
    'ec2-003',
    'ec2.amazonaws.com',
    ['spot-instances-request', 'image'].map((thing) => ['ec2:RequestSpotInstances', `ec2:${thing}/*`]),
    'a new spot instance',
    profile,
  ),
  passes(
    'ecs-001',
    'ecs-tasks.amazonaws.com',
    ecs([
      ['ecs:CreateCluster', CLUSTER],
      ['ecs:CreateService', 'ecs:service/*'],
    ]),
    'a new ECS service in a new cluster',
  ),
  passes(
    'ecs-002',
    'ecs-tasks.amazonaws.com',
    ecs([
      ['ecs:CreateCluster', CLUSTER],
      ['ecs:RunTask', TASK],
    ]),
    'a new ECS task in a new cluster',
  ),
  passes('ecs-003', 'ecs-tasks.amazonaws.com', ecs([['ecs:CreateService', 'ecs:service/*']]), 'a new ECS service', {
    workload: workloads.cluster,
  }),
  passes('ecs-004', 'ecs-tasks.amazonaws.com', ecs([['ecs:RunTask', TASK]]), 'a new ECS task', {
    workload: workloads.cluster,
  }),
  passes('ecs-005', 'ecs-tasks.amazonaws.com', ecs([['ecs:StartTask', TASK]]), 'a new ECS task', {
    workload: workloads.cluster,
  }),
  passes(
    'glue-001',
    'glue.amazonaws.com',
    [['glue:CreateDevEndpoint', 'glue:devEndpoint/*']],
    'a new Glue development endpoint',
  ),
  passes(
    'glue-003',
    'glue.amazonaws.com',
    [
      ['glue:CreateJob', 'glue:job/*'],
      ['glue:StartJobRun', 'glue:job/*'],
    ],
    'a new Glue job',
  ),
  passes(
    'glue-004',
    'glue.amazonaws.com',
    [
      ['glue:CreateJob', 'glue:job/*'],
      ['glue:CreateTrigger', 'glue:trigger/*'],
    ],
    'a new Glue job',
  ),
  passes(
    'glue-005',
    'glue.amazonaws.com',
    [
      ['glue:UpdateJob', 'glue:job/*'],
      ['glue:StartJobRun', 'glue:job/*'],
    ],
    'an existing Glue job',
    { workload: workloads.job },
  ),
  passes(
    'glue-006',
    'glue.amazonaws.com',
    [
      ['glue:UpdateJob', 'glue:job/*'],
      ['glue:CreateTrigger', 'glue:trigger/*'],
    ],
    'an existing Glue job',
    { workload: workloads.job },
  ),
  passes(
    'lambda-001',
    'lambda.amazonaws.com',
    [
      ['lambda:CreateFunction', LAMBDA],
      ['lambda:InvokeFunction', LAMBDA],
    ],
    'a new Lambda function',
  ),
  passes(
    'lambda-002',
    'lambda.amazonaws.com',
    [
      ['lambda:CreateFunction', LAMBDA],
      ['lambda:CreateEventSourceMapping', 'lambda:event-source-mapping:*'],
    ],
    'a new Lambda function',
  ),
  passes(
    'lambda-006',
    'lambda.amazonaws.com',
    [
      ['lambda:CreateFunction', LAMBDA],
      ['lambda:AddPermission', LAMBDA],
    ],
    'a new Lambda function',
  ),
  passes(
    'sagemaker-001',
    'sagemaker.amazonaws.com',
    [['sagemaker:CreateNotebookInstance', 'sagemaker:notebook-instance/*']],
    'a new SageMaker notebook',
  ),
  passes(
    'sagemaker-002',
    'sagemaker.amazonaws.com',
    [['sagemaker:CreateTrainingJob', 'sagemaker:training-job/*']],
    'a new SageMaker training job',
  ),
  passes(
    'sagemaker-003',
    'sagemaker.amazonaws.com',
    [['sagemaker:CreateProcessingJob', 'sagemaker:processing-job/*']],
    'a new SageMaker processing job',
  ),
]
