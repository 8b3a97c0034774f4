import type { GivenNode } from '../derivation.ts'
import { actAs, gcpRights } from './rights.ts'

const sa = 'iam.serviceAccounts'
const everything = [
  ...new Set([...gcpRights.flatMap(({ permissions }) => permissions), ...actAs.create, actAs.permission]),
]
const data = /^(storage\.objects|bigquery\.tables|artifactregistry|secretmanager\.versions\.add)/

/**
 * Predefined roles, cut to the permissions that the tables ask for; a definition that was imported counts in their
 * place. After https://cloud.google.com/iam/docs/understanding-roles
 */
const predefined: ReadonlyMap<string, readonly string[]> = new Map([
  // A basic role holds no way to make tokens of an account; an owner may give himself one.
  ['roles/owner', everything.filter((it) => !/^iam\.serviceAccounts\.(get|sign|implicit)/.test(it))],
  ['roles/editor', [...everything.filter((it) => data.test(it)), ...actAs.create, actAs.permission]],
  ['roles/viewer', []],
  [
    'roles/iam.serviceAccountTokenCreator',
    ['getAccessToken', 'getOpenIdToken', 'implicitDelegation', 'signBlob', 'signJwt'].map((it) => `${sa}.${it}`),
  ],
  ['roles/iam.workloadIdentityUser', [`${sa}.getAccessToken`, `${sa}.getOpenIdToken`]],
  ['roles/iam.serviceAccountOpenIdTokenCreator', [`${sa}.getOpenIdToken`]],
  ['roles/iam.serviceAccountUser', [actAs.permission]],
  ['roles/iam.serviceAccountKeyAdmin', ['iam.serviceAccountKeys.create']],
  ['roles/iam.serviceAccountAdmin', [`${sa}.setIamPolicy`]],
  ['roles/iam.securityAdmin', [...everything.filter((it) => it.endsWith('.setIamPolicy')), `${sa}.setIamPolicy`]],
  ['roles/resourcemanager.projectIamAdmin', ['resourcemanager.projects.setIamPolicy']],
  [
    'roles/resourcemanager.folderAdmin',
    ['resourcemanager.folders.setIamPolicy', 'resourcemanager.projects.setIamPolicy'],
  ],
  [
    'roles/resourcemanager.organizationAdmin',
    ['organizations', 'folders', 'projects'].map((it) => `resourcemanager.${it}.setIamPolicy`),
  ],
  ['roles/storage.objectViewer', ['storage.objects.get']],
  ['roles/storage.objectCreator', ['storage.objects.create']],
  ['roles/storage.objectUser', ['storage.objects.get', 'storage.objects.create', 'storage.objects.update']],
  ['roles/storage.objectAdmin', ['storage.objects.get', 'storage.objects.create', 'storage.objects.delete']],
  ['roles/storage.admin', everything.filter((it) => it.startsWith('storage.'))],
  ['roles/bigquery.dataViewer', ['bigquery.tables.getData']],
  ['roles/bigquery.dataEditor', ['bigquery.tables.getData', 'bigquery.tables.updateData', 'bigquery.tables.delete']],
  ['roles/bigquery.dataOwner', everything.filter((it) => it.startsWith('bigquery.'))],
  ['roles/bigquery.admin', everything.filter((it) => it.startsWith('bigquery.'))],
  ['roles/secretmanager.secretAccessor', ['secretmanager.versions.access']],
  ['roles/secretmanager.viewer', []],
  ['roles/secretmanager.admin', everything.filter((it) => it.startsWith('secretmanager.'))],
  ['roles/cloudkms.cryptoKeyDecrypter', ['cloudkms.cryptoKeyVersions.useToDecrypt']],
  ['roles/cloudkms.cryptoKeyEncrypterDecrypter', ['cloudkms.cryptoKeyVersions.useToDecrypt']],
  ['roles/cloudkms.admin', ['cloudkms.cryptoKeys.setIamPolicy']],
  ['roles/artifactregistry.reader', ['artifactregistry.repositories.downloadArtifacts']],
  ['roles/artifactregistry.writer', everything.filter((it) => it.startsWith('artifactregistry.'))],
  ['roles/compute.admin', actAs.create.filter((it) => it.startsWith('compute.'))],
  ['roles/compute.instanceAdmin.v1', actAs.create.filter((it) => it.startsWith('compute.'))],
  ['roles/cloudfunctions.developer', actAs.create.filter((it) => it.startsWith('cloudfunctions.'))],
  ['roles/cloudfunctions.admin', actAs.create.filter((it) => it.startsWith('cloudfunctions.'))],
  ['roles/run.developer', actAs.create.filter((it) => it.startsWith('run.'))],
  ['roles/run.admin', actAs.create.filter((it) => it.startsWith('run.'))],
  ['roles/cloudbuild.builds.editor', ['cloudbuild.builds.create']],
  ['roles/cloudbuild.builds.builder', ['cloudbuild.builds.create', 'storage.objects.get', 'storage.objects.create']],
  ['roles/deploymentmanager.editor', ['deploymentmanager.deployments.create']],
])

/** Undefined where nothing tells what the role allows; nothing at all for one that is disabled or deleted. */
export function permissionsOf({ properties }: GivenNode): ReadonlySet<string> | undefined {
  if (properties?.['disabled'] === true) return new Set()
  const stated = properties?.['permissions']
  if (Array.isArray(stated) && stated.length > 0) return new Set(stated.map(String))
  const known = predefined.get(String(properties?.['role']))
  return known && new Set(known)
}
