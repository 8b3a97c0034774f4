// https://bloodhound.specterops.io/collect-data/ce-collection/azurehound
import { Type } from 'typebox'
import { Tenant, unknownTenant } from '../entra/tenant.ts'
import { defineImporter, type Emit, recordType } from '../importer.ts'
import { assignmentsIn, mapAssignments, mapDescendant, mapThing, mapVaultPolicy, things } from './azure-objects.ts'
import { type Data, directoryMaps } from './directory-objects.ts'
import { inLowerCase } from './lower-case.ts'

const Item = Type.Object({ kind: Type.String(), data: Type.Record(Type.String(), Type.Unknown()) })
const Meta = Type.Object({ type: Type.String(), version: Type.Integer(), count: Type.Integer() })

export const azureHound = defineImporter({
  source: 'azurehound',
  version: 1,
  reads: 'the output of AzureHound: the directory of an Entra tenant and the Azure resources in it',
  get: ['azurehound list -o azurehound.json'],
  sniff: ({ text }) => /^\s*\{\s*"data"\s*:\s*\[/.test(text) && /"kind"\s*:\s*"AZ[A-Z]\w+"/.test(text),
  format: 'json',
  open(run) {
    // Most items name their tenant, the lists of owners and members do not: they are of the one that was named before.
    let current = new Tenant('azurehound', run)
    let read = 0
    let isCut = false
    const map = (item: { kind: string; data: Data }, emit: Emit) => {
      read++
      const { kind } = item
      const data = inLowerCase(item.data)
      const { tenantId } = data
      const named = typeof tenantId === 'string' && tenantId !== '' ? tenantId : current.id
      const tenant = named === current.id ? current : new Tenant('azurehound', run, named)
      // Tenants that are only known of are listed too, without being collected.
      if (kind !== 'AZTenant' || data['collected'] === true) current = tenant
      const toDirectory = directoryMaps.get(kind)
      if (toDirectory) return toDirectory(tenant, data, emit)
      if (kind === 'AZKeyVaultAccessPolicy') return mapVaultPolicy(tenant, data, emit)
      if (kind === 'AZManagementGroupDescendant') return mapDescendant(tenant, data, emit)
      if (things.has(kind)) return mapThing(tenant, data, emit)
      const assignments = assignmentsIn(data)
      if (assignments === undefined) return emit.skip(`items of the kind ${kind} are not read`)
      return mapAssignments(tenant, assignments, emit)
    }
    return {
      records: [
        recordType('/data/#', Item, map),
        recordType('/meta', Meta, ({ type, count }, emit) => {
          if (type !== 'azure') return emit.reject('this is the output of another collector than AzureHound')
          isCut ||= count !== read
          read = 0
        }),
      ],
      coverage: () => [
        ...(current.id === unknownTenant ? [{ missing: 'which tenant this is' }] : []),
        ...(isCut
          ? [{ missing: 'items that the file counts and does not hold', settledBy: 'azurehound list again' }]
          : []),
        { missing: 'the secrets inside Key Vaults, and what data resources hold' },
        { missing: 'definitions of Azure roles of one’s own making', settledBy: 'az role definition list' },
        { missing: 'conditional access, and sign-ins' },
      ],
      partial: () => isCut,
    }
  },
})
