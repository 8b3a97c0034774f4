import type { Capability } from '../../model/capabilities.ts'

/** An action, and what its ARN adds to the resource's own (`/*`: an object of the bucket). */
export type Deed = readonly [action: string, below?: string]

export interface ResourceKind {
  /** Stands in the id of "everything of this kind in the account". */
  readonly key: string
  readonly type: string
  readonly plural: string
  /** The resource's own ARN, wildcards included; what follows is a part of it. */
  readonly whole: RegExp
  /** The end of such an ARN, for one of which no policy says anything in particular. */
  readonly example: string
  readonly deeds: Readonly<Partial<Record<Capability, readonly Deed[]>>>
  /** Not reviewed: its deeds go by the access level of each action. */
  readonly byLevel?: true
}

/**
 * Which actions touch what is kept in a resource, reviewed by hand against the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/). Listing and describing give nothing, and the
 * access level misleads (`kms:Decrypt` is a "Write"); `control` is to rewrite who may use the resource.
 */
export const resourceKinds: readonly ResourceKind[] = [
  {
    key: 's3',
    type: 'aws_s3_bucket',
    plural: 'S3 buckets',
    whole: /^arn:[^:]*:s3:::[^/]+/,
    example: 's3:::ambit-any-bucket',
    deeds: {
      read: [
        ['s3:GetObject', '/ambit'],
        ['s3:GetObjectVersion', '/ambit'],
      ],
      write: [
        ['s3:PutObject', '/ambit'],
        ['s3:DeleteObject', '/ambit'],
        ['s3:DeleteObjectVersion', '/ambit'],
      ],
      control: [['s3:PutBucketPolicy'], ['s3:PutBucketAcl'], ['s3:DeleteBucketPolicy']],
    },
  },
  {
    key: 'secretsmanager',
    type: 'aws_secretsmanager_secret',
    plural: 'secrets of Secrets Manager',
    whole: /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:.+/,
    example: 'secretsmanager:us-east-1:ACCOUNT:secret:ambit-any-secret',
    deeds: {
      read: [['secretsmanager:GetSecretValue'], ['secretsmanager:BatchGetSecretValue']],
      write: [['secretsmanager:PutSecretValue'], ['secretsmanager:UpdateSecret'], ['secretsmanager:DeleteSecret']],
      control: [['secretsmanager:PutResourcePolicy']],
    },
  },
  {
    key: 'ssm-parameter',
    type: 'aws_ssm_parameter',
    plural: 'parameters of Systems Manager',
    whole: /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter\/.+/,
    example: 'ssm:us-east-1:ACCOUNT:parameter/ambit-any-parameter',
    deeds: {
      read: [['ssm:GetParameter'], ['ssm:GetParameters'], ['ssm:GetParametersByPath'], ['ssm:GetParameterHistory']],
      write: [['ssm:PutParameter'], ['ssm:DeleteParameter'], ['ssm:DeleteParameters']],
    },
  },
  {
    key: 'kms',
    type: 'aws_kms_key',
    plural: 'KMS keys',
    whole: /^arn:[^:]*:kms:[^:]*:[^:]*:key\/.+/,
    example: 'kms:us-east-1:ACCOUNT:key/ambit-any-key',
    deeds: {
      read: [['kms:Decrypt'], ['kms:ReEncryptFrom']],
      write: [['kms:ScheduleKeyDeletion'], ['kms:DisableKey']],
      control: [['kms:PutKeyPolicy'], ['kms:CreateGrant']],
    },
  },
  {
    key: 'dynamodb',
    type: 'aws_dynamodb_table',
    plural: 'DynamoDB tables',
    whole: /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/[^/]+/,
    example: 'dynamodb:us-east-1:ACCOUNT:table/ambit-any-table',
    deeds: {
      read: [
        ['dynamodb:GetItem'],
        ['dynamodb:BatchGetItem'],
        ['dynamodb:Query'],
        ['dynamodb:Scan'],
        ['dynamodb:PartiQLSelect'],
      ],
      write: [
        ['dynamodb:PutItem'],
        ['dynamodb:UpdateItem'],
        ['dynamodb:DeleteItem'],
        ['dynamodb:BatchWriteItem'],
        ['dynamodb:DeleteTable'],
      ],
      control: [['dynamodb:PutResourcePolicy']],
    },
  },
  {
    key: 'lambda',
    type: 'aws_lambda_function',
    plural: 'Lambda functions',
    whole: /^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+/,
    example: 'lambda:us-east-1:ACCOUNT:function:ambit-any-function',
    // Calling a function runs the code that is there; changing that code is a step of the catalogue (lambda-003).
    deeds: { read: [['lambda:GetFunction']], execute: [['lambda:InvokeFunction'], ['lambda:InvokeAsync']] },
  },
  {
    key: 'sqs',
    type: 'aws_sqs_queue',
    plural: 'SQS queues',
    whole: /^arn:[^:]*:sqs:[^:]*:[^:]*:.+/,
    example: 'sqs:us-east-1:ACCOUNT:ambit-any-queue',
    deeds: {
      read: [['sqs:ReceiveMessage']],
      write: [['sqs:SendMessage'], ['sqs:DeleteMessage'], ['sqs:PurgeQueue'], ['sqs:DeleteQueue']],
      control: [['sqs:AddPermission'], ['sqs:SetQueueAttributes']],
    },
  },
  {
    key: 'sns',
    type: 'aws_sns_topic',
    plural: 'SNS topics',
    whole: /^arn:[^:]*:sns:[^:]*:[^:]*:.+/,
    example: 'sns:us-east-1:ACCOUNT:ambit-any-topic',
    deeds: {
      read: [['sns:Subscribe']],
      write: [['sns:Publish'], ['sns:DeleteTopic']],
      control: [['sns:AddPermission'], ['sns:SetTopicAttributes']],
    },
  },
  {
    key: 'rds',
    type: 'aws_db_instance',
    plural: 'RDS databases',
    whole: /^arn:[^:]*:rds:[^:]*:[^:]*:(db|cluster):.+/,
    example: 'rds:us-east-1:ACCOUNT:db:ambit-any-database',
    // The master password can be set anew.
    deeds: {
      write: [['rds:DeleteDBInstance'], ['rds:DeleteDBCluster']],
      control: [['rds:ModifyDBInstance'], ['rds:ModifyDBCluster']],
    },
  },
  {
    key: 'ecr',
    type: 'aws_ecr_repository',
    plural: 'ECR repositories',
    whole: /^arn:[^:]*:ecr:[^:]*:[^:]*:repository\/.+/,
    example: 'ecr:us-east-1:ACCOUNT:repository/ambit-any-repository',
    deeds: {
      read: [['ecr:GetDownloadUrlForLayer'], ['ecr:BatchGetImage']],
      write: [['ecr:PutImage'], ['ecr:BatchDeleteImage'], ['ecr:DeleteRepository']],
      control: [['ecr:SetRepositoryPolicy']],
    },
  },
  {
    key: 'kinesis',
    type: 'aws_kinesis_stream',
    plural: 'Kinesis streams',
    whole: /^arn:[^:]*:kinesis:[^:]*:[^:]*:stream\/[^/]+/,
    example: 'kinesis:us-east-1:ACCOUNT:stream/ambit-any-stream',
    deeds: {
      read: [['kinesis:GetRecords']],
      write: [['kinesis:PutRecord'], ['kinesis:PutRecords'], ['kinesis:DeleteStream']],
      control: [['kinesis:PutResourcePolicy']],
    },
  },
  {
    key: 'logs',
    type: 'aws_cloudwatch_log_group',
    plural: 'log groups',
    whole: /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]+/,
    example: 'logs:us-east-1:ACCOUNT:log-group:ambit-any-group',
    deeds: {
      read: [
        ['logs:GetLogEvents', ':log-stream:ambit'],
        ['logs:FilterLogEvents', ':*'],
        ['logs:StartQuery', ':*'],
      ],
      write: [
        ['logs:DeleteLogGroup', ':*'],
        ['logs:DeleteLogStream', ':log-stream:ambit'],
        ['logs:PutRetentionPolicy', ':*'],
      ],
    },
  },
  {
    key: 'codecommit',
    type: 'aws_codecommit_repository',
    plural: 'CodeCommit repositories',
    whole: /^arn:[^:]*:codecommit:[^:]*:[^:]*:.+/,
    example: 'codecommit:us-east-1:ACCOUNT:ambit-any-repository',
    deeds: {
      read: [['codecommit:GitPull'], ['codecommit:GetFile'], ['codecommit:GetBlob']],
      write: [['codecommit:GitPush'], ['codecommit:PutFile'], ['codecommit:DeleteRepository']],
    },
  },
  {
    key: 'states',
    type: 'aws_sfn_state_machine',
    plural: 'Step Functions state machines',
    whole: /^arn:[^:]*:states:[^:]*:[^:]*:stateMachine:.+/,
    example: 'states:us-east-1:ACCOUNT:stateMachine:ambit-any-machine',
    deeds: { execute: [['states:StartExecution'], ['states:StartSyncExecution']] },
  },
  {
    key: 'ebs-snapshot',
    type: 'aws_ebs_snapshot',
    plural: 'disk snapshots',
    whole: /^arn:[^:]*:ec2:[^:]*:[^:]*:snapshot\/.+/,
    example: 'ec2:us-east-1:ACCOUNT:snapshot/ambit-any-snapshot',
    deeds: {
      read: [['ebs:GetSnapshotBlock']],
      write: [['ec2:DeleteSnapshot']],
      control: [['ec2:ModifySnapshotAttribute']],
    },
  },
]
