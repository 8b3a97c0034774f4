// https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
import { allowed } from '../../model/facts.ts'
import { defineDerivation } from '../derivation.ts'
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
import { partTypes, TenantParts } from './tenant-parts.ts'

interface RoleGives {
  readonly id: string
  readonly role: string
  readonly takes?: Prize
  readonly reaches?: readonly (readonly [Access, PermissionClass])[]
}

/** Built-in roles by their template id, the same in every tenant. Roles without a row are named as a gap. */
export const directoryRoles: readonly RoleGives[] = [
  { id: '62e90394-69f5-4237-9190-012177145e10', role: 'Global Administrator', takes: 'tenant' },
  { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', role: 'Privileged Role Administrator', takes: 'tenant' },
  { id: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13', role: 'Privileged Authentication Administrator', takes: 'tenant' },
  { id: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', role: 'Application Administrator', takes: 'any application' },
  { id: '158c047a-c907-4556-b7ef-446551a6b5f7', role: 'Cloud Application Administrator', takes: 'any application' },
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

const byId = new Map(directoryRoles.map((row) => [row.id, row]))

export const entraDirectoryRoles = defineDerivation({
  id: 'entra-directory-roles',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'A directory role gives its members what Microsoft documents for it, over the whole tenant.',
  reads: { nodes: ['entra_directory_role'], also: partTypes },
  derive(given, emit) {
    const parts = new TenantParts(given, emit)
    for (const role of given.nodes.filter(({ type }) => type === 'entra_directory_role')) {
      const tenant = role.account
      if (tenant === undefined || !parts.tenant(tenant)) continue
      const row = byId.get(String(role.properties?.['roleDefinitionId']))
      if (!row) {
        emit.gap({ missing: `what the role "${role.name}" allows in ${tenant}` })
        continue
      }
      const edge = { from: role.id, key: row.role, confidence: 'granted', ...allowed } as const
      if (row.takes) emit.edge([role], { kind: 'CAN_CONTROL', to: parts.prize(tenant, row.takes), ...edge })
      for (const [kind, reached] of row.reaches ?? [])
        emit.edge([role], { kind, to: parts.part(tenant, reached), ...edge })
    }
  },
})
