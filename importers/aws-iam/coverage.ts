import type { CoverageGap } from '../../server/model/facts.ts'
import type { Batch, Part } from './batch.ts'

const OTHER_PARTS: readonly (CoverageGap & { readonly part: Part })[] = [
  {
    part: 'organization',
    missing: 'service and resource control policies of the organisation, which may deny what is shown as allowed',
    settledBy: 'aws organizations list-policies --filter SERVICE_CONTROL_POLICY, then describe-policy for each',
  },
  {
    part: 'resource-policies',
    missing: 'resource policies (buckets, keys, queues, secrets, functions), which may allow or deny more',
    settledBy: 'aws s3api get-bucket-policy, aws kms get-key-policy, aws secretsmanager get-resource-policy',
  },
  {
    part: 'credentials',
    missing: 'login profiles and MFA devices: who signs in by password is not known',
    settledBy: 'aws iam generate-credential-report, then aws iam get-credential-report',
  },
  {
    part: 'keys',
    missing: 'access keys, their age and their last use',
    settledBy: 'aws iam list-access-keys --user-name <user> > access-keys-<account>.json',
  },
  {
    part: 'providers',
    missing: 'OIDC and SAML providers: trusts in them are taken for registered, with any audience',
    settledBy: 'aws iam list-open-id-connect-providers, get-open-id-connect-provider, list-saml-providers',
  },
  {
    part: 'workloads',
    missing: 'workloads and the role each runs as; steps through an existing workload stay conditional',
    settledBy:
      'a list [{"type","arn","name","runsAs"}] from aws lambda list-functions, ec2 describe-instances, ecs, glue',
  },
]

/** What the batch did not see: an answer it touches repeats it. */
export function coverageOf(batch: Batch, scope: string): readonly CoverageGap[] {
  const opened = batch.scopes.get(scope)
  if (opened?.part !== 'authz') return []
  const ofAccount = [...batch.scopes.values()].filter((it) => it.account === opened.account)
  const seen = new Set([...ofAccount.map(({ part }) => part), ...(batch.seen.get(opened.account) ?? [])])
  if (batch.organization !== undefined) seen.add('organization')
  if (!batch.federates.has(opened.account)) seen.add('providers')
  const unseen = OTHER_PARTS.filter(({ part }) => !seen.has(part))
  const cut: readonly CoverageGap[] = batch.truncated
    ? [
        {
          missing: 'the export’s later pages',
          settledBy: 'aws iam get-account-authorization-details without --max-items',
        },
      ]
    : []
  return [...cut, ...unseen.map(({ missing, settledBy }) => ({ missing, settledBy: settledBy! }))]
}
