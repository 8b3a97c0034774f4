import type { Escalation, Need, Prerequisite, Workload } from './escalation.ts'
import { workloads } from './workload-types.ts'

interface Entry {
  readonly anywhere?: readonly Need[]
  readonly where?: readonly Prerequisite[]
  readonly source?: string
}

export const takes = (
  id: string,
  service: string,
  workload: Workload,
  actions: readonly string[],
  says: string,
  { anywhere = [], ...more }: Entry = {},
): Escalation => ({
  id,
  actor: 'user or role',
  target: 'workload',
  services: [service],
  workload,
  needs: [...actions.map((action): Need => ({ action, on: 'workload' })), ...anywhere],
  ...more,
  gains: 'target',
  says,
  technique: 'T1651',
  cutBy: `Remove ${actions[0]!}, or name only workloads whose role is no stronger.`,
})

const { instance, project, notebook } = workloads
const EC2 = 'ec2.amazonaws.com'
const profile = { where: ['the target has an instance profile'] } as const
export const SHELL: Need = { action: 'ssm:SendCommand', on: 'new ssm:document/AWS-RunShellScript' }
const FIND: Need = { action: 'ec2:DescribeInstances', on: 'nothing' }
const LIFECYCLE: Need = {
  action: 'sagemaker:CreateNotebookInstanceLifecycleConfig',
  on: 'new sagemaker:notebook-instance-lifecycle-config/*',
}

/** Steps through something that runs already, restated from https://pathfinding.cloud (existing-passrole). */
export const workloadEscalations: readonly Escalation[] = [
  takes(
    'apprunner-002',
    'tasks.apprunner.amazonaws.com',
    workloads.service,
    ['apprunner:UpdateService'],
    'It may change what an App Runner service runs.',
  ),
  takes(
    'bedrock-002',
    'bedrock-agentcore.amazonaws.com',
    workloads.interpreter,
    ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
    'It may run code in a code interpreter.',
  ),
  takes(
    'cloudformation-002',
    'cloudformation.amazonaws.com',
    workloads.stack,
    ['cloudformation:UpdateStack'],
    'It may have a stack’s service role make what it likes.',
  ),
  takes(
    'cloudformation-005',
    'cloudformation.amazonaws.com',
    workloads.stack,
    ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    'It may have a stack’s service role make what it likes.',
  ),
  takes(
    'codebuild-002',
    'codebuild.amazonaws.com',
    project,
    ['codebuild:StartBuild'],
    'It may start a build with a build script of its own.',
  ),
  takes(
    'codebuild-003',
    'codebuild.amazonaws.com',
    project,
    ['codebuild:StartBuildBatch'],
    'It may start builds with a build script of its own.',
  ),
  takes(
    'ec2-002',
    EC2,
    instance,
    ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    'It may rewrite an instance’s start-up script and restart it.',
    profile,
  ),
  takes(
    'ec2-004',
    EC2,
    workloads.template,
    ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    'It may change what instances of a launch template run.',
    profile,
  ),
  takes(
    'ec2instanceconnect-003',
    EC2,
    instance,
    ['ec2-instance-connect:SendSSHPublicKey'],
    'It may put its own SSH key onto an instance.',
    { ...profile, anywhere: [FIND] },
  ),
  takes(
    'glue-002',
    'glue.amazonaws.com',
    workloads.endpoint,
    ['glue:UpdateDevEndpoint'],
    'It may put its own SSH key onto a development endpoint.',
  ),
  takes(
    'lambda-003',
    'lambda.amazonaws.com',
    workloads.function,
    ['lambda:UpdateFunctionCode'],
    'It may replace a function’s code.',
  ),
  takes(
    'lambda-004',
    'lambda.amazonaws.com',
    workloads.function,
    ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'],
    'It may replace a function’s code and call it.',
  ),
  takes(
    'lambda-005',
    'lambda.amazonaws.com',
    workloads.function,
    ['lambda:UpdateFunctionCode', 'lambda:AddPermission'],
    'It may replace a function’s code and let others call it.',
  ),
  takes(
    'sagemaker-004',
    'sagemaker.amazonaws.com',
    notebook,
    ['sagemaker:CreatePresignedNotebookInstanceUrl'],
    'It may open a notebook and run code there.',
  ),
  takes(
    'sagemaker-005',
    'sagemaker.amazonaws.com',
    notebook,
    ['sagemaker:StopNotebookInstance', 'sagemaker:UpdateNotebookInstance', 'sagemaker:StartNotebookInstance'],
    'It may have a notebook run its script at the next start.',
    { anywhere: [LIFECYCLE] },
  ),
  takes('ssm-001', EC2, instance, ['ssm:StartSession'], 'It may open a shell on an instance.', profile),
  takes('ssm-002', EC2, instance, ['ssm:SendCommand'], 'It may run commands on an instance.', {
    ...profile,
    anywhere: [SHELL],
  }),
]
