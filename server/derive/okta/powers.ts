/** What a step is aimed at: the organisation, or everything of a kind that no administrator's role protects. */
export type Prize = 'org' | 'ordinary users' | 'ordinary groups' | 'ordinary applications' | 'client secrets'

/** A step of an administrator as data. Each row is a documented behaviour of Okta. */
export interface Power {
  readonly id: string
  /** Types of standard roles; any one of them suffices. */
  readonly roles: readonly string[]
  /** Permissions of custom roles; any one of them suffices. */
  readonly permissions: readonly string[]
  /** What an application must be granted besides its role, for a role lets it do no more than its scopes. */
  readonly scopes: readonly string[]
  readonly prize: Prize
  readonly says: string
  /** ATT&CK id. */
  readonly technique: string
  readonly source: string
}

const help = 'https://help.okta.com/en-us/content/topics/security'
const api = 'https://developer.okta.com/docs/api/openapi/okta-management/management/tag'

export const powers: readonly Power[] = [
  {
    id: 'SuperAdmin',
    roles: ['SUPER_ADMIN'],
    permissions: [],
    scopes: ['okta.roles.manage'],
    prize: 'org',
    says: 'It may give any role to anybody, itself included.',
    technique: 'T1098.003',
    source: `${help}/administrators-super-admin.htm`,
  },
  {
    id: 'ResetPassword',
    roles: ['SUPER_ADMIN', 'ORG_ADMIN', 'USER_ADMIN', 'HELP_DESK_ADMIN'],
    permissions: [
      'okta.users.manage',
      'okta.users.credentials.manage',
      'okta.users.credentials.resetPassword',
      'okta.users.credentials.manageTemporaryAccessCode',
    ],
    scopes: ['okta.users.manage'],
    prize: 'ordinary users',
    says: 'It may set the passwords of users, and reset their second factors.',
    technique: 'T1098',
    source: `${help}/administrators-admin-comparison.htm`,
  },
  {
    id: 'AddMember',
    roles: ['SUPER_ADMIN', 'ORG_ADMIN', 'USER_ADMIN', 'GROUP_MEMBERSHIP_ADMIN'],
    permissions: ['okta.groups.manage', 'okta.groups.members.manage'],
    scopes: ['okta.groups.manage'],
    prize: 'ordinary groups',
    says: 'It may make anybody a member of a group, and have what the group has.',
    technique: 'T1098.007',
    source: `${api}/Group/#tag/Group/operation/assignUserToGroup`,
  },
  {
    id: 'AppAdmin',
    roles: ['SUPER_ADMIN', 'APP_ADMIN'],
    permissions: ['okta.apps.manage'],
    scopes: ['okta.apps.manage'],
    prize: 'ordinary applications',
    says: 'It may add a client secret to an application, and let itself in where the application signs in to.',
    technique: 'T1098.001',
    source: `${api}/ApplicationSSOCredentialOAuth2ClientAuth/`,
  },
  {
    id: 'ReadClientSecret',
    roles: [],
    permissions: ['okta.apps.clientCredentials.read'],
    scopes: ['okta.apps.read', 'okta.apps.manage'],
    prize: 'client secrets',
    says: 'It may read the client secrets of applications, which Okta shows in the clear.',
    technique: 'T1552',
    source: `${api}/ApplicationSSOCredentialOAuth2ClientAuth/#tag/ApplicationSSOCredentialOAuth2ClientAuth/operation/listOAuth2ClientSecrets`,
  },
]

/** Roles that change nothing an attacker could build on. */
export const harmless: ReadonlySet<string> = new Set([
  'READ_ONLY_ADMIN',
  'REPORT_ADMIN',
  'MOBILE_ADMIN',
  'API_ACCESS_MANAGEMENT_ADMIN',
  'ACCESS_CERTIFICATIONS_ADMIN',
  'ACCESS_REQUESTS_ADMIN',
  'WORKFLOWS_ADMIN',
  'API_ADMIN',
])

/** Roles that the API lets one limit to some groups or applications. */
export const limitable: ReadonlySet<string> = new Set([
  'USER_ADMIN',
  'HELP_DESK_ADMIN',
  'GROUP_MEMBERSHIP_ADMIN',
  'APP_ADMIN',
])
