import {
  awsAccount,
  entra,
  gate,
  github,
  githubRepository,
  githubWorkflow,
  globalId,
  k8sCluster,
  k8sServiceAccount,
  k8sWorkload,
  mcpClient,
  mcpTool,
  type NodeId,
  owner,
  secret,
  secretByFingerprint,
} from '../model/node-id.ts'
import { guid } from './calendar.ts'
import {
  type Account,
  accounts,
  domain,
  type Environment,
  organisation,
  region,
  type Store,
  storeName,
  tenant,
} from './company.ts'

const arn = (service: string, account: Account, resource: string, at = ''): NodeId =>
  globalId(`arn:aws:${service}:${at}:${accounts[account]}:${resource}`)

export const accountId = (account: Account): NodeId => awsAccount(accounts[account])
export const roleId = (account: Account, name: string): NodeId => arn('iam', account, `role/${name}`)
export const userId = (account: Account, name: string): NodeId => arn('iam', account, `user/${name}`)
export const vaultEntryId = (account: Account, name: string): NodeId =>
  arn('secretsmanager', account, `secret:${name}`, region)
export const functionId = (account: Account, name: string): NodeId => arn('lambda', account, `function:${name}`, region)
export const bucketId = (name: string): NodeId => globalId(`arn:aws:s3:::${name}`)
export function storeId(env: Environment, { name, type }: Pick<Store, 'name' | 'type'>): NodeId {
  const full = storeName(env, name)
  if (type === 'aws_s3_bucket') return bucketId(full)
  if (type === 'aws_rds_database') return arn('rds', env, `db:${full}`, region)
  if (type === 'aws_dynamodb_table') return arn('dynamodb', env, `table/${full}`, region)
  return arn('sqs', env, full, region)
}
export const databaseUserId = (env: Environment, database: string, user: string): NodeId =>
  arn('rds-db', env, `dbuser:${storeName(env, database)}/${user}`, region)
/** As AWS would number it; the number opens nothing. */
export const accessKeyId = (name: string): NodeId =>
  secret('aws', `AKIADEMO${guid(name).replaceAll('-', '').slice(0, 12).toUpperCase()}`)
export const sharedSecretId = (name: string): NodeId => secretByFingerprint(`demo-${guid(name).slice(0, 13)}`)

export const tenantId = entra(tenant, 'tenant', tenant)
export const personId = (email: string): NodeId => entra(tenant, 'user', guid(email))
export const groupId = (name: string): NodeId => entra(tenant, 'group', guid(`group ${name}`))
export const appId = (name: string): NodeId => entra(tenant, 'sp', guid(`app ${name}`))
export const grantId = (app: string, scope: string): NodeId => entra(tenant, 'grant', guid(`${app} ${scope}`))
export const permissionId = (name: string): NodeId => entra(tenant, 'permission', name)
export const appSecretId = (app: string): NodeId => secret('entra', guid(`secret of ${app}`))

const HOST = 'github.com'
export const organisationId = github(HOST, `O_${organisation}`)
export const fullName = (repository: string) => `${organisation}/${repository}`
export const repositoryId = (repository: string): NodeId => githubRepository(HOST, fullName(repository))
export const workflowId = (repository: string, file = 'deploy.yml'): NodeId =>
  githubWorkflow(HOST, fullName(repository), file)
export const githubAppId = (name: string): NodeId => github(HOST, `A_${name}`)

export const clusterName = (env: Environment) => `fernhill-${env}`
export const clusterId = (env: Environment): NodeId => k8sCluster(clusterName(env))
export const serviceAccountId = (env: Environment, team: string, name: string): NodeId =>
  k8sServiceAccount(clusterName(env), team, name)
export const deploymentId = (env: Environment, team: string, name: string): NodeId =>
  k8sWorkload(clusterName(env), team, 'Deployment', name)

export const agentId = (name: string): NodeId => mcpClient(`${name}@${domain}`)
export const toolId = (agent: string, server: string, tool: string): NodeId =>
  mcpTool(`${agent}@${domain}`, server, tool)

export const teamId = (team: string): NodeId => owner('team', team)
export const gateId = (authority: string, name: string): NodeId => gate(authority, name)

const givenNames = words(
  'Ada Bram Cora Dario Edda Faro Greta Hugo Ines Jonas Kaya Luca Mira Noel Oda Pia Ravi Senna Timo Uma Vera Wim Yara',
)
const familyNames = words(
  'Abel Brook Castell Dorn Ebner Falk Grove Hale Iversen Jansen Kraus Linde Marlow Nord Oaks Perrin Quist Roth Solberg Thorn Ulm Vance Wells Yates Zeller Ashby Birk Clare Dahl',
)
function words(text: string): readonly string[] {
  return text.split(' ')
}

/** 23 and 29 share no factor, so the first 667 people have names of their own. */
export function person(number: number): { readonly name: string; readonly email: string } {
  const given = givenNames[number % givenNames.length]!
  const family = familyNames[(number * 7) % familyNames.length]!
  return { name: `${given} ${family}`, email: `${given}.${family}@${domain}`.toLowerCase() }
}
