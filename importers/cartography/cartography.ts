// https://cartography-cncf.github.io/cartography/usage/schema.html
import { defineImporter, type Emit, type Place, recordType } from '../importer.ts'
import { Identity, mapIdentity } from './identities.ts'
import { AccessKey, mapKey, mapRelation, Relation } from './relations.ts'
import { type Row, Sync } from './sync.ts'

export const cartography = defineImporter({
  source: 'cartography',
  version: 1,
  reads:
    'identities, access keys, memberships and computed rights of AWS, and identities of Kubernetes, Entra and GCP, out of the Neo4j of Cartography',
  get: [
    'CALL apoc.export.json.query("<a query of below>", "<its name>.json")',
    'ambit import cartography cartography-identities.json cartography-access-keys.json cartography-relations.json',
  ],
  queries: ['cartography-identities', 'cartography-access-keys', 'cartography-relations'],
  sniff: ({ text }) => /"cartography"\s*:\s*"(?:identities|access-keys|relations)"/.test(text),
  format: 'json or ndjson',
  open() {
    const sync = new Sync()
    const counted =
      <R extends Row>(map: (sync: Sync, row: R, emit: Emit) => void) =>
      (row: R, emit: Emit, place: Place) => {
        sync.count(place, row)
        map(sync, row, emit)
      }
    return {
      records: ['/#', 'line'].flatMap((at) => [
        recordType(at, Identity, counted(mapIdentity)),
        recordType(at, AccessKey, counted(mapKey)),
        recordType(at, Relation, counted(mapRelation)),
      ]),
      partial: sync.isPartial,
      coverage: (scope) => [
        ...sync.coverage(scope),
        {
          missing: 'policies, role bindings, consents and secrets: Ambit weighs those of the providers’ own exports',
          settledBy: 'aws-iam, k8s, entra-graph and gcp-iam',
        },
        {
          missing:
            'roles that trust a whole account, a service or an outside issuer, and rights a user has by its groups',
          settledBy: 'aws iam get-account-authorization-details > authz.json',
        },
      ],
    }
  },
})
