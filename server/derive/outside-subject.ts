import type { NodeClaim } from '../model/facts.ts'
import { federatedSubject } from '../model/node-id.ts'

/** What stands for every subject of an issuer. */
export const ANY_SUBJECT = '*'

/** Whoever an outside issuer vouches for under a subject: the same one to every cloud that trusts the issuer. */
export function outsideSubject(issuer: string, subject: string): NodeClaim {
  const { type, named } = sortOf(issuer)
  return {
    id: federatedSubject(issuer, subject),
    kind: 'Identity',
    type,
    name: subject === ANY_SUBJECT ? `any identity of ${named}` : `${subject} at ${named}`,
    provider: 'federated',
    counts: false,
    stub: true,
    properties: { issuer, subject },
  }
}

/** An issuer as all clouds write it alike: without its scheme and its last slash. */
export const issuerName = (url: string): string => url.replace(/^https:\/\//i, '').replace(/\/+$/, '')

const sorts: readonly (readonly [issuer: RegExp, type: string, named: string])[] = [
  [/^token\.actions\.githubusercontent\.com/, 'ci_job', 'GitHub Actions'],
  [/^gitlab\.com$/, 'ci_job', 'GitLab CI'],
  [/^oidc\.circleci\.com\//, 'ci_job', 'CircleCI'],
  [/^api\.bitbucket\.org\//, 'ci_job', 'Bitbucket Pipelines'],
  [/^agent\.buildkite\.com$/, 'ci_job', 'Buildkite'],
  [/^app\.terraform\.io$/, 'ci_job', 'Terraform Cloud'],
  [/^oidc\.eks\./, 'workload', 'an EKS cluster'],
]

/** What an issuer vouches for, where the issuer tells: jobs of a build service, pods of a cluster. */
function sortOf(issuer: string): { readonly type: string; readonly named: string } {
  const [, type = 'external', named = issuer] = sorts.find(([pattern]) => pattern.test(issuer)) ?? []
  return { type, named: named === issuer ? issuer : `${named} (${issuer})` }
}
