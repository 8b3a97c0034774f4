import type { Workload } from './escalation.ts'

const printed = (command: string) => `${command}, as printed or as a workload list [{"type","arn","name","runsAs"}]`
const list = (command: string) => `${command}, as a workload list [{"type","arn","name","runsAs"}]`

/** What runs as a role, and how a workload list names it. */
export const workloads = {
  function: {
    types: ['aws_lambda_function'],
    named: 'Lambda function',
    arn: 'lambda:function:*',
    gives: 'CAN_WRITE',
    settledBy: printed('aws lambda list-functions'),
  },
  instance: {
    types: ['aws_instance', 'aws_ec2_instance'],
    named: 'EC2 instance',
    arn: 'ec2:instance/*',
    gives: 'CAN_EXECUTE',
    settledBy: printed('aws ec2 describe-instances'),
  },
  template: {
    types: ['aws_launch_template'],
    named: 'launch template in use',
    arn: 'ec2:launch-template/*',
    gives: 'CAN_WRITE',
    settledBy: list('aws ec2 describe-launch-templates'),
  },
  stack: {
    types: ['aws_cloudformation_stack'],
    named: 'CloudFormation stack',
    arn: 'cloudformation:stack/*',
    gives: 'CAN_EXECUTE',
    settledBy: printed('aws cloudformation describe-stacks'),
  },
  stackSet: {
    types: ['aws_cloudformation_stack_set'],
    named: 'CloudFormation stack set',
    arn: 'cloudformation:stackset/*',
    gives: 'CAN_EXECUTE',
    settledBy: list('aws cloudformation list-stack-sets'),
  },
  project: {
    types: ['aws_codebuild_project'],
    named: 'CodeBuild project',
    arn: 'codebuild:project/*',
    gives: 'CAN_EXECUTE',
    settledBy: printed('aws codebuild batch-get-projects'),
  },
  endpoint: {
    types: ['aws_glue_dev_endpoint'],
    named: 'Glue development endpoint',
    arn: 'glue:devEndpoint/*',
    gives: 'CAN_EXECUTE',
    settledBy: printed('aws glue get-dev-endpoints'),
  },
  job: {
    types: ['aws_glue_job'],
    named: 'Glue job',
    arn: 'glue:job/*',
    gives: 'CAN_WRITE',
    settledBy: printed('aws glue get-jobs'),
  },
  notebook: {
    types: ['aws_sagemaker_notebook_instance'],
    named: 'SageMaker notebook',
    arn: 'sagemaker:notebook-instance/*',
    gives: 'CAN_EXECUTE',
    settledBy: printed('aws sagemaker describe-notebook-instance for each notebook'),
  },
  service: {
    types: ['aws_apprunner_service'],
    named: 'App Runner service',
    arn: 'apprunner:service/*',
    gives: 'CAN_WRITE',
    settledBy: printed('aws apprunner describe-service for each service'),
  },
  cluster: {
    types: ['aws_ecs_cluster'],
    named: 'ECS cluster',
    arn: 'ecs:cluster/*',
    gives: 'CAN_EXECUTE',
    settledBy: printed('aws ecs describe-clusters'),
  },
  definition: {
    types: ['aws_ecs_task_definition'],
    named: 'ECS task definition',
    arn: 'ecs:task-definition/*',
    gives: 'CAN_EXECUTE',
    settledBy: printed('aws ecs describe-task-definition for each definition'),
  },
  task: {
    types: ['aws_ecs_task'],
    named: 'ECS task that takes commands',
    arn: 'ecs:task/*',
    gives: 'CAN_EXECUTE',
    settledBy: list('aws ecs describe-tasks'),
  },
  machine: {
    types: ['aws_sfn_state_machine'],
    named: 'state machine',
    arn: 'states:stateMachine:*',
    gives: 'CAN_WRITE',
    settledBy: list('aws stepfunctions list-state-machines'),
  },
  interpreter: {
    types: ['aws_bedrockagentcore_code_interpreter'],
    named: 'Bedrock code interpreter',
    arn: 'bedrock-agentcore:code-interpreter/*',
    gives: 'CAN_EXECUTE',
    settledBy: list('aws bedrock-agentcore-control list-code-interpreters'),
  },
} as const satisfies Record<string, Workload>
