// https://cloud.google.com/asset-inventory/docs/search-allow-policies
import { Type } from 'typebox'
import type { CoverageGap } from '../../server/model/facts.ts'
import { defineImporter, type Emit, type Place, recordType } from '../importer.ts'
import { GcpRecord, type Sort, sortOf } from './gcp-record.ts'
import { mapEffective, mapPolicy } from './policies.ts'
import { mapKey, mapPool, mapProject, mapProvider, mapRole, mapServiceAccount } from './things.ts'

/** Where lists of records stand: alone, under the API's own key, and each under a label of the user's. */
const lists = [
  'roles',
  'accounts',
  'keys',
  'assets',
  'results',
  'policy_results',
  'policyResults',
  'workloadIdentityPools',
]
const selectors = ['/#', '/*/#', ...lists.map((list) => `/*/${list}/#`), '/*/*/workloadIdentityPoolProviders/#', 'line']

export const gcpIam = defineImporter({
  source: 'gcp-iam',
  version: 2,
  reads:
    'Google Cloud allow policies with their hierarchy, roles, service accounts and their keys, workload identity pools',
  get: [
    'gcloud asset search-all-iam-policies --scope=organizations/<id> --format=json > policies.json',
    'gcloud projects list --format=json > projects.json',
    'gcloud iam service-accounts list --project=<id> --format=json > service-accounts-<id>.json',
    'gcloud iam service-accounts keys list --iam-account=<email> --format=json > keys-<email>.json',
    'gcloud iam roles describe <role> --format=json > role-<role>.json',
    'gcloud iam workload-identity-pools list --location=global --project=<id> --format=json > pools-<id>.json',
    'gcloud iam workload-identity-pools providers list --workload-identity-pool=<pool> --location=global --project=<id> --format=json > providers-<pool>.json',
  ],
  sniff: ({ text }) =>
    /"(includedPermissions|attached_resource|attachedResource|workloadIdentityPools?|attributeCondition|validAfterTime)"\s*:/.test(
      text,
    ) ||
    /"name"\s*:\s*"projects\/[^"]+\/(serviceAccounts\/[^"]+|locations\/global\/workloadIdentityPools\/[^"]+)"/.test(
      text,
    ) ||
    (/"bindings"\s*:/.test(text) && /"members"\s*:/.test(text)) ||
    (/"projectNumber"\s*:/.test(text) && /"lifecycleState"\s*:/.test(text)),
  format: 'json or ndjson',
  open() {
    const met = new Set<Sort>()
    const projects = new Map<string, string>()
    let more = false
    const map = (record: GcpRecord, emit: Emit, { file }: Place) => {
      const told =
        record.resource && typeof record.resource === 'object' ? { ...record, ...record.resource.data } : record
      const sort = sortOf(told)
      if (!sort) return emit.reject('no field tells what this record is')
      met.add(sort)
      return maps[sort](told, emit, projects.get(file))
    }
    const project = recordType('/*/project_id', Type.String(), (id, _, { file }) => void projects.set(file, id))
    return {
      records: [
        project,
        { ...project, at: '/project_id' },
        ...selectors.map((at) => recordType(at, GcpRecord, map)),
        recordType('/*/#', Type.String(), (_, emit) => emit.skip('a text on its own is no record of a policy')),
        recordType('/nextPageToken', Type.String(), (token) => {
          more ||= token !== ''
        }),
      ],
      coverage: () => gapsOf(met),
      partial: () => more,
    }
  },
})

const maps = {
  policy: mapPolicy,
  'effective policy': mapEffective,
  'service account': mapServiceAccount,
  key: mapKey,
  role: mapRole,
  pool: mapPool,
  provider: mapProvider,
  project: mapProject,
} as const satisfies Record<Sort, unknown>

function gapsOf(met: ReadonlySet<Sort>): CoverageGap[] {
  const gaps: CoverageGap[] = []
  const say = (missing: string, settledBy: string) => gaps.push({ missing, settledBy })
  if (!met.has('policy') && !met.has('effective policy'))
    say('who holds which role', 'gcloud asset search-all-iam-policies')
  if (!met.has('service account')) {
    say('which service accounts exist, and which are disabled', 'gcloud iam service-accounts list')
  }
  if (!met.has('key')) say('the keys of the service accounts', 'gcloud iam service-accounts keys list')
  if (!met.has('provider'))
    say('whom workload identity pools let in', 'gcloud iam workload-identity-pools providers list')
  say('deny policies and principal access boundaries', 'gcloud iam policies list --kind=denypolicies')
  say('policies that the caller may not see; a search leaves them out in silence', 'a caller with cloudasset.viewer')
  return gaps
}
