import { daysAgo, varied } from './calendar.ts'
import { type Environment, environments, type Service, services, storeName, stores, teams } from './company.ts'
import {
  accountId,
  clusterId,
  clusterName,
  databaseUserId,
  deploymentId,
  groupId,
  roleId,
  serviceAccountId,
  sharedSecretId,
  storeId,
  teamId,
} from './ids.ts'
import { openSheet, type Sheet } from './sheet.ts'

/** Clusters, what runs in them and as whom, and the passwords it is given. */
export function kubernetes(): Sheet {
  const sheet = openSheet('k8s')
  const { node, edge } = sheet
  for (const { name } of teams) node({ id: teamId(name), kind: 'Owner', type: 'team', name })
  for (const env of environments) {
    node({
      id: clusterId(env),
      kind: 'Resource',
      type: 'k8s_cluster',
      name: `${clusterName(env)} cluster`,
      provider: 'k8s',
      environment: env,
    })
    edge('CONTAINS', accountId(env), clusterId(env))
    for (const service of services) addWorkload(sheet, env, service)
    for (const [name, database] of passwords) addPassword(sheet, env, name, database)
  }
  addSharedPassword(sheet)
  addDelivery(sheet)
  return sheet
}

function addWorkload(
  { node, edge }: Sheet,
  env: Environment,
  { name, team }: Pick<Service, 'name' | 'team'>,
  role = true,
) {
  const about = { provider: 'k8s', account: clusterName(env), environment: env }
  const deployment = node({
    id: deploymentId(env, team, name),
    kind: 'Resource',
    type: 'k8s_deployment',
    name: `${name} (${env})`,
    ...about,
    tier: env === 'prod' ? 3 : 4,
  })
  const account = node({
    id: serviceAccountId(env, team, name),
    kind: 'Identity',
    type: 'service_account',
    name: `${team}/${name} (${env})`,
    ...about,
    lastUsedAt: daysAgo(varied(name, 12) === 0 ? 230 : 0),
  })
  edge('CONTAINS', clusterId(env), deployment)
  edge('CONTAINS', clusterId(env), account)
  edge('RUNS_AS', deployment, account, { confidence: 'observed' })
  edge('OWNS', teamId(team), account)
  if (role) edge('CAN_ASSUME', account, roleId(env, `svc-${name}`))
  edge('CAN_WRITE', roleId(env, `deploy-${team}`), deployment, { note: 'The role is mapped to the team’s namespace.' })
  if (env === 'dev') edge('CAN_EXECUTE', groupId(team), deployment)
  return account
}

/** Services that sign in to their database by password; each environment has a password of its own. */
const passwords: readonly (readonly [service: string, store: string])[] = [
  ['my-account', 'customers'],
  ['payment-gateway', 'payments-ledger'],
  ['invoicing', 'orders'],
  ['newsletter', 'newsletter-list'],
  ['ticket-sync', 'tickets'],
  ['catalogue-api', 'catalogue'],
]

function addPassword({ node, edge }: Sheet, env: Environment, name: string, database: string): void {
  const { team } = services.find((it) => it.name === name)!
  const store = stores.find((it) => it.name === database)!
  const password = node({
    id: sharedSecretId(`${env} ${name}`),
    kind: 'Secret',
    type: 'other',
    name: `${database} password of ${name} (${env})`,
    environment: env,
    createdAt: daysAgo(40 + varied(name, 300)),
  })
  const user = addDatabaseUser({ node, edge }, env, store, name)
  edge('USES_SECRET', serviceAccountId(env, team, name), password)
  edge('AUTHENTICATES_AS', password, user, { confidence: 'observed' })
  edge('OWNS', teamId(team), user)
  edge('CAN_WRITE', user, storeId(env, store), { key: 'tables of its own' })
}

function addDatabaseUser(
  { node, edge }: Pick<Sheet, 'node' | 'edge'>,
  env: Environment,
  store: (typeof stores)[number],
  name: string,
) {
  const user = node({
    id: databaseUserId(env, store.name, name),
    kind: 'Identity',
    type: 'service_account',
    name: `${name} in ${storeName(env, store.name)}`,
    provider: 'postgresql',
    environment: env,
  })
  edge('CAN_READ', user, storeId(env, store))
  return user
}

/** The story of the shared secret: one password, made once for everyone, in every environment. */
function addSharedPassword({ node, edge }: Sheet): void {
  const stock = stores.find(({ name }) => name === 'stock')!
  const orders = stores.find(({ name }) => name === 'orders')!
  const password = node({
    id: sharedSecretId('stock database'),
    kind: 'Secret',
    type: 'other',
    name: 'stock database password',
    createdAt: daysAgo(1130),
  })
  const user = addDatabaseUser({ node, edge }, 'prod', stock, 'stock_app')
  edge('AUTHENTICATES_AS', password, user, { confidence: 'observed' })
  edge('CAN_WRITE', user, storeId('prod', stock))
  edge('CAN_READ', user, storeId('prod', orders), { note: 'It follows orders through a foreign table.' })
  const consumers = services.filter(({ name, team }) => team === 'warehouse' || name === 'returns')
  for (const env of environments)
    for (const { name, team } of consumers)
      edge('USES_SECRET', serviceAccountId(env, team, name), password, { confidence: 'observed' })
}

/** What builds and what deploys; the story of the agent ends in the second. */
function addDelivery(sheet: Sheet): void {
  const { node, edge } = sheet
  const runner = addWorkload(sheet, 'prod', { name: 'build-runner', team: 'platform' }, false)
  const shipyard = addWorkload(sheet, 'prod', { name: 'shipyard', team: 'platform' }, false)
  const token = node({
    id: sharedSecretId('release token'),
    kind: 'Secret',
    type: 'api_token',
    name: 'release token',
    environment: 'prod',
    createdAt: daysAgo(260),
  })
  edge('USES_SECRET', runner, token, { confidence: 'observed' })
  edge('AUTHENTICATES_AS', token, shipyard, { confidence: 'observed' })
  edge('CAN_CONTROL', shipyard, clusterId('prod'), { key: 'cluster-admin' })
}
