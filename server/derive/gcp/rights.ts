/** What a permission over a resource comes to for whoever holds it. */
export interface GcpRight {
  readonly id: string
  /** The node type it is about. */
  readonly type: string
  readonly kind: 'CAN_READ' | 'CAN_WRITE' | 'CAN_EXECUTE' | 'CAN_CONTROL'
  /** Any one of them suffices. */
  readonly permissions: readonly string[]
  readonly says: string
  /** ATT&CK id. */
  readonly technique: string
  readonly source: string
  readonly missing?: string
}

const docs = 'https://cloud.google.com'
const sa = 'iam.serviceAccounts'

/** Ways to become a service account of which one permission is enough. */
export const accountRights: readonly GcpRight[] = [
  {
    id: 'token-creator',
    type: 'service_account',
    kind: 'CAN_CONTROL',
    permissions: [`${sa}.getAccessToken`, `${sa}.signBlob`, `${sa}.signJwt`, `${sa}.implicitDelegation`],
    says: 'It may have tokens of the account made, or sign them as the account.',
    technique: 'T1078.004',
    source: `${docs}/iam/docs/service-account-permissions`,
  },
  {
    id: 'identity-token',
    type: 'service_account',
    kind: 'CAN_CONTROL',
    permissions: [`${sa}.getOpenIdToken`],
    says: 'It may have identity tokens of the account made.',
    technique: 'T1078.004',
    source: `${docs}/iam/docs/service-account-permissions`,
    missing: 'which services take the account’s identity tokens',
  },
  {
    id: 'key-creation',
    type: 'service_account',
    kind: 'CAN_CONTROL',
    permissions: ['iam.serviceAccountKeys.create'],
    says: 'It may make a key of the account and sign in with it.',
    technique: 'T1098.001',
    source: `${docs}/iam/docs/keys-create-delete`,
  },
  {
    id: 'account-policy',
    type: 'service_account',
    kind: 'CAN_CONTROL',
    permissions: [`${sa}.setIamPolicy`],
    says: 'It may let itself have tokens of the account made.',
    technique: 'T1098.003',
    source: `${docs}/iam/docs/manage-access-service-accounts`,
  },
]

const policyOf = (type: string, permission: string, what: string): GcpRight => ({
  id: `${type.replace('gcp_', '')}-policy`,
  type,
  kind: 'CAN_CONTROL',
  permissions: [permission],
  says: `It may give itself any role over ${what}.`,
  technique: 'T1098.003',
  source: `${docs}/iam/docs/granting-changing-revoking-access`,
})

/** Rights over resources; reading what describes one (`…get`, `…list`) gives nothing. */
export const gcpRights: readonly GcpRight[] = [
  policyOf('gcp_organization', 'resourcemanager.organizations.setIamPolicy', 'the organisation'),
  policyOf('gcp_folder', 'resourcemanager.folders.setIamPolicy', 'the folder'),
  policyOf('gcp_project', 'resourcemanager.projects.setIamPolicy', 'the project'),
  policyOf('gcp_bucket', 'storage.buckets.setIamPolicy', 'the bucket'),
  policyOf('gcp_secret', 'secretmanager.secrets.setIamPolicy', 'the secret'),
  policyOf('gcp_kms_key', 'cloudkms.cryptoKeys.setIamPolicy', 'the key'),
  policyOf('gcp_bigquery_dataset', 'bigquery.datasets.setIamPolicy', 'the dataset'),
  ...accountRights,
  {
    id: 'objects-read',
    type: 'gcp_bucket',
    kind: 'CAN_READ',
    permissions: ['storage.objects.get'],
    says: 'It may read the objects of the bucket.',
    technique: 'T1530',
    source: `${docs}/storage/docs/access-control/iam-permissions`,
  },
  {
    id: 'objects-write',
    type: 'gcp_bucket',
    kind: 'CAN_WRITE',
    permissions: ['storage.objects.create', 'storage.objects.update', 'storage.objects.delete'],
    says: 'It may write or delete objects of the bucket.',
    technique: 'T1485',
    source: `${docs}/storage/docs/access-control/iam-permissions`,
  },
  ...['gcp_bigquery_dataset', 'gcp_bigquery_table'].flatMap((type): GcpRight[] => [
    {
      id: 'tables-read',
      type,
      kind: 'CAN_READ',
      permissions: ['bigquery.tables.getData'],
      says: 'It may read the data.',
      technique: 'T1530',
      source: `${docs}/bigquery/docs/access-control`,
    },
    {
      id: 'tables-write',
      type,
      kind: 'CAN_WRITE',
      permissions: ['bigquery.tables.updateData', 'bigquery.tables.delete'],
      says: 'It may change or delete the data.',
      technique: 'T1565.001',
      source: `${docs}/bigquery/docs/access-control`,
    },
  ]),
  {
    id: 'secret-read',
    type: 'gcp_secret',
    kind: 'CAN_READ',
    permissions: ['secretmanager.versions.access'],
    says: 'It may read the secret.',
    technique: 'T1555.006',
    source: `${docs}/secret-manager/docs/access-control`,
  },
  {
    id: 'secret-write',
    type: 'gcp_secret',
    kind: 'CAN_WRITE',
    permissions: ['secretmanager.versions.add'],
    says: 'It may put another value in the secret’s place.',
    technique: 'T1565.001',
    source: `${docs}/secret-manager/docs/access-control`,
  },
  {
    id: 'key-use',
    type: 'gcp_kms_key',
    kind: 'CAN_EXECUTE',
    permissions: ['cloudkms.cryptoKeyVersions.useToDecrypt'],
    says: 'It may decrypt what the key encrypted.',
    technique: 'T1530',
    source: `${docs}/kms/docs/reference/permissions-and-roles`,
  },
  {
    id: 'images-read',
    type: 'gcp_artifact_repository',
    kind: 'CAN_READ',
    permissions: ['artifactregistry.repositories.downloadArtifacts'],
    says: 'It may pull the artifacts.',
    technique: 'T1525',
    source: `${docs}/artifact-registry/docs/access-control`,
  },
  {
    id: 'images-write',
    type: 'gcp_artifact_repository',
    kind: 'CAN_WRITE',
    permissions: ['artifactregistry.repositories.uploadArtifacts'],
    says: 'It may push artifacts in the place of others.',
    technique: 'T1525',
    source: `${docs}/artifact-registry/docs/access-control`,
  },
]

/** Running something as a service account needs `actAs` on the account, and something of one's own to run. */
export const actAs = {
  id: 'act-as',
  permission: `${sa}.actAs`,
  create: [
    'compute.instances.create',
    'compute.instances.setServiceAccount',
    'cloudfunctions.functions.create',
    'cloudfunctions.functions.update',
    'run.services.create',
    'run.services.update',
    'run.jobs.create',
    'cloudbuild.builds.create',
    'cloudscheduler.jobs.create',
    'dataflow.jobs.create',
    'dataproc.clusters.create',
    'composer.environments.create',
    'appengine.versions.create',
    'notebooks.instances.create',
    'aiplatform.customJobs.create',
    'deploymentmanager.deployments.create',
  ],
  says: 'It may run code of its own as the account.',
  technique: 'T1078.004',
  source: `${docs}/iam/docs/service-accounts-actas`,
} as const

/** Services that do what one asks of them as an account of the project's own, without `actAs`. */
export const serviceAgents: readonly {
  readonly id: string
  readonly permission: string
  readonly account: RegExp
  readonly says: string
  readonly technique: string
  readonly source: string
  readonly missing?: string
}[] = [
  {
    id: 'cloud-build',
    permission: 'cloudbuild.builds.create',
    account: /^\d+@cloudbuild\.gserviceaccount\.com$/,
    says: 'It may have a build of its own run as the project’s build account.',
    technique: 'T1648',
    source: `${docs}/build/docs/cloud-build-service-account`,
    missing: 'whether builds of the project run as its build account, which newer projects leave off',
  },
  {
    id: 'deployment-manager',
    permission: 'deploymentmanager.deployments.create',
    account: /^\d+@cloudservices\.gserviceaccount\.com$/,
    says: 'It may have a deployment of its own made as the project’s own account.',
    technique: 'T1648',
    source: `${docs}/deployment-manager/docs/access-control`,
  },
]
