import type { Escalation, Need } from './escalation.ts'
import { instances, passes, profile } from './passrole-escalations.ts'
import { SHELL, takes } from './workload-escalations.ts'
import { workloads } from './workload-types.ts'

const on = (what: Need['on'], ...actions: readonly string[]): readonly Need[] =>
  actions.map((action) => ({ action, on: what }))

const EC2 = 'ec2.amazonaws.com'

/** How one comes to run code on an instance that runs already. */
const entries: readonly (readonly [key: string, needs: readonly Need[]])[] = [
  ['session', on('workload', 'ssm:StartSession')],
  ['command', [...on('workload', 'ssm:SendCommand'), SHELL]],
  ['ssh-key', on('workload', 'ec2-instance-connect:SendSSHPublicKey')],
  ['script', on('workload', 'ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances')],
]

const swaps = entries.flatMap(([key, entry]) =>
  (
    [
      ['associate', 'ec2:AssociateIamInstanceProfile', 'without a role'],
      ['replace', 'ec2:ReplaceIamInstanceProfileAssociation', 'with a role'],
    ] as const
  ).map(([name, action, ofThose]) =>
    passes(`ec2-${name}-instance-profile-${key}`, EC2, [], 'an instance that it can run code on', {
      ...profile,
      workload: workloads.instance,
      ofThose,
      also: [...on('workload', action), ...entry],
    }),
  ),
)

/** Steps that the catalogue of https://pathfinding.cloud lacks, worked out from AWS's documentation of each service. */
export const furtherEscalations: readonly Escalation[] = [
  ...swaps,
  passes(
    'ec2-swap-instance-profile',
    EC2,
    instances,
    'a new EC2 instance in an instance profile whose role it replaces',
    {
      where: ['the target has no instance profile'],
      also: on('profile', 'iam:RemoveRoleFromInstanceProfile', 'iam:AddRoleToInstanceProfile'),
    },
  ),
  passes(
    'cloudformation-new-change-set',
    'cloudformation.amazonaws.com',
    [
      ['cloudformation:CreateChangeSet', 'cloudformation:stack/*'],
      ['cloudformation:ExecuteChangeSet', 'cloudformation:stack/*'],
    ],
    'a new CloudFormation stack that a change set makes',
  ),
  passes('cloudformation-update-stack', 'cloudformation.amazonaws.com', [], 'a CloudFormation stack that it updates', {
    workload: workloads.stack,
    also: on('workload', 'cloudformation:UpdateStack'),
  }),
  passes('codebuild-update-project', 'codebuild.amazonaws.com', [], 'a CodeBuild project that it changes', {
    workload: workloads.project,
    also: on('workload', 'codebuild:UpdateProject', 'codebuild:StartBuild'),
  }),
  passes('ecs-run-task-override', 'ecs-tasks.amazonaws.com', [], 'an ECS task that runs its command', {
    workload: workloads.definition,
    also: on('workload', 'ecs:RunTask'),
  }),
  passes(
    'glue-session',
    'glue.amazonaws.com',
    [
      ['glue:CreateSession', 'glue:session/*'],
      ['glue:RunStatement', 'glue:session/*'],
    ],
    'a new interactive session of Glue',
  ),
  passes('lambda-change-role', 'lambda.amazonaws.com', [], 'a Lambda function whose code it replaces', {
    workload: workloads.function,
    also: on('workload', 'lambda:UpdateFunctionConfiguration', 'lambda:UpdateFunctionCode'),
  }),
  passes(
    'rolesanywhere-new-profile',
    'rolesanywhere.amazonaws.com',
    [
      ['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:trust-anchor/*'],
      ['rolesanywhere:CreateProfile', 'rolesanywhere:profile/*'],
    ],
    'whoever holds a certificate of an authority of its own',
  ),
  passes(
    'scheduler-new-schedule',
    'scheduler.amazonaws.com',
    [['scheduler:CreateSchedule', 'scheduler:schedule/*/*']],
    'a new schedule, which calls any action of AWS',
  ),
  passes(
    'ssm-automation',
    'ssm.amazonaws.com',
    [
      ['ssm:CreateDocument', 'ssm:document/*'],
      ['ssm:StartAutomationExecution', 'ssm:automation-definition/*'],
    ],
    'a run of an automation document that it writes',
  ),
  passes(
    'states-new-machine',
    'states.amazonaws.com',
    [
      ['states:CreateStateMachine', 'states:stateMachine:*'],
      ['states:StartExecution', 'states:stateMachine:*'],
    ],
    'a new state machine, which calls any action of AWS',
  ),
  takes(
    'ecs-execute-command',
    'ecs-tasks.amazonaws.com',
    workloads.task,
    ['ecs:ExecuteCommand'],
    'It may run commands in an ECS task.',
  ),
  takes(
    'lambda-layer',
    'lambda.amazonaws.com',
    workloads.function,
    ['lambda:UpdateFunctionConfiguration'],
    'It may have a function load a layer of its own.',
  ),
  takes(
    'states-update-machine',
    'states.amazonaws.com',
    workloads.machine,
    ['states:UpdateStateMachine', 'states:StartExecution'],
    'It may rewrite what a state machine does and start it.',
  ),
  ...[['iam:UpdateSAMLProvider'], ['iam:DeleteSAMLProvider', 'iam:CreateSAMLProvider']].map(
    (actions): Escalation => ({
      id: actions.length === 1 ? 'iam-update-saml-provider' : 'iam-replace-saml-provider',
      actor: 'user or role',
      target: 'role and its SAML provider',
      needs: on('provider', ...actions),
      gains: 'target',
      says: 'It may write the key that a SAML provider’s assertions are checked with, and sign one for the role.',
      technique: 'T1484.002',
      cutBy: `Remove ${actions[0]}, or name only providers that no stronger role trusts.`,
    }),
  ),
]
