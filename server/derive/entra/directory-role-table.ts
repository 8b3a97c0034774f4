import {
  devices,
  directory,
  files,
  groups,
  mailboxes,
  type PermissionClass,
  policies,
  securityRecords,
} from './permission-classes.ts'
import type { Access } from './permission-name.ts'
import type { Prize } from './takeovers.ts'

const weakUser = 'whether the user holds no directory role that protects the password'

export interface RoleGives {
  readonly id: string
  readonly role: string
  readonly takes?: Prize
  /** The fact it hangs on, when what it takes is not certain. */
  readonly missing?: string
  readonly reaches?: readonly (readonly [Access, PermissionClass])[]
}

/**
 * Built-in roles by their template id, the same in every tenant, after
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference. Roles without a row are
 * named as a gap.
 */
export const directoryRoles: readonly RoleGives[] = [
  { id: '62e90394-69f5-4237-9190-012177145e10', role: 'Global Administrator', takes: 'tenant' },
  { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', role: 'Privileged Role Administrator', takes: 'tenant' },
  { id: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13', role: 'Privileged Authentication Administrator', takes: 'tenant' },
  { id: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', role: 'Application Administrator', takes: 'any application' },
  { id: '158c047a-c907-4556-b7ef-446551a6b5f7', role: 'Cloud Application Administrator', takes: 'any application' },
  {
    id: '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
    role: 'Hybrid Identity Administrator',
    takes: 'any application',
  },
  {
    id: '8329153b-31d0-4727-b945-745eb3bc5f31',
    role: 'Domain Name Administrator',
    takes: 'tenant',
    missing: 'whether an administrator signs in from a domain it may federate',
  },
  { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', role: 'User Administrator', takes: 'any user', missing: weakUser },
  { id: '729827e3-9c14-49f7-bb1b-9608f156bbb8', role: 'Helpdesk Administrator', takes: 'any user', missing: weakUser },
  { id: '966707d0-3269-4727-9be2-8c3a10f19b9d', role: 'Password Administrator', takes: 'any user', missing: weakUser },
  {
    id: 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
    role: 'Authentication Administrator',
    takes: 'any user',
    missing: weakUser,
  },
  { id: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', role: 'Groups Administrator', takes: 'any group' },
  { id: '29232cdf-9323-42fd-ade2-1d097af3e4de', role: 'Exchange Administrator', reaches: [['CAN_CONTROL', mailboxes]] },
  { id: 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c', role: 'SharePoint Administrator', reaches: [['CAN_CONTROL', files]] },
  { id: '3a2c62db-5318-420d-8d74-23affee5d9d5', role: 'Intune Administrator', reaches: [['CAN_CONTROL', devices]] },
  {
    id: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
    role: 'Conditional Access Administrator',
    reaches: [['CAN_CONTROL', policies]],
  },
  {
    id: '194ae4cb-b126-40b2-bd5b-6091b380977d',
    role: 'Security Administrator',
    reaches: [
      ['CAN_CONTROL', policies],
      ['CAN_WRITE', securityRecords],
      ['CAN_READ', securityRecords],
    ],
  },
  {
    id: '9360feb5-f418-4baa-8175-e2a00bac4301',
    role: 'Directory Writers',
    reaches: [
      ['CAN_READ', directory],
      ['CAN_WRITE', directory],
      ['CAN_WRITE', groups],
    ],
  },
  { id: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', role: 'Directory Readers', reaches: [['CAN_READ', directory]] },
  {
    id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    role: 'Global Reader',
    reaches: [
      ['CAN_READ', directory],
      ['CAN_READ', policies],
      ['CAN_READ', securityRecords],
    ],
  },
]

/** What a role of one's own making takes, by the actions it allows. */
export const roleActions: readonly { readonly action: string; readonly takes: Prize; readonly missing?: string }[] = [
  ...['credentials/update', 'owners/update', 'allProperties/allTasks', 'allProperties/update'].flatMap((task) =>
    ['applications', 'servicePrincipals'].map((of) => ({
      action: `microsoft.directory/${of}/${task}`,
      takes: 'any application' as const,
    })),
  ),
  ...['credentials/update', 'owners/update'].map((task) => ({
    action: `microsoft.directory/applications.myOrganization/${task}`,
    takes: 'any application' as const,
    missing: 'which of the applications are for this tenant alone',
  })),
  ...['groups', 'groups.security', 'groups.unified'].flatMap((of) =>
    ['members/update', 'owners/update'].map((task) => ({
      action: `microsoft.directory/${of}/${task}`,
      takes: 'any group' as const,
      ...(of === 'groups' ? {} : { missing: `which groups are of the sort that ${of} means` }),
    })),
  ),
  { action: 'microsoft.directory/users/password/update', takes: 'any user', missing: weakUser },
]
