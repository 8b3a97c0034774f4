import { Type } from 'typebox'
import { defineImporter, recordType } from '../importer.ts'
import { authzRecords } from './authz.ts'
import { openBatch } from './batch.ts'
import { coverageOf } from './coverage.ts'
import { credentialRecords } from './credential-report.ts'
import { keyRecords } from './keys.ts'
import { nativeWorkloadRecords } from './native-workloads.ts'
import { organizationRecords } from './organization.ts'
import { providerRecords } from './providers.ts'
import { resourcePolicyRecords } from './resource-policies.ts'
import { unplacedWorkloadRecords } from './unplaced-workloads.ts'
import { workloadRecords } from './workloads.ts'

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
export const awsIam = defineImporter({
  source: 'aws-iam',
  version: 6,
  reads:
    'the users, groups, roles and policies of AWS accounts, with access keys, credential report, workloads, resource and control policies where given',
  get: [
    'aws iam get-account-authorization-details > authz-<account>.json',
    'aws iam generate-credential-report; aws iam get-credential-report --query Content --output text | base64 -d > credentials.csv',
    'aws iam list-access-keys --user-name <user> > access-keys-<account>.json',
  ],
  sniff: ({ text }) =>
    /"(UserDetailList|GroupDetailList|RoleDetailList|AccessKeyMetadata|ResourcePolicy|ControlPolicies)"\s*:/.test(
      text,
    ) ||
    /"(FunctionArn|serviceRole|StackId|taskDefinitionArn|clusterArn|IamInstanceProfile|DevEndpoints|NotebookInstanceArn|InstanceConfiguration)"\s*:/.test(
      text,
    ) ||
    /"Jobs"\s*:\s*\[\s*\{\s*"Name"/.test(text) ||
    /"(PolicySummary|MasterAccountId|QueueArn|TopicArn|OpenIDConnectProviderList|SAMLProviderList|ClientIDList)"\s*:/.test(
      text,
    ) ||
    /^\uFEFF?user,arn,user_creation_time,password_enabled/.test(text) ||
    /^\s*\{\s*"Policy"\s*:\s*"\{/.test(text) ||
    (/^\s*\[\s*\{/.test(text) && /"arn"\s*:\s*"arn:aws/.test(text) && /"type"\s*:\s*"aws_/.test(text)),
  format: 'csv or json',
  open(run) {
    const batch = openBatch(run)
    return {
      records: [
        ...authzRecords(batch),
        ...keyRecords(batch),
        ...workloadRecords(batch),
        ...nativeWorkloadRecords(batch),
        ...unplacedWorkloadRecords(batch),
        ...resourcePolicyRecords(batch),
        ...organizationRecords(batch),
        ...credentialRecords(batch),
        ...providerRecords(batch),
        ...['/IsTruncated', '/*/IsTruncated'].map((at) =>
          recordType(at, Type.Boolean(), (truncated) => {
            batch.truncated ||= truncated
          }),
        ),
      ],
      coverage: (scope) => coverageOf(batch, scope),
      partial: () => batch.truncated,
    }
  },
})
