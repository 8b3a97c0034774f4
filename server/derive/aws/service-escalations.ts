import type { Escalation, Need } from './escalation.ts'
import { passes, profile } from './passrole-escalations.ts'
import { SHELL, takes } from './workload-escalations.ts'
import { workloads } from './workload-types.ts'

const on = (what: Need['on'], ...actions: readonly string[]): readonly Need[] =>
  actions.map((action) => ({ action, on: what }))

const docs = (page: string): { readonly source: string } => ({ source: `https://docs.aws.amazon.com/${page}` })

const EC2 = 'ec2.amazonaws.com'
const TASKS = 'ecs-tasks.amazonaws.com'
const SAGEMAKER = 'sagemaker.amazonaws.com'
const DEFINITION = 'batch:job-definition/*'
const APPLICATION = 'emr-serverless:/applications/*'
const STUDIO = 'sagemaker:user-profile/*/*'
const API = ['CreateGraphqlApi', 'StartSchemaCreation', 'CreateDataSource', 'CreateResolver'].map(
  (action) => [`appsync:${action}`] as const,
)

/** Further services that run what they are given as a role; each names where AWS documents it. */
export const serviceEscalations: readonly Escalation[] = [
  passes(
    'airflow-new-environment',
    ['airflow-env.amazonaws.com', 'airflow.amazonaws.com'],
    [['airflow:CreateEnvironment', 'airflow:environment/*']],
    'a new environment of Airflow, which runs its own workflows',
    docs('mwaa/latest/userguide/mwaa-create-role.html'),
  ),
  passes(
    'amplify-new-app',
    'amplify.amazonaws.com',
    [
      ['amplify:CreateApp'],
      ['amplify:CreateBranch', 'amplify:apps/*/branches/*'],
      ['amplify:StartJob', 'amplify:apps/*/branches/*/jobs/*'],
    ],
    'a new Amplify app, whose build commands it writes',
    docs('amplify/latest/userguide/amplify-service-role.html'),
  ),
  passes('apprunner-change-role', 'tasks.apprunner.amazonaws.com', [], 'an App Runner service that it changes', {
    workload: workloads.service,
    also: on('workload', 'apprunner:UpdateService'),
    ...docs('apprunner/latest/dg/security_iam_service-with-iam.html'),
  }),
  ...[
    { key: 'key', call: ['appsync:CreateApiKey'] as const },
    { key: 'call', call: ['appsync:GraphQL', 'appsync:apis/*'] as const },
  ].map(({ key, call }) =>
    passes(
      `appsync-new-api-${key}`,
      'appsync.amazonaws.com',
      [...API, call],
      'a new AppSync API, which signs any call to AWS',
      docs('appsync/latest/devguide/tutorial-http-resolvers.html'),
    ),
  ),
  passes(
    'athena-new-workgroup',
    'athena.amazonaws.com',
    [
      ['athena:CreateWorkGroup', 'athena:workgroup/*'],
      ['athena:StartSession', 'athena:workgroup/*'],
      ['athena:StartCalculationExecution', 'athena:workgroup/*'],
    ],
    'a new Spark workgroup of Athena',
    docs('athena/latest/ug/notebooks-spark-getting-started.html'),
  ),
  passes(
    'autoscaling-new-launch-configuration',
    EC2,
    [
      ['autoscaling:CreateLaunchConfiguration', 'autoscaling:launchConfiguration:*'],
      ['autoscaling:CreateAutoScalingGroup', 'autoscaling:autoScalingGroup:*'],
    ],
    'the instances of a new Auto Scaling group',
    {
      where: [...profile.where, 'the account still makes launch configurations'],
      ...docs('autoscaling/ec2/userguide/launch-configurations.html'),
    },
  ),
  passes(
    'batch-new-job-definition',
    TASKS,
    [
      ['batch:RegisterJobDefinition', DEFINITION],
      ['batch:SubmitJob', DEFINITION],
    ],
    'a new job of Batch',
    {
      workload: workloads.queue,
      also: on('workload', 'batch:SubmitJob'),
      ...docs('batch/latest/userguide/create-job-definition.html'),
    },
  ),
  takes(
    'batch-submit-job',
    TASKS,
    workloads.jobDefinition,
    ['batch:SubmitJob'],
    'It may run a command of its own in a job of Batch.',
    {
      anywhere: [{ action: 'batch:SubmitJob', on: 'new batch:job-queue/*' }],
      ...docs('batch/latest/APIReference/API_SubmitJob.html'),
    },
  ),
  passes(
    'bedrock-new-runtime',
    'bedrock-agentcore.amazonaws.com',
    [['bedrock-agentcore:CreateAgentRuntime'], ['bedrock-agentcore:InvokeAgentRuntime', 'bedrock-agentcore:runtime/*']],
    'a new runtime of an agent, whose code it brings',
    docs('bedrock-agentcore/latest/devguide/runtime-permissions.html'),
  ),
  passes(
    'codepipeline-new-pipeline',
    'codepipeline.amazonaws.com',
    [['codepipeline:CreatePipeline', 'codepipeline:*']],
    'a new pipeline, whose commands it writes',
    docs('codepipeline/latest/userguide/action-reference-Commands.html'),
  ),
  passes(
    'ecs-update-service',
    TASKS,
    [['ecs:RegisterTaskDefinition', 'ecs:task-definition/*']],
    'an ECS service that it changes',
    {
      workload: workloads.tasks,
      also: on('workload', 'ecs:UpdateService'),
      ...docs('AmazonECS/latest/APIReference/API_UpdateService.html'),
    },
  ),
  passes(
    'eks-pod-identity',
    'pods.eks.amazonaws.com',
    [['eks:AssociateAccessPolicy', 'eks:access-entry/*']],
    'pods of a cluster that it lets itself into',
    {
      workload: workloads.eksCluster,
      also: on('workload', 'eks:CreatePodIdentityAssociation', 'eks:CreateAccessEntry'),
      ...docs('eks/latest/userguide/pod-id-association.html'),
    },
  ),
  takes(
    'emr-add-step',
    EC2,
    workloads.emrCluster,
    ['elasticmapreduce:AddJobFlowSteps'],
    'It may run code on a cluster.',
    {
      ...profile,
      ...docs('emr/latest/ManagementGuide/emr-iam-role-for-ec2.html'),
    },
  ),
  passes('emr-new-cluster', EC2, [['elasticmapreduce:RunJobFlow']], 'the machines of a new EMR cluster', {
    ...profile,
    beside: { service: 'elasticmapreduce.amazonaws.com', does: 'ec2:RunInstances' },
    ...docs('emr/latest/ManagementGuide/emr-iam-roles.html'),
  }),
  passes(
    'emr-serverless-new-application',
    'emr-serverless.amazonaws.com',
    [['emr-serverless:CreateApplication'], ['emr-serverless:StartJobRun', APPLICATION]],
    'a job of a new EMR Serverless application',
    docs('emr/latest/EMR-Serverless-UserGuide/getting-started.html'),
  ),
  passes('emr-serverless-start-job', 'emr-serverless.amazonaws.com', [], 'a job of an EMR Serverless application', {
    workload: workloads.application,
    also: on('workload', 'emr-serverless:StartJobRun'),
    ...docs('emr/latest/EMR-Serverless-UserGuide/security-iam-runtime-role.html'),
  }),
  passes(
    'imagebuilder-new-image',
    EC2,
    [
      ['imagebuilder:CreateInfrastructureConfiguration', 'imagebuilder:infrastructure-configuration/*'],
      ['imagebuilder:CreateComponent', 'imagebuilder:component/*/*/*'],
      ['imagebuilder:CreateImageRecipe', 'imagebuilder:image-recipe/*/*'],
      ['imagebuilder:CreateImage', 'imagebuilder:image/*/*/*'],
    ],
    'the instance on which a new image is built',
    { ...profile, ...docs('imagebuilder/latest/userguide/manage-infra-config.html') },
  ),
  passes(
    'iot-new-role-alias',
    'credentials.iot.amazonaws.com',
    [
      ['iot:CreateRoleAlias', 'iot:rolealias/*'],
      ['iot:CreateKeysAndCertificate'],
      ['iot:CreatePolicy', 'iot:policy/*'],
      ['iot:AttachPolicy', 'iot:cert/*'],
    ],
    'whatever holds a certificate that it makes',
    { also: on('target', 'iam:GetRole'), ...docs('iot/latest/developerguide/authorizing-direct-aws.html') },
  ),
  passes(
    'kafkaconnect-new-connector',
    'kafkaconnect.amazonaws.com',
    [['kafkaconnect:CreateCustomPlugin'], ['kafkaconnect:CreateConnector']],
    'a new connector of Kafka, whose code it brings',
    docs('msk/latest/developerguide/msk-connect-service-execution-role.html'),
  ),
  passes(
    'kinesisanalytics-new-application',
    'kinesisanalytics.amazonaws.com',
    [['kinesisanalytics:CreateApplication'], ['kinesisanalytics:StartApplication', 'kinesisanalytics:application/*']],
    'a new Flink application',
    docs('managed-flink/latest/java/how-creating-apps.html'),
  ),
  ...(
    [
      ['tuning-job', ['CreateHyperParameterTuningJob', 'hyper-parameter-tuning-job']],
      ['transform-job', ['CreateModel', 'model'], ['CreateTransformJob', 'transform-job']],
      [
        'endpoint',
        ['CreateModel', 'model'],
        ['CreateEndpointConfig', 'endpoint-config'],
        ['CreateEndpoint', 'endpoint'],
      ],
      ['pipeline', ['CreatePipeline', 'pipeline'], ['StartPipelineExecution', 'pipeline']],
    ] as const
  ).map(([key, ...steps]) =>
    passes(
      `sagemaker-new-${key}`,
      SAGEMAKER,
      steps.map(([action, thing]) => [`sagemaker:${action}`, `sagemaker:${thing}/*`] as const),
      `a new ${key.replace('-', ' ')} of SageMaker`,
      docs('sagemaker/latest/dg/sagemaker-roles.html'),
    ),
  ),
  passes('sagemaker-change-notebook', SAGEMAKER, [], 'a SageMaker notebook that it opens', {
    workload: workloads.notebook,
    also: on(
      'workload',
      ...['Stop', 'Update', 'Start'].map((verb) => `sagemaker:${verb}NotebookInstance`),
      'sagemaker:CreatePresignedNotebookInstanceUrl',
    ),
    ...docs('sagemaker/latest/APIReference/API_UpdateNotebookInstance.html'),
  }),
  passes(
    'sagemaker-new-user-profile',
    SAGEMAKER,
    [
      ['sagemaker:CreateUserProfile', STUDIO],
      ['sagemaker:CreatePresignedDomainUrl', STUDIO],
    ],
    'a new user of SageMaker Studio',
    { workload: workloads.domain, ...docs('sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html') },
  ),
  takes(
    'sagemaker-open-studio',
    SAGEMAKER,
    workloads.studioUser,
    ['sagemaker:CreatePresignedDomainUrl'],
    'It may sign in to SageMaker Studio as one of its users and run code there.',
    docs('sagemaker/latest/APIReference/API_CreatePresignedDomainUrl.html'),
  ),
  takes(
    'ssm-association',
    EC2,
    workloads.instance,
    ['ssm:CreateAssociation'],
    'It may have an instance run commands by an association.',
    {
      ...profile,
      anywhere: [
        { ...SHELL, action: 'ssm:CreateAssociation' },
        { action: 'ssm:CreateAssociation', on: 'new ssm:association/*' },
      ],
      ...docs('systems-manager/latest/APIReference/API_CreateAssociation.html'),
    },
  ),
  passes(
    'ssm-hybrid-activation',
    'ssm.amazonaws.com',
    [['ssm:CreateActivation']],
    'a machine of its own that it registers',
    docs('systems-manager/latest/userguide/hybrid-multicloud-service-role.html'),
  ),
  passes('states-change-role', 'states.amazonaws.com', [], 'a state machine that it rewrites', {
    workload: workloads.machine,
    also: on('workload', 'states:UpdateStateMachine', 'states:StartExecution'),
    ...docs('step-functions/latest/apireference/API_UpdateStateMachine.html'),
  }),
]
