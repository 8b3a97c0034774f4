// https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-cli
import { Type } from 'typebox'
import type { CoverageGap } from '../../server/model/facts.ts'
import { Tenant, unknownTenant } from '../entra/tenant.ts'
import { defineImporter, type Emit, recordType } from '../importer.ts'
import { AzureRecord, type Sort, sortOf, told } from './azure-record.ts'
import { mapAssignment, mapDefinition, mapDeny } from './rights.ts'
import {
  aboutOf,
  mapFederatedCredential,
  mapManagementGroup,
  mapResource,
  mapServicePrincipal,
  mapSubscription,
  mapUserIdentity,
  mapVault,
} from './things.ts'

export const azureRbac = defineImporter({
  source: 'azure-rbac',
  version: 1,
  reads:
    'Azure role assignments, role definitions and deny assignments, and what lies in the scopes: resources with their managed identities, Key Vaults',
  get: [
    'az account list > subscriptions.json',
    'az role assignment list --all --include-inherited > assignments-<subscription>.json',
    'az role definition list > definitions.json',
    'az resource list > resources-<subscription>.json',
    'az identity list > identities-<subscription>.json',
    'az keyvault show --name <vault> > vault-<vault>.json',
    'az account management-group show --name <group> --expand --recurse > management-groups.json',
    'az rest --url "https://management.azure.com/subscriptions/<id>/providers/Microsoft.Authorization/denyAssignments?api-version=2022-04-01" > denies-<subscription>.json',
    'az identity federated-credential list --identity-name <name> -g <group> > trusts-<name>.json',
  ],
  sniff: ({ text }) =>
    /"(roleDefinitionId|role_definition_id)"\s*:\s*"[^"]*\/providers\/Microsoft\.Authorization\/roleDefinitions\//i.test(
      text,
    ) ||
    /"id"\s*:\s*"[^"]*\/providers\/Microsoft\.Authorization\/(roleDefinitions|denyAssignments)\//i.test(text) ||
    (/"id"\s*:\s*"\/subscriptions\/[^"]*\/providers\/Microsoft\./i.test(text) &&
      /"(location|issuer)"\s*:/.test(text)) ||
    (/"tenantId"\s*:/.test(text) && /"(homeTenantId|environmentName|subscriptionPolicies)"\s*:/.test(text)) ||
    /"id"\s*:\s*"\/providers\/Microsoft\.Management\/managementGroups\//i.test(text),
  format: 'json or ndjson',
  open(run) {
    const tenant = new Tenant('azure-rbac', run)
    const met = new Set<Sort>()
    let more = false
    const map = (record: AzureRecord, emit: Emit) => {
      const it = told(record)
      const sort = sortOf(it)
      if (!sort) return emit.reject('neither its id nor a field tells what this record is')
      met.add(sort)
      return maps[sort](tenant, aboutOf(tenant, it), it, emit)
    }
    return {
      records: [
        recordType('/value/#', AzureRecord, map),
        recordType('/#', AzureRecord, map),
        // Several lists in one object, each under a label of the user's.
        recordType('/*/#', AzureRecord, map),
        recordType('line', AzureRecord, map),
        recordType('/nextLink', Type.String(), () => {
          more = true
        }),
      ],
      coverage: () => gapsOf(tenant, met),
      partial: () => more,
    }
  },
})

const maps = {
  'role assignment': mapAssignment,
  'role definition': mapDefinition,
  'deny assignment': mapDeny,
  subscription: mapSubscription,
  'management group': mapManagementGroup,
  'user-assigned identity': mapUserIdentity,
  'federated credential': mapFederatedCredential,
  'key vault': mapVault,
  'service principal': mapServicePrincipal,
  resource: mapResource,
} as const satisfies Record<Sort, unknown>

function gapsOf(tenant: Tenant, met: ReadonlySet<Sort>): CoverageGap[] {
  const gaps: CoverageGap[] = []
  const say = (missing: string, settledBy: string) => gaps.push({ missing, settledBy })
  if (tenant.id === unknownTenant && !met.has('subscription')) {
    say('which tenant these are from', 'az account list, or --scope <tenant id>')
  }
  if (!met.has('role assignment')) say('who holds which role', 'az role assignment list --all --include-inherited')
  if (!met.has('resource') && !met.has('key vault'))
    say('what lies in the scopes and what it runs as', 'az resource list')
  if (!met.has('deny assignment')) say('the deny assignments', 'az rest … /denyAssignments')
  if (!met.has('management group')) {
    say('which management groups the subscriptions lie in', 'az account management-group show --expand --recurse')
  }
  say('eligible assignments of Privileged Identity Management', 'az rest … /roleEligibilityScheduleInstances')
  return gaps
}
