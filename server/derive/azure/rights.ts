import type { GivenNode } from '../derivation.ts'

/** What an action over a resource comes to for whoever holds it. */
export interface Right {
  readonly id: string
  readonly type: string
  readonly kind: 'CAN_READ' | 'CAN_WRITE' | 'CAN_EXECUTE' | 'CAN_CONTROL'
  /** Any one of them suffices. */
  readonly actions?: readonly string[]
  readonly dataActions?: readonly string[]
  /** One sentence for the reader of a path. */
  readonly says: string
  /** ATT&CK id. */
  readonly technique: string
  readonly source: string
  /** Whether the resource at hand answers to it: no, or only when the named fact holds. */
  readonly unless?: (resource: GivenNode) => 'no' | { readonly missing: string } | undefined
}

const docs = 'https://learn.microsoft.com/azure'

/** A vault asks either role assignments or its own access policies, never both. */
const asksRoles = ({ name, properties }: GivenNode) => {
  const mode = properties?.['asksRoles']
  if (mode === true) return undefined
  return mode === false ? 'no' : { missing: `whether the vault ${name} asks role assignments: az keyvault show` }
}
const asksPolicies = ({ name, properties }: GivenNode) => {
  const mode = properties?.['asksRoles']
  if (mode === false) return undefined
  return mode === true ? 'no' : { missing: `whether the vault ${name} asks access policies: az keyvault show` }
}

const vault = 'Microsoft.KeyVault/vaults'
const machine = 'Microsoft.Compute/virtualMachines'
const machines = 'Microsoft.Compute/virtualMachineScaleSets'
const storage = 'Microsoft.Storage/storageAccounts'
const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities'
const cluster = 'Microsoft.ContainerService/managedClusters'

/** Rights by resource type. Reading what describes a resource gives nothing, so that no `…/read` of a type stands here. */
export const rights: readonly Right[] = [
  {
    id: 'key-vault-read',
    type: 'azure_key_vault',
    kind: 'CAN_READ',
    dataActions: [`${vault}/secrets/getSecret/action`],
    says: 'It may read the secrets of the vault.',
    technique: 'T1555.006',
    source: `${docs}/key-vault/general/rbac-guide`,
    unless: asksRoles,
  },
  {
    id: 'key-vault-write',
    type: 'azure_key_vault',
    kind: 'CAN_WRITE',
    dataActions: [`${vault}/secrets/setSecret/action`],
    says: 'It may set the secrets of the vault.',
    technique: 'T1555.006',
    source: `${docs}/key-vault/general/rbac-guide`,
    unless: asksRoles,
  },
  {
    id: 'key-vault-policies',
    type: 'azure_key_vault',
    kind: 'CAN_CONTROL',
    actions: [`${vault}/accessPolicies/write`, `${vault}/write`],
    says: 'It may give itself an access policy, and so all that the vault holds.',
    technique: 'T1098',
    source: `${docs}/key-vault/general/assign-access-policy`,
    unless: asksPolicies,
  },
  {
    id: 'storage-keys',
    type: 'azure_storage_account',
    kind: 'CAN_CONTROL',
    actions: [`${storage}/listKeys/action`, `${storage}/regenerateKey/action`],
    says: 'It may have the account’s keys, which open all data in it.',
    technique: 'T1552',
    source: `${docs}/storage/common/storage-account-keys-manage`,
  },
  {
    id: 'storage-read',
    type: 'azure_storage_account',
    kind: 'CAN_READ',
    dataActions: [`${storage}/blobServices/containers/blobs/read`],
    says: 'It may read the blobs of the account.',
    technique: 'T1530',
    source: `${docs}/storage/blobs/assign-azure-role-data-access`,
  },
  {
    id: 'storage-write',
    type: 'azure_storage_account',
    kind: 'CAN_WRITE',
    dataActions: [`${storage}/blobServices/containers/blobs/write`],
    says: 'It may write the blobs of the account.',
    technique: 'T1565.001',
    source: `${docs}/storage/blobs/assign-azure-role-data-access`,
  },
  {
    id: 'vm-run-command',
    type: 'azure_virtual_machine',
    kind: 'CAN_EXECUTE',
    actions: [`${machine}/runCommand/action`, `${machine}/runCommands/write`, `${machine}/extensions/write`],
    dataActions: [`${machine}/loginAsAdmin/action`, `${machine}/login/action`],
    says: 'It may run code on the machine, and so ask for tokens of the identities it has.',
    technique: 'T1651',
    source: `${docs}/virtual-machines/run-command-overview`,
  },
  {
    id: 'vm-scale-set-run-command',
    type: 'azure_vm_scale_set',
    kind: 'CAN_EXECUTE',
    actions: [
      `${machines}/virtualMachines/runCommand/action`,
      `${machines}/virtualMachines/runCommands/write`,
      `${machines}/extensions/write`,
    ],
    says: 'It may run code on the machines of the set, and so ask for tokens of the identities they have.',
    technique: 'T1651',
    source: `${docs}/virtual-machine-scale-sets/virtual-machine-scale-sets-extension-sequencing`,
  },
  {
    id: 'site-deploy',
    type: 'azure_web_site',
    kind: 'CAN_WRITE',
    actions: ['Microsoft.Web/sites/write', 'Microsoft.Web/sites/publishxml/action', 'Microsoft.Web/sites/config/write'],
    says: 'It may deploy code to the app, which then runs as the app’s identities.',
    technique: 'T1648',
    source: `${docs}/app-service/deploy-configure-credentials`,
  },
  {
    id: 'automation-runbook',
    type: 'azure_automation_account',
    kind: 'CAN_EXECUTE',
    actions: [
      'Microsoft.Automation/automationAccounts/runbooks/draft/write',
      'Microsoft.Automation/automationAccounts/runbooks/write',
    ],
    says: 'It may write a runbook and start it as the account’s identities.',
    technique: 'T1648',
    source: `${docs}/automation/automation-role-based-access-control`,
  },
  {
    id: 'logic-app-write',
    type: 'azure_logic_app',
    kind: 'CAN_WRITE',
    actions: ['Microsoft.Logic/workflows/write'],
    says: 'It may change what the workflow does with its identities.',
    technique: 'T1648',
    source: `${docs}/logic-apps/authenticate-with-managed-identity`,
  },
  {
    id: 'container-exec',
    type: 'azure_container_group',
    kind: 'CAN_EXECUTE',
    actions: ['Microsoft.ContainerInstance/containerGroups/containers/exec/action'],
    says: 'It may run code in the container.',
    technique: 'T1609',
    source: `${docs}/container-instances/container-instances-exec`,
  },
  {
    id: 'aks-admin',
    type: 'azure_kubernetes_cluster',
    kind: 'CAN_CONTROL',
    actions: [`${cluster}/listClusterAdminCredential/action`],
    says: 'It may have the administrator’s credential of the cluster.',
    technique: 'T1552',
    source: `${docs}/aks/control-kubeconfig-access`,
  },
  {
    id: 'aks-run-command',
    type: 'azure_kubernetes_cluster',
    kind: 'CAN_CONTROL',
    actions: [`${cluster}/runcommand/action`],
    says: 'It may run commands as administrator of the cluster.',
    technique: 'T1651',
    source: `${docs}/aks/access-private-cluster`,
  },
  {
    id: 'registry-pull',
    type: 'azure_container_registry',
    kind: 'CAN_READ',
    actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
    says: 'It may pull the images.',
    technique: 'T1525',
    source: `${docs}/container-registry/container-registry-roles`,
  },
  {
    id: 'registry-push',
    type: 'azure_container_registry',
    kind: 'CAN_WRITE',
    actions: [
      'Microsoft.ContainerRegistry/registries/push/write',
      'Microsoft.ContainerRegistry/registries/listCredentials/action',
    ],
    says: 'It may push images in the place of others.',
    technique: 'T1525',
    source: `${docs}/container-registry/container-registry-roles`,
  },
  {
    id: 'identity-trust',
    type: 'azure_managed_identity',
    kind: 'CAN_EXECUTE',
    actions: [`${identity}/federatedIdentityCredentials/write`],
    says: 'It may add a trust in an issuer of its own and sign in as the identity.',
    technique: 'T1098.001',
    source:
      'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity',
  },
  {
    id: 'sql-administrator',
    type: 'azure_sql_server',
    kind: 'CAN_CONTROL',
    actions: ['Microsoft.Sql/servers/administrators/write', 'Microsoft.Sql/servers/write'],
    says: 'It may make itself administrator of the databases.',
    technique: 'T1098',
    source: `${docs}/azure-sql/database/logins-create-manage`,
  },
  {
    id: 'cosmos-keys',
    type: 'azure_cosmos_account',
    kind: 'CAN_CONTROL',
    actions: ['Microsoft.DocumentDB/databaseAccounts/listKeys/action'],
    says: 'It may have the account’s keys, which open all data in it.',
    technique: 'T1552',
    source: `${docs}/cosmos-db/secure-access-to-data`,
  },
]

/** With these over a scope one gives oneself every other right in it. */
export interface ScopeRight {
  readonly id: string
  readonly actions: readonly string[]
  readonly says: string
  readonly technique: string
  readonly source: string
  /** Holds only for a role of one's own making. */
  readonly ownRoleOnly?: true
}

export const scopeRights: readonly ScopeRight[] = [
  {
    id: 'role-assignments-write',
    actions: ['Microsoft.Authorization/roleAssignments/write'],
    says: 'It may give itself any role there, such as Owner.',
    technique: 'T1098.003',
    source: `${docs}/role-based-access-control/role-assignments`,
  },
  {
    id: 'role-definitions-write',
    actions: ['Microsoft.Authorization/roleDefinitions/write'],
    says: 'It may change the role it holds until that allows everything.',
    technique: 'T1098.003',
    source: `${docs}/role-based-access-control/custom-roles`,
    ownRoleOnly: true,
  },
]

/** Steps that need two rights: assigning a user-assigned identity to something that one may make or change. */
export const assignIdentity = {
  id: 'assign-identity',
  /** Roles allow it in either spelling of the path. */
  assign: [`${identity}/assign/action`, `${identity}/any/assign/action`],
  onto: [
    `${machine}/write`,
    `${machines}/write`,
    'Microsoft.Web/sites/write',
    'Microsoft.ContainerInstance/containerGroups/write',
    'Microsoft.Automation/automationAccounts/write',
    'Microsoft.Logic/workflows/write',
    'Microsoft.Resources/deploymentScripts/write',
  ],
  says: 'It may assign the identity to something it makes or changes, and run code there.',
  technique: 'T1098',
  source: `${docs}/role-based-access-control/built-in-roles/identity#managed-identity-operator`,
} as const
