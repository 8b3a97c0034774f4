import type { Escalation, Need, Prerequisite } from './escalation.ts'

const on = (action: string, what: Need['on']): Need => ({ action, on: what })
const attach = (action: string, what: Need['on']): Need => ({ action, on: what, attaches: true })

const self = (
  id: string,
  actor: Escalation['actor'],
  target: Escalation['target'],
  need: Need,
  says: string,
  where?: readonly Prerequisite[],
): Escalation => ({
  id,
  actor,
  target,
  needs: [need],
  ...(where === undefined ? {} : { where }),
  gains: 'account',
  says,
  technique: 'T1098.003',
  cutBy: `Remove ${need.action}, or name resources that do not include what the identity itself holds.`,
})

/** Once its own boundary is out of the way, it holds what its policies give; see `boundaries.ts`. */
const frees = (
  id: string,
  actor: Escalation['actor'],
  boundary: NonNullable<Escalation['boundary']>,
  need: Need,
  says: string,
): Escalation => ({
  ...self(id, actor, 'nobody', need, says),
  boundary,
  gains: 'account without its boundary',
  cutBy: 'Deny the step on the identity and on its boundary in the boundary itself.',
})

const over = (
  id: string,
  target: 'user' | 'role',
  needs: readonly Need[],
  says: string,
  where?: readonly Prerequisite[],
): Escalation => ({
  id,
  actor: 'user or role',
  target,
  needs,
  ...(where === undefined ? {} : { where }),
  gains: 'target',
  says,
  technique: target === 'user' ? 'T1098.001' : 'T1098.003',
  cutBy: `Remove ${needs[0]!.action}, or name only targets that are no stronger.`,
})

const through = (
  id: string,
  target: Escalation['target'],
  needs: readonly Need[],
  says: string,
  where?: readonly Prerequisite[],
): Escalation => ({
  id,
  actor: 'user or role',
  target,
  needs,
  ...(where === undefined ? {} : { where }),
  gains: 'account through the target',
  says,
  technique: 'T1098.003',
  cutBy: `Remove ${needs.map(({ action }) => action).join(' or ')}: the step needs them all.`,
})

/** The target holds enough as soon as its boundary is gone. */
const unbinds = (...row: Parameters<typeof through>): Escalation => ({
  ...through(...row),
  gains: 'account through the target without its boundary',
})

const assumes = ['it can become the target'] as const
const versions = ['the policy takes another version'] as const

/** Steps by IAM alone, restated from https://pathfinding.cloud (self-escalation and principal-access), and those it lacks. */
export const iamEscalations: readonly Escalation[] = [
  self(
    'iam-001',
    'user or role',
    'own policy',
    on('iam:CreatePolicyVersion', 'policy'),
    'It may write a new version of a policy that is attached to itself.',
    versions,
  ),
  self(
    'iam-set-default-policy-version',
    'user or role',
    'own policy',
    on('iam:SetDefaultPolicyVersion', 'policy'),
    'It may bring back an older, stronger version of a policy that is attached to itself.',
    ['an older version administers the account'],
  ),
  ...(['User', 'Role'] as const).flatMap((kind) => {
    const actor = kind === 'User' ? 'user' : 'role'
    const off = on(`iam:Delete${kind}PermissionsBoundary`, 'self')
    const put = on(`iam:Put${kind}PermissionsBoundary`, 'self')
    const what = 'that alone keeps it from administering the account.'
    return [
      frees(
        `iam-delete-${actor}-permissions-boundary`,
        actor,
        'taken off',
        off,
        `It may take off the boundary ${what}`,
      ),
      frees(`iam-put-${actor}-permissions-boundary`, actor, 'replaced', put, `It may replace the boundary ${what}`),
    ]
  }),
  frees(
    'iam-create-boundary-version',
    'user or role',
    'rewritten',
    on('iam:CreatePolicyVersion', 'policy'),
    'It may rewrite the boundary that alone keeps it from administering the account.',
  ),
  frees(
    'iam-set-default-boundary-version',
    'user or role',
    'brought back',
    on('iam:SetDefaultPolicyVersion', 'policy'),
    'It may bring back an older, wider version of the boundary that keeps it from administering the account.',
  ),
  self('iam-005', 'role', 'nobody', on('iam:PutRolePolicy', 'self'), 'It may write an inline policy onto itself.'),
  self('iam-007', 'user', 'nobody', on('iam:PutUserPolicy', 'self'), 'It may write an inline policy onto itself.'),
  self('iam-008', 'user', 'nobody', attach('iam:AttachUserPolicy', 'self'), 'It may attach any policy to itself.'),
  self('iam-009', 'role', 'nobody', attach('iam:AttachRolePolicy', 'self'), 'It may attach any policy to itself.'),
  self(
    'iam-010',
    'user',
    'own group',
    attach('iam:AttachGroupPolicy', 'target'),
    'It may attach any policy to a group it is in.',
  ),
  self(
    'iam-011',
    'user',
    'own group',
    on('iam:PutGroupPolicy', 'target'),
    'It may write an inline policy onto a group it is in.',
  ),
  {
    ...self(
      'iam-013',
      'user',
      'group',
      on('iam:AddUserToGroup', 'target'),
      'It may add itself to the group and then holds what the group grants.',
    ),
    gains: 'target',
  },

  over('iam-002', 'user', [on('iam:CreateAccessKey', 'target')], 'It may make an access key for the user.', [
    'the target has fewer than two access keys',
  ]),
  over(
    'iam-003',
    'user',
    [on('iam:CreateAccessKey', 'target'), on('iam:DeleteAccessKey', 'target')],
    'It may delete one of the user’s two access keys and make another.',
    ['the target has two access keys'],
  ),
  over('iam-004', 'user', [on('iam:CreateLoginProfile', 'target')], 'It may give the user a password.', [
    'the target has no login profile',
    'the target needs no second factor',
  ]),
  over('iam-006', 'user', [on('iam:UpdateLoginProfile', 'target')], 'It may change the user’s password.', [
    'the target has a login profile',
    'the target needs no second factor',
  ]),
  over(
    'iam-012',
    'role',
    [on('iam:UpdateAssumeRolePolicy', 'target')],
    'It may rewrite the role’s trust policy so that it trusts the identity itself.',
  ),

  unbinds(
    'iam-free-role',
    'role',
    [on('iam:DeleteRolePermissionsBoundary', 'target')],
    'It may take off the boundary of a role that it can become.',
    assumes,
  ),
  unbinds(
    'iam-free-user',
    'user',
    [on('iam:DeleteUserPermissionsBoundary', 'target'), on('iam:CreateAccessKey', 'target')],
    'It may take off the boundary of a user and make an access key for it.',
    ['the target has fewer than two access keys'],
  ),
  through(
    'iam-014',
    'role',
    [attach('iam:AttachRolePolicy', 'target')],
    'It may attach any policy to a role that it can assume.',
    assumes,
  ),
  through(
    'iam-015',
    'user',
    [attach('iam:AttachUserPolicy', 'target'), on('iam:CreateAccessKey', 'target')],
    'It may attach any policy to a user and make an access key for it.',
    ['the target has fewer than two access keys'],
  ),
  through(
    'iam-016',
    'role and its policy',
    [on('iam:CreatePolicyVersion', 'policy')],
    'It may write a new version of a policy of a role that it can assume.',
    [...assumes, ...versions],
  ),
  through(
    'iam-017',
    'role',
    [on('iam:PutRolePolicy', 'target')],
    'It may write an inline policy onto a role that it can assume.',
    assumes,
  ),
  through(
    'iam-018',
    'user',
    [on('iam:PutUserPolicy', 'target'), on('iam:CreateAccessKey', 'target')],
    'It may write an inline policy onto a user and make an access key for it.',
    ['the target has fewer than two access keys'],
  ),
  through(
    'iam-019',
    'role',
    [attach('iam:AttachRolePolicy', 'target'), on('iam:UpdateAssumeRolePolicy', 'target')],
    'It may attach any policy to a role and rewrite whom the role trusts.',
  ),
  through(
    'iam-020',
    'role and its policy',
    [on('iam:CreatePolicyVersion', 'policy'), on('iam:UpdateAssumeRolePolicy', 'target')],
    'It may write a new version of a role’s policy and rewrite whom the role trusts.',
    versions,
  ),
  through(
    'iam-021',
    'role',
    [on('iam:PutRolePolicy', 'target'), on('iam:UpdateAssumeRolePolicy', 'target')],
    'It may write an inline policy onto a role and rewrite whom the role trusts.',
  ),
]
