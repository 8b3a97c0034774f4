// https://learn.microsoft.com/graph/api/serviceprincipal-list and the lists beside it
import { Type } from 'typebox'
import type { CoverageGap } from '../../server/model/facts.ts'
import { mapApplication, mapFederatedCredential } from '../entra/application.ts'
import { mapDirectoryObject, mapEligibleRole, mapRoleAssignment } from '../entra/directory.ts'
import { mapAppRoleAssignment, mapDelegatedGrant } from '../entra/grants.ts'
import { applicationOfList, GraphRecord, type Sort, sortOf, sortOfList } from '../entra/graph-record.ts'
import { mapServicePrincipal } from '../entra/service-principal.ts'
import { Tenant, unknownTenant } from '../entra/tenant.ts'
import { defineImporter, type Emit, type Place, recordType } from '../importer.ts'

const graph = 'az rest --url https://graph.microsoft.com/v1.0'

export const entraGraph = defineImporter({
  source: 'entra-graph',
  version: 2,
  reads: 'answers of Microsoft Graph about service principals, applications, consents, app roles and directory roles',
  get: [
    `${graph}/servicePrincipals?$expand=owners > service-principals.json`,
    `${graph}/applications?$expand=owners > applications.json`,
    `${graph}/oauth2PermissionGrants > oauth2-permission-grants.json`,
    `${graph}/servicePrincipals/<id>/appRoleAssignments > app-role-assignments-<id>.json`,
    `${graph}/roleManagement/directory/roleAssignments?$expand=principal > directory-roles.json`,
    `${graph}/roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal > eligible-roles.json`,
    `${graph}/roleManagement/directory/roleDefinitions > role-definitions.json`,
    `${graph}/groups?$expand=members > groups.json`,
    `${graph}/applications/<id>/federatedIdentityCredentials > federated-<id>.json`,
  ],
  sniff: ({ text }) =>
    /"roleEligibilityScheduleId"\s*:/.test(text) ||
    /"@odata\.context"\s*:\s*"https:\/\/graph\.microsoft\./.test(text) ||
    /"(servicePrincipalNames|servicePrincipalType|appRoleAssignmentRequired|signInAudience)"\s*:/.test(text) ||
    (/"consentType"\s*:/.test(text) && /"clientId"\s*:/.test(text)) ||
    (/"appRoleId"\s*:/.test(text) && /"principalId"\s*:/.test(text)),
  format: 'json or ndjson',
  open(run) {
    const tenant = new Tenant('entra-graph', run)
    const met = new Set<Sort>()
    const contexts = new Map<string, string>()
    let more = false
    const map = (record: GraphRecord, emit: Emit, { file }: Place) => {
      const sort = sortOf(record) ?? sortOfList(record['@odata.context'] ?? contexts.get(file))
      if (!sort) return emit.reject('neither a field nor @odata.context tells what this record is')
      met.add(sort)
      if (sort === 'federated credential') {
        const context = record['@odata.context'] ?? contexts.get(file)
        return mapFederatedCredential(tenant, record, applicationOfList(context), emit)
      }
      return mapOne(tenant, sort, record, emit)
    }
    return {
      records: [
        recordType('/value/#', GraphRecord, map),
        recordType('/#', GraphRecord, map),
        recordType('line', GraphRecord, map),
        recordType('/@odata.context', Type.String(), (context, _, { file }) => {
          contexts.set(file, context)
        }),
        recordType('/@odata.nextLink', Type.String(), () => {
          more = true
        }),
      ],
      coverage: (scope) => gapsOf(tenant, met, scope),
      partial: () => more,
    }
  },
})

function mapOne(tenant: Tenant, sort: Sort, record: GraphRecord, emit: Emit) {
  switch (sort) {
    case 'delegated grant':
      return mapDelegatedGrant(tenant, record, emit)
    case 'app role assignment':
      return mapAppRoleAssignment(tenant, record, emit)
    case 'directory role assignment':
      return mapRoleAssignment(tenant, record, emit)
    case 'eligible directory role':
      return mapEligibleRole(tenant, record, emit)
    case 'federated credential':
      return
  }
  if (!record.id) return emit.reject(`a ${sort} needs an id`)
  if (sort === 'service principal') return mapServicePrincipal(tenant, record, record.id, emit)
  if (sort === 'application') return mapApplication(tenant, record, record.id, emit)
  return mapDirectoryObject(tenant, record, record.id, sort, emit)
}

function gapsOf(tenant: Tenant, met: ReadonlySet<Sort>, scope: string): CoverageGap[] {
  const gaps: CoverageGap[] = []
  if (tenant.id === unknownTenant) {
    gaps.push({
      missing: 'which tenant these answers are from; another tenant imported without a name would be mixed with it',
      settledBy: 'ambit import entra-graph <path> --scope <tenant id>',
    })
  }
  const lists: readonly (readonly [Sort, string, string])[] = [
    [
      'service principal',
      'which service principals exist, are disabled, and what they sign in with',
      'servicePrincipals?$expand=owners',
    ],
    ['application', 'the app registrations, their credentials and their owners', 'applications?$expand=owners'],
    ['delegated grant', 'the delegated consents', 'oauth2PermissionGrants'],
    ['app role assignment', 'the app roles given to service principals', 'servicePrincipals/<id>/appRoleAssignments'],
    ['directory role assignment', 'the directory roles', 'roleManagement/directory/roleAssignments?$expand=principal'],
    [
      'eligible directory role',
      'the directory roles that somebody may activate',
      'roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal',
    ],
    ['group', 'the members of groups, which may hold roles', 'groups?$expand=members'],
    [
      'federated credential',
      'the trusts in outside issuers, unless the applications were listed with them',
      'applications/<id>/federatedIdentityCredentials',
    ],
  ]
  for (const [sort, missing, list] of lists) {
    if (!met.has(sort)) gaps.push({ missing, settledBy: `${graph}/${list}` })
  }
  if (scope === tenant.scope('rights/app-roles')) {
    gaps.push({
      missing: 'app roles of service principals whose list is not among the files; import the lists together',
    })
    gaps.push({ missing: 'access policies of Exchange that narrow mail permissions of single applications' })
  }
  return gaps
}
