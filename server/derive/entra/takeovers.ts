export type Prize = 'tenant' | 'any app role' | 'any application' | 'any user' | 'any group'

/** Permissions with which an application makes itself more than it is. Each row is a documented behaviour of Entra. */
export interface Takeover {
  readonly permission: string
  /** What one use of it controls. */
  readonly gives: Prize
  /** ATT&CK id. */
  readonly technique: string
  /** One sentence for the reader of a path. */
  readonly says: string
  readonly source: string
  /** The fact of the tenant it hangs on, when it is not certain. */
  readonly missing?: string
}

const docs = 'https://learn.microsoft.com/graph/permissions-reference'
const api = 'https://learn.microsoft.com/graph/api'

export const takeovers: readonly Takeover[] = [
  {
    permission: 'RoleManagement.ReadWrite.Directory',
    gives: 'tenant',
    technique: 'T1098.003',
    says: 'It may make itself Global Administrator.',
    source: `${api}/rbacapplication-post-roleassignments`,
  },
  {
    permission: 'RoleAssignmentSchedule.ReadWrite.Directory',
    gives: 'tenant',
    technique: 'T1098.003',
    says: 'It may assign itself the role of Global Administrator through Privileged Identity Management.',
    source: `${api}/rbacapplication-post-roleassignmentschedulerequests`,
    missing: 'whether the tenant has Privileged Identity Management',
  },
  {
    permission: 'RoleEligibilitySchedule.ReadWrite.Directory',
    gives: 'tenant',
    technique: 'T1098.003',
    says: 'It may make an identity it controls eligible for Global Administrator.',
    source: `${api}/rbacapplication-post-roleeligibilityschedulerequests`,
    missing: 'which user it controls that could activate the role',
  },
  {
    permission: 'AppRoleAssignment.ReadWrite.All',
    gives: 'any app role',
    technique: 'T1098.003',
    says: 'It may grant itself any app role without further consent.',
    source: `${api}/serviceprincipal-post-approleassignments`,
  },
  {
    permission: 'Application.ReadWrite.All',
    gives: 'any application',
    technique: 'T1098.001',
    says: 'It may add a credential to any application and sign in as it.',
    source: `${api}/serviceprincipal-addpassword`,
  },
  {
    permission: 'UserAuthenticationMethod.ReadWrite.All',
    gives: 'tenant',
    technique: 'T1098.005',
    says: 'It may issue a temporary access pass for any user, a Global Administrator included.',
    source: `${api}/authentication-post-temporaryaccesspassmethods`,
  },
  ...['Group.ReadWrite.All', 'GroupMember.ReadWrite.All', 'Directory.ReadWrite.All'].map((permission) => ({
    permission,
    gives: 'any group' as const,
    technique: 'T1098',
    says: 'It may add members to any group to which no directory role can be assigned.',
    source: `${api}/group-post-members`,
  })),
  {
    permission: 'User-PasswordProfile.ReadWrite.All',
    gives: 'any user',
    technique: 'T1098',
    says: 'It may set the password of users.',
    source: `${api}/user-update`,
    missing: 'which directory role it holds: without one it sets no password of an administrator',
  },
  {
    permission: 'Domain.ReadWrite.All',
    gives: 'tenant',
    technique: 'T1484.002',
    says: 'It may federate a domain to an identity provider of its own and sign in as users of it.',
    source: `${api}/domain-post-federationconfiguration`,
    missing: 'whether an administrator signs in from a domain it may federate',
  },
  {
    permission: 'Domain-InternalFederation.ReadWrite.All',
    gives: 'tenant',
    technique: 'T1484.002',
    says: 'It may change the trust of a federated domain and sign in as users of it.',
    source: `${api}/internaldomainfederation-update`,
    missing: 'whether an administrator signs in from a federated domain',
  },
  {
    permission: 'Organization.ReadWrite.All',
    gives: 'tenant',
    technique: 'T1556',
    says: 'It may add a certificate authority that issues sign-in certificates for users.',
    source: `${api}/certificatebasedauthconfiguration-post-certificatebasedauthconfiguration`,
    missing: 'whether certificate-based sign-in is switched on',
  },
  ...['PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup', 'PrivilegedAccess.ReadWrite.AzureADGroup'].map(
    (permission) => ({
      permission,
      gives: 'tenant' as const,
      technique: 'T1098.003',
      says: 'It may make itself an active member of a group that Privileged Identity Management governs.',
      source: `${api}/privilegedaccessgroup-post-assignmentschedulerequests`,
      missing: 'whether a group under Privileged Identity Management holds an administrator’s role',
    }),
  ),
  {
    permission: 'EntitlementManagement.ReadWrite.All',
    gives: 'tenant',
    technique: 'T1098.003',
    says: 'It may assign itself an access package, and with it the roles that the package holds.',
    source: `${api}/entitlementmanagement-post-assignmentrequests`,
    missing: 'whether an access package holds an administrator’s role',
  },
  {
    permission: 'DelegatedPermissionGrant.ReadWrite.All',
    gives: 'tenant',
    technique: 'T1098.003',
    says: 'It may consent for every user to any delegated permission of an application.',
    source: `${api}/oauth2permissiongrant-post`,
    missing: 'which users sign in with an application it consents for',
  },
  {
    permission: 'Directory.AccessAsUser.All',
    gives: 'tenant',
    technique: 'T1528',
    says: 'It does in the directory whatever the signed-in user may.',
    source: docs,
  },
]

export const takeoverOf: ReadonlyMap<string, Takeover> = new Map(takeovers.map((row) => [row.permission, row]))
