import type { GivenNode } from '../derivation.ts'
import { type Answer, all, yes } from './answer.ts'
import { askOnce } from './ask-once.ts'
import type { Asked } from './evaluate.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: versions of a managed policy. */
const MOST_VERSIONS = 5

/** May it write a version of the policy that is in force at once? */
export const askNewVersion = (asked: Asked, policy: GivenNode): Answer =>
  all([askOnce(asked, { action: 'iam:CreatePolicyVersion' }, policy.id), askRoom(asked, policy)])

/** A policy that has as many versions as it may have takes another only once one of them is deleted. */
export function askRoom(asked: Asked, { id, properties }: GivenNode): Answer {
  const others = properties?.['otherVersions']
  const isFull = Array.isArray(others) && others.length + 1 >= MOST_VERSIONS
  return isFull ? askOnce(asked, { action: 'iam:DeletePolicyVersion' }, id) : yes
}
