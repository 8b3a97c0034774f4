import { Permissions } from './permissions.ts'

interface BuiltIn {
  readonly id: string
  readonly name: string
  readonly actions?: readonly string[]
  readonly notActions?: readonly string[]
  readonly dataActions?: readonly string[]
}

const keyVault = 'Microsoft.KeyVault/vaults'
const compute = 'Microsoft.Compute'
const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
const aks = 'Microsoft.ContainerService/managedClusters'
const everyChange = [
  'Microsoft.Authorization/*/Delete',
  'Microsoft.Authorization/*/Write',
  'Microsoft.Authorization/elevateAccess/Action',
]

/**
 * Built-in roles by their id, the same in every tenant, cut to the actions that the table of rights asks for; a
 * definition that was imported counts in their place. After
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const builtInRoles: readonly BuiltIn[] = [
  { id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', name: 'Owner', actions: ['*'] },
  { id: 'b24988ac-6180-42a0-ab88-20f7382dd24c', name: 'Contributor', actions: ['*'], notActions: everyChange },
  { id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', name: 'Reader', actions: ['*/read'] },
  {
    id: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    name: 'User Access Administrator',
    actions: ['*/read', 'Microsoft.Authorization/*'],
  },
  {
    id: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    name: 'Role Based Access Control Administrator',
    actions: [
      '*/read',
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
    ],
  },
  {
    id: '00482a5a-887f-4fb3-b363-3b7fe8e74483',
    name: 'Key Vault Administrator',
    actions: [`${keyVault}/*/read`],
    dataActions: [`${keyVault}/*`],
  },
  {
    id: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
    name: 'Key Vault Secrets Officer',
    actions: [`${keyVault}/*/read`],
    dataActions: [`${keyVault}/secrets/*`],
  },
  {
    id: '4633458b-17de-408a-b874-0445c86b69e6',
    name: 'Key Vault Secrets User',
    dataActions: [`${keyVault}/secrets/getSecret/action`, `${keyVault}/secrets/readMetadata/action`],
  },
  {
    id: '21090545-7ca7-4776-b22c-e363652d74d2',
    name: 'Key Vault Reader',
    actions: [`${keyVault}/*/read`],
    dataActions: [`${keyVault}/*/read`, `${keyVault}/secrets/readMetadata/action`],
  },
  {
    id: 'f25e0fa2-a7c8-4377-a976-54943a77a395',
    name: 'Key Vault Contributor',
    actions: ['Microsoft.KeyVault/*'],
  },
  {
    id: '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
    name: 'Virtual Machine Contributor',
    actions: [`${compute}/virtualMachines/*`, `${compute}/virtualMachineScaleSets/*`],
  },
  {
    id: '1c0163c0-47e6-4577-8991-ea5c82e286e4',
    name: 'Virtual Machine Administrator Login',
    actions: [`${compute}/virtualMachines/*/read`],
    dataActions: [`${compute}/virtualMachines/login/action`, `${compute}/virtualMachines/loginAsAdmin/action`],
  },
  {
    id: 'fb879df8-f326-4884-b1cf-06f3ad86be52',
    name: 'Virtual Machine User Login',
    actions: [`${compute}/virtualMachines/*/read`],
    dataActions: [`${compute}/virtualMachines/login/action`],
  },
  {
    id: '4f8fab4f-1852-4a58-a46a-8eaf358af14a',
    name: 'Avere Contributor',
    actions: [`${compute}/*/read`, `${compute}/virtualMachines/*`, `${compute}/disks/*`],
  },
  {
    id: '17d1049b-9a84-46fb-8f53-869881c3d3ab',
    name: 'Storage Account Contributor',
    actions: ['Microsoft.Storage/storageAccounts/*'],
  },
  {
    id: '81a9662b-bebf-436f-a333-f67b29880f12',
    name: 'Storage Account Key Operator Service Role',
    actions: [
      'Microsoft.Storage/storageAccounts/listkeys/action',
      'Microsoft.Storage/storageAccounts/regeneratekey/action',
    ],
  },
  { id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b', name: 'Storage Blob Data Owner', dataActions: [`${blobs}/*`] },
  {
    id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    name: 'Storage Blob Data Contributor',
    dataActions: [`${blobs}/read`, `${blobs}/write`, `${blobs}/delete`],
  },
  { id: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', name: 'Storage Blob Data Reader', dataActions: [`${blobs}/read`] },
  {
    id: 'f1a07417-d97a-45cb-824c-7a7467783830',
    name: 'Managed Identity Operator',
    actions: [
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
    ],
  },
  {
    id: 'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59',
    name: 'Managed Identity Contributor',
    actions: [
      'Microsoft.ManagedIdentity/userAssignedIdentities/read',
      'Microsoft.ManagedIdentity/userAssignedIdentities/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
    ],
  },
  { id: 'de139f84-1756-47ae-9be6-808fbbe84772', name: 'Website Contributor', actions: ['Microsoft.Web/sites/*'] },
  {
    id: 'f353d9bd-d4a6-484e-a77a-8050b599b867',
    name: 'Automation Contributor',
    actions: ['Microsoft.Automation/automationAccounts/*'],
  },
  { id: '87a39d53-fc1b-424a-814c-f7e04687dc9e', name: 'Logic App Contributor', actions: ['Microsoft.Logic/*'] },
  {
    id: '0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8',
    name: 'Azure Kubernetes Service Cluster Admin Role',
    actions: [`${aks}/listClusterAdminCredential/action`, `${aks}/read`, `${aks}/runcommand/action`],
  },
  {
    id: 'ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8',
    name: 'Azure Kubernetes Service Contributor Role',
    actions: [`${aks}/read`, `${aks}/write`, `${aks}/listClusterUserCredential/action`],
  },
  {
    id: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
    name: 'AcrPull',
    actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
  },
  {
    id: '8311e382-0749-4cb8-b61a-304f252e45ec',
    name: 'AcrPush',
    actions: ['Microsoft.ContainerRegistry/registries/pull/read', 'Microsoft.ContainerRegistry/registries/push/write'],
  },
  {
    id: '6d8ee4ec-f05a-4a1d-8b00-a9b17e38b437',
    name: 'SQL Server Contributor',
    actions: ['Microsoft.Sql/servers/*'],
    notActions: ['Microsoft.Sql/servers/azureADOnlyAuthentications/*'],
  },
]

const byId = new Map(
  builtInRoles.map(({ id, actions = [], notActions = [], dataActions = [] }) => [
    id,
    new Permissions([{ actions, notActions, dataActions, notDataActions: [] }]),
  ]),
)

export const builtInRole = (id: string): Permissions | undefined => byId.get(id)
