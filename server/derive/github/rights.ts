/** What a permission of an app or a fine-grained token lets it do, where that reaches something of worth. */
export interface Right {
  readonly id: string
  /** `permission:level`; all are needed, and write covers read as admin covers write. */
  readonly needs: readonly string[]
  readonly on: 'repository' | 'organisation' | 'environments' | 'alerts' | 'shared secrets'
  readonly gives: readonly ('CAN_READ' | 'CAN_WRITE' | 'CAN_EXECUTE' | 'CAN_CONTROL')[]
  /** One sentence for the reader of a path. */
  readonly says: string
  readonly source: string
  /** What no export tells and the step hangs on. */
  readonly missing?: string
}

const rest = 'https://docs.github.com/rest'
const permissions = `${rest}/authentication/permissions-required-for-fine-grained-personal-access-tokens`

/**
 * GitHub's write includes read, Ambit's does not, so both are said. Permissions without a row (metadata, issues, checks,
 * starting a workflow that is there …) reach nothing of worth by themselves.
 */
export const rights: readonly Right[] = [
  {
    id: 'GITHUB_CONTENTS_READ',
    needs: ['contents:read'],
    on: 'repository',
    gives: ['CAN_READ'],
    says: 'It may read what is in the repository, and all of its history.',
    source: `${rest}/repos/contents#get-repository-content`,
  },
  {
    id: 'GITHUB_CONTENTS_WRITE',
    needs: ['contents:write'],
    on: 'repository',
    gives: ['CAN_WRITE'],
    says: 'It may push, and what is pushed runs wherever a workflow builds or tests it.',
    source: `${rest}/repos/contents#create-or-update-file-contents`,
  },
  {
    id: 'GITHUB_WORKFLOWS_WRITE',
    needs: ['contents:write', 'workflows:write'],
    on: 'repository',
    gives: ['CAN_EXECUTE'],
    says: 'It may push a workflow of its own, which runs at once with what workflows are given.',
    source:
      'https://docs.github.com/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions',
  },
  {
    id: 'GITHUB_ADMINISTRATION_WRITE',
    needs: ['administration:write'],
    on: 'repository',
    gives: ['CAN_CONTROL'],
    says: 'It may add a deploy key or a collaborator, and lift the protection of branches.',
    source: `${rest}/deploy-keys/deploy-keys#create-a-deploy-key`,
  },
  {
    id: 'GITHUB_ENVIRONMENTS_WRITE',
    needs: ['environments:write', 'contents:write', 'workflows:write'],
    on: 'environments',
    gives: ['CAN_CONTROL'],
    says: 'It may take the approval off an environment, and push a workflow that runs in it.',
    source: `${permissions}#repository-permissions-for-environments`,
  },
  {
    id: 'GITHUB_ALERTS_READ',
    needs: ['secret_scanning_alerts:read'],
    on: 'alerts',
    gives: ['CAN_READ'],
    says: 'It may read alerts of secret scanning, and an alert shows the leaked secret.',
    source: `${rest}/secret-scanning/secret-scanning#get-a-secret-scanning-alert`,
  },
  {
    id: 'GITHUB_MEMBERS_WRITE',
    needs: ['members:write'],
    on: 'organisation',
    gives: ['CAN_CONTROL'],
    says: 'It may make anyone an owner of the organisation.',
    source: `${rest}/orgs/members#set-organization-membership-for-a-user`,
  },
  {
    id: 'GITHUB_ORGANIZATION_ADMINISTRATION_WRITE',
    needs: ['organization_administration:write'],
    on: 'organisation',
    gives: ['CAN_CONTROL'],
    says: 'It may change what every member may do in every repository.',
    source: `${rest}/orgs/orgs#update-an-organization`,
  },
  {
    id: 'GITHUB_CUSTOM_ORGANIZATION_ROLES_WRITE',
    needs: ['organization_custom_org_roles:write'],
    on: 'organisation',
    gives: ['CAN_CONTROL'],
    says: 'It may give a role of the organisation more rights.',
    source: `${rest}/orgs/organization-roles`,
    missing: 'which role it, or somebody it controls, holds',
  },
  {
    id: 'GITHUB_ORGANIZATION_SECRETS_WRITE',
    needs: ['organization_secrets:write', 'contents:write', 'workflows:write'],
    on: 'shared secrets',
    gives: ['CAN_READ'],
    says: 'It may give a secret of the organisation to a repository whose workflows it writes.',
    source: `${rest}/actions/secrets#add-selected-repository-to-an-organization-secret`,
  },
]

const levels = ['read', 'write', 'admin']

/** The rows that a set of `permission:level` satisfies. */
export function rightsOf(scopes: readonly string[]): readonly Right[] {
  const held = new Map(
    scopes.map((scope) => [scope.slice(0, scope.lastIndexOf(':')), scope.slice(scope.lastIndexOf(':') + 1)]),
  )
  const has = (need: string) => {
    const [permission, level] = need.split(':') as [string, string]
    return levels.indexOf(held.get(permission) ?? '') >= levels.indexOf(level)
  }
  return rights.filter(({ needs }) => needs.every(has))
}
