import {
  type IdentityType,
  identityTypes,
  type NodeKind,
  nodeKinds,
  type SecretType,
  secretTypes,
  type Tier,
} from '../../server/model/kinds.ts'

const key = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

const kinds = new Map<string, NodeKind>([
  ...nodeKinds.map((kind) => [key(kind), kind] as const),
  ['nonhumanidentity', 'Identity'],
  ['nhi', 'Identity'],
  ['account', 'Identity'],
  ['credential', 'Secret'],
  ['person', 'Owner'],
  ['team', 'Owner'],
])
const identities = new Map<string, IdentityType>([
  ...identityTypes.map((type) => [key(type), type] as const),
  ['user', 'human'],
  ['person', 'human'],
  ['employee', 'human'],
  ['service', 'service_account'],
  ['svc', 'service_account'],
  ['technicaluser', 'service_account'],
  ['machine', 'service_account'],
  ['iamrole', 'role'],
  ['application', 'oauth_app'],
  ['app', 'oauth_app'],
  ['oauth', 'oauth_app'],
  ['serviceprincipal', 'oauth_app'],
  ['aiagent', 'agent'],
  ['robot', 'bot'],
  ['ci', 'ci_job'],
  ['pipeline', 'ci_job'],
  ['cicd', 'ci_job'],
  ['thirdparty', 'external'],
  ['vendor', 'external'],
])
const secrets = new Map<string, SecretType>([
  ...secretTypes.map((type) => [key(type), type] as const),
  ['apikey', 'api_token'],
  ['token', 'api_token'],
  ['key', 'api_token'],
  ['personalaccesstoken', 'pat'],
  ['password', 'other'],
  ['secret', 'other'],
  ['sshkey', 'private_key'],
  ['cert', 'certificate'],
])

export const kindNamed = (text: string): NodeKind | undefined => kinds.get(key(text))
export const identityTypeNamed = (text: string): IdentityType | undefined => identities.get(key(text))
export const secretTypeNamed = (text: string): SecretType | undefined => secrets.get(key(text))
export const typeName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')

const criticalities = new Map<string, Tier>([
  ['critical', 1],
  ['high', 2],
  ['medium', 3],
  ['low', 4],
])

export function tierNamed(text: string): Tier | undefined {
  const tier = /^(?:tier|t)?[\s-]*([0-4])$/i.exec(text.trim())?.[1]
  return tier === undefined ? criticalities.get(key(text)) : (Number(tier) as Tier)
}

/** Spreadsheets write times without a zone; they are taken as UTC. A day before the month is not guessed at. */
export function timeOf(text: string): string | undefined {
  const written = text.trim()
  if (/^\d{10}$/.test(written)) return iso(Number(written) * 1000)
  if (/^\d{13}$/.test(written)) return iso(Number(written))
  const parts = /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/.exec(
    written,
  )
  if (!parts) return undefined
  const [, year, month, day, time, zone] = parts
  const at = zone === undefined || zone === 'UTC' ? 'Z' : zone
  return iso(Date.parse(`${year}-${month}-${day}T${time ?? '00:00'}${at}`))
}

const iso = (time: number) => (Number.isNaN(time) ? undefined : new Date(time).toISOString())
