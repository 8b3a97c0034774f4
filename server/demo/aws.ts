import { inventory } from '../model/node-id.ts'
import { daysAgo, varied } from './calendar.ts'
import {
  type Account,
  accounts,
  type Environment,
  environments,
  services,
  storeName,
  stores,
  teams,
} from './company.ts'
import {
  accessKeyId,
  accountId,
  appSecretId,
  bucketId,
  functionId,
  gateId,
  groupId,
  roleId,
  storeId,
  teamId,
  userId,
  vaultEntryId,
  workflowId,
} from './ids.ts'
import { openSheet, type Sheet } from './sheet.ts'

const everyAccount = Object.keys(accounts) as Account[]

/** Accounts, what is kept in them, and the roles and keys that open it. */
export function aws(): Sheet {
  const sheet = openSheet('aws')
  const { node, edge } = sheet
  const organisation = node({
    id: accountId('management'),
    kind: 'Resource',
    type: 'aws_organization',
    name: 'Fernhill organisation',
    provider: 'aws',
  })
  for (const name of everyAccount.filter((it) => it !== 'management')) {
    node({
      id: accountId(name),
      kind: 'Resource',
      type: 'aws_account',
      name: `fernhill-${name}`,
      provider: 'aws',
      account: accounts[name],
    })
    edge('CONTAINS', organisation, accountId(name))
  }
  for (const { name } of teams) node({ id: teamId(name), kind: 'Owner', type: 'team', name })
  for (const env of environments) {
    for (const it of stores) addStore(sheet, env, it)
    for (const it of services) addServiceRole(sheet, env, it)
    for (const { name } of teams) addRole(sheet, env, `deploy-${name}`, name)
  }
  addPeoplesRoles(sheet)
  addVendors(sheet)
  addKeys(sheet)
  addReporting(sheet)
  addAutomation(sheet)
  return sheet
}

function addStore({ node, edge }: Sheet, env: Environment, it: (typeof stores)[number]): void {
  const id = node({
    id: storeId(env, it),
    kind: 'Resource',
    type: it.type,
    name: storeName(env, it.name),
    provider: 'aws',
    account: accounts[env],
    environment: env,
    // Only production holds what it says; elsewhere the rows are made up.
    ...(env === 'prod' ? { dataClass: it.dataClass } : { tier: env === 'dev' ? 4 : 3 }),
  })
  edge('CONTAINS', accountId(env), id)
  edge('OWNS', teamId(it.team), id)
}

function addRole({ node, edge }: Sheet, account: Account, name: string, team?: string, lastUsed = varied(name, 20)) {
  const id = node({
    id: roleId(account, name),
    kind: 'Identity',
    type: 'role',
    name,
    provider: 'aws',
    account: accounts[account],
    ...(account === 'dev' || account === 'staging' || account === 'prod' ? { environment: account } : {}),
    createdAt: daysAgo(200 + varied(`${account} ${name}`, 900)),
    lastUsedAt: daysAgo(lastUsed),
  })
  edge('CONTAINS', accountId(account), id)
  if (team) edge('OWNS', teamId(team), id)
  return id
}

function addServiceRole(
  sheet: Sheet,
  env: Environment,
  { name, team, reads, writes }: (typeof services)[number],
): void {
  const role = addRole(sheet, env, `svc-${name}`, team, varied(name, 12) === 0 ? 230 : 0)
  for (const it of stores) {
    const to = storeId(env, it)
    if (reads.includes(it.name) || writes.includes(it.name))
      sheet.edge('CAN_READ', role, to, { key: 'identity policy' })
    if (writes.includes(it.name)) sheet.edge('CAN_WRITE', role, to, { key: 'identity policy' })
  }
}

/** Single sign-on: developers everywhere in dev, readers in staging, and administrators behind a second factor. */
function addPeoplesRoles(sheet: Sheet): void {
  const { node, edge } = sheet
  const mfa = node({ id: gateId('entra', 'mfa'), kind: 'Gate', type: 'mfa', name: 'phishing-resistant sign-in' })
  const request = node({
    id: gateId('entra', 'admin-request'),
    kind: 'Gate',
    type: 'approval',
    name: 'administrator on request',
  })
  edge('APPROVES', teamId('security'), request)
  const developer = addRole(sheet, 'dev', 'sso-developer', 'platform')
  const reader = addRole(sheet, 'staging', 'sso-reader', 'platform')
  edge('CAN_ASSUME', groupId('engineering'), developer)
  edge('CAN_ASSUME', groupId('engineering'), reader)
  for (const it of stores) {
    edge('CAN_READ', developer, storeId('dev', it))
    edge('CAN_WRITE', developer, storeId('dev', it))
    edge('CAN_READ', reader, storeId('staging', it))
  }
  for (const account of everyAccount) {
    const admin = addRole(sheet, account, 'sso-administrator', 'platform', varied(account, 60))
    edge('CAN_CONTROL', admin, accountId(account))
    edge('CAN_ASSUME', groupId('cloud-administrators'), admin, { gates: [mfa, request] })
  }
  const auditor = addRole(sheet, 'security', 'sso-auditor', 'security')
  edge('CAN_ASSUME', groupId('security'), auditor, { gates: [mfa] })
}

/** Other companies that were given a role of ours. */
const vendors = [
  { name: 'Clearwater Monitoring', role: 'clearwater-metrics', reads: [], lastUsed: 0 },
  { name: 'Cargohold Backup', role: 'cargohold-backup', reads: stores.map(({ name }) => name), lastUsed: 1 },
  { name: 'Ledgerly Accounting', role: 'ledgerly-import', reads: ['invoices', 'tax-records'], lastUsed: 2 },
  { name: 'Parcelpath', role: 'parcelpath-tracking', reads: ['parcels', 'shipping-labels'], lastUsed: 0 },
  { name: 'Trailmix Analytics', role: 'trailmix-trial', reads: ['clickstream', 'customers'], lastUsed: 410 },
]

function addVendors(sheet: Sheet): void {
  const { node, edge } = sheet
  for (const { name, role, reads, lastUsed } of vendors) {
    const id = addRole(sheet, 'prod', role, lastUsed > 90 ? undefined : 'platform', lastUsed)
    const vendor = node({
      id: inventory('vendors', name),
      kind: 'Identity',
      type: 'external',
      name,
      properties: { thirdParty: true },
    })
    edge('CAN_ASSUME', vendor, id, lastUsed > 90 ? { missing: 'whether the role wants an external id' } : {})
    for (const it of stores.filter((store) => reads.includes(store.name))) edge('CAN_READ', id, storeId('prod', it))
  }
}

/** Users with a key of their own: what was there before roles were, and never went away. */
const keyUsers = [
  { name: 'smtp-relay', account: 'prod', team: 'platform', age: 1480, used: 0, reads: [] },
  { name: 'legacy-image-sync', account: 'prod', team: 'catalogue', age: 1310, used: 3, writes: ['product-images'] },
  { name: 'label-uploader', account: 'prod', team: 'warehouse', age: 620, used: 1, writes: ['shipping-labels'] },
  { name: 'ci-artifacts', account: 'staging', team: 'platform', age: 740, used: 0, writes: ['product-images'] },
  { name: 'loyalty-partner', account: 'prod', team: 'marketing', age: 510, used: 44, reads: ['loyalty-points'] },
  { name: 'qa-fixtures', account: 'dev', team: 'storefront', age: 290, used: 9, reads: ['customers', 'orders'] },
  {
    name: 'old-etl',
    account: 'prod',
    team: undefined,
    age: 1720,
    used: 380,
    reads: ['clickstream', 'newsletter-list'],
  },
  { name: 'grafana', account: 'security', team: 'platform', age: 400, used: 0, reads: [] },
] as const

function addKeys(sheet: Sheet): void {
  for (const it of keyUsers) {
    const user = addUser(sheet, it.account, it.name, it.team, it.age, it.used)
    if (it.account === 'security') continue
    const reads: readonly string[] = 'reads' in it ? it.reads : []
    const writes: readonly string[] = 'writes' in it ? it.writes : []
    for (const store of stores) {
      if (reads.includes(store.name)) sheet.edge('CAN_READ', user, storeId(it.account, store))
      if (writes.includes(store.name)) sheet.edge('CAN_WRITE', user, storeId(it.account, store))
    }
  }
}

function addUser(
  { node, edge }: Sheet,
  account: Account,
  name: string,
  team: string | undefined,
  age: number,
  used: number,
) {
  const times = { createdAt: daysAgo(age), lastUsedAt: daysAgo(used) }
  const user = node({
    id: userId(account, name),
    kind: 'Identity',
    type: 'service_account',
    name,
    provider: 'aws',
    account: accounts[account],
    ...times,
  })
  const key = node({
    id: accessKeyId(name),
    kind: 'Secret',
    type: 'access_key',
    name: `key of ${name}`,
    provider: 'aws',
    ...times,
  })
  edge('AUTHENTICATES_AS', key, user, { confidence: 'observed' })
  edge('CONTAINS', accountId(account), user)
  if (team) edge('OWNS', teamId(team), user)
  return user
}

/** The story of the leaked key: a small exporter that may become the role of the nightly reports. */
function addReporting(sheet: Sheet): void {
  const { node, edge } = sheet
  const exporter = addUser(sheet, 'prod', 'report-export', 'data', 870, 0)
  const nightly = addRole(sheet, 'prod', 'nightly-reporting', 'data', 0)
  edge('CAN_ASSUME', exporter, nightly)
  const read = ['orders', 'customers', 'newsletter-list']
  for (const it of stores.filter(({ name }) => read.includes(name))) edge('CAN_READ', nightly, storeId('prod', it))
  const lake = { id: bucketId('fernhill-report-lake'), name: 'fernhill-report-lake' }
  node({
    ...lake,
    kind: 'Resource',
    type: 'aws_s3_bucket',
    provider: 'aws',
    account: accounts.analytics,
    dataClass: 'confidential',
  })
  edge('CONTAINS', accountId('analytics'), lake.id)
  edge('CAN_WRITE', nightly, lake.id)
  const notebook = node({
    id: functionId('analytics', 'notebooks'),
    kind: 'Resource',
    type: 'aws_sagemaker_notebook',
    name: 'analysts’ notebooks',
    provider: 'aws',
    account: accounts.analytics,
  })
  const analyst = addRole(sheet, 'analytics', 'notebook-analyst', 'data', 0)
  edge('CONTAINS', accountId('analytics'), notebook)
  edge('RUNS_AS', notebook, analyst, { confidence: 'observed' })
  edge('CAN_READ', analyst, lake.id)
  edge('CAN_EXECUTE', groupId('data'), notebook)
}

/** Infrastructure as code, and the story of the hop between clouds. */
function addAutomation(sheet: Sheet): void {
  const { node, edge } = sheet
  const approval = node({
    id: gateId('github', 'infrastructure-production'),
    kind: 'Gate',
    type: 'approval',
    name: 'approval of the platform team',
  })
  const apply = addRole(sheet, 'management', 'terraform-apply', 'platform', 0)
  edge('CAN_ASSUME', workflowId('infrastructure', 'apply.yml'), apply, { gates: [approval] })
  for (const account of everyAccount) edge('CAN_CONTROL', apply, accountId(account))
  const plan = addRole(sheet, 'management', 'terraform-plan', 'platform', 0)
  edge('CAN_ASSUME', workflowId('infrastructure', 'plan.yml'), plan)

  const automation = addRole(sheet, 'security', 'it-automation', 'it', 1)
  edge('CAN_ASSUME', workflowId('it-automation', 'joiners-and-leavers.yml'), automation, {
    note: 'The trust takes any branch of the repository.',
  })
  const entry = node({
    id: vaultEntryId('security', 'entra/identity-sync'),
    kind: 'Location',
    type: 'vault_path',
    name: 'entra/identity-sync',
    provider: 'aws',
    account: accounts.security,
  })
  edge('CAN_READ', automation, entry)
  edge('HOLDS', entry, appSecretId('Identity Sync'), { confidence: 'observed' })
}
