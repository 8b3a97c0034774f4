import { accountOf } from '../../model/arn.ts'
import { type Answer, given, yes } from './answer.ts'
import { askOnce, instanceOf, mightDo } from './ask-once.ts'
import type { Asked } from './evaluate.ts'
import { limitsOf } from './guards.ts'
import type { Principal } from './model.ts'
import { askNewVersion } from './new-version.ts'

/** A policy that gives everything, and how the one who asks comes by it. */
export interface StrongPolicy {
  readonly arn: string
  readonly had: () => Answer
}

export const AWS_STRONGEST = ['AdministratorAccess', 'IAMFullAccess']

/** AWS's own, those of the account that are as strong, one that it rewrites, and one that it makes. */
export function* strongPolicies(asked: Asked, action: string): Generator<StrongPolicy> {
  const { account, partition, around } = asked.principal
  for (const name of AWS_STRONGEST) yield { arn: `arn:${partition}:iam::aws:policy/${name}`, had: () => yes }
  for (const node of around.strongest(account)) yield { arn: node.id, had: () => given(true, node) }
  const managed = around.managed(account)
  if (mightDo(asked, ['iam:CreatePolicyVersion'])) {
    for (const node of managed) yield { arn: node.id, had: () => askNewVersion(asked, node) }
  }
  if (!mightDo(asked, ['iam:CreatePolicy'])) return
  for (const arn of newPolicies(asked, action)) {
    if (managed.some(({ id }) => id === arn)) continue
    yield { arn, had: () => askOnce(asked, { action: 'iam:CreatePolicy' }, arn) }
  }
}

/** What a policy of its own could be called: as it likes, or as its permissions to make and to use one ask for. */
function newPolicies({ principal, identity = principal.identity }: Asked, action: string): readonly string[] {
  const layers = [...identity, ...limitsOf(principal)]
  const allows = (of: string) => layers.flatMap(({ policy }) => policy.about(of.toLowerCase()).allows)
  const named = [
    ...allows('iam:CreatePolicy').flatMap(({ resources }) => resources.map(({ text }) => text)),
    ...allows(action).flatMap(({ conditions }) =>
      conditions.filter(({ key }) => ASKED.has(key.toLowerCase())).flatMap(({ values }) => values),
    ),
  ]
  const arns = named.flatMap((pattern) => instanceOf(pattern, principal) ?? []).filter((arn) => isOwn(arn, principal))
  return [...new Set([`arn:${principal.partition}:iam::${principal.account}:policy/ambit`, ...arns])]
}

const ASKED = new Set(['iam:policyarn', 'iam:permissionsboundary'])
const isOwn = (arn: string, { account }: Principal): boolean => accountOf(arn) === account && arn.includes(':policy/')
