// https://learn.microsoft.com/graph/api/serviceprincipal-list and the lists beside it
import { Type } from 'typebox'
import type { CoverageGap } from '../../server/model/facts.ts'
import { defineImporter, type Emit, type Place, recordType } from '../importer.ts'
import { mapApplication } from './application.ts'
import { mapDirectoryObject, mapRoleAssignment } from './directory.ts'
import { mapAppRoleAssignment, mapDelegatedGrant } from './grants.ts'
import { GraphRecord, type Sort, sortOf, sortOfList } from './graph-record.ts'
import { mapServicePrincipal } from './service-principal.ts'
import { Tenant, unknownTenant } from './tenant.ts'

const graph = 'az rest --url https://graph.microsoft.com/v1.0'

export const entraGraph = defineImporter({
  source: 'entra-graph',
  version: 1,
  reads: 'answers of Microsoft Graph about service principals, applications, consents and app roles',
  get: [
    `${graph}/servicePrincipals?$expand=owners > service-principals.json`,
    `${graph}/applications?$expand=owners > applications.json`,
    `${graph}/oauth2PermissionGrants > oauth2-permission-grants.json`,
    `${graph}/servicePrincipals/<id>/appRoleAssignments > app-role-assignments-<id>.json`,
    `${graph}/roleManagement/directory/roleAssignments?$expand=principal > directory-roles.json`,
  ],
  sniff: ({ text }) =>
    /"@odata\.context"\s*:\s*"https:\/\/graph\.microsoft\./.test(text) ||
    /"(servicePrincipalNames|servicePrincipalType|appRoleAssignmentRequired|signInAudience)"\s*:/.test(text) ||
    (/"consentType"\s*:/.test(text) && /"clientId"\s*:/.test(text)) ||
    (/"appRoleId"\s*:/.test(text) && /"principalId"\s*:/.test(text)),
  format: 'json or ndjson',
  open(run) {
    const tenant = new Tenant(run)
    const met = new Set<Sort>()
    const contexts = new Map<string, string>()
    let more = false
    const map = (record: GraphRecord, emit: Emit, { file }: Place) => {
      const sort = sortOf(record) ?? sortOfList(record['@odata.context'] ?? contexts.get(file))
      if (!sort) return emit.reject('neither a field nor @odata.context tells what this record is')
      met.add(sort)
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
