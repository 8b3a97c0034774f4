// https://cloud.google.com/asset-inventory/docs/resource-name-format
import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import { gcpServiceAccount, globalId, type NodeId } from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'

const manager = '//cloudresourcemanager.googleapis.com/'

/** What a resource is, by the shape of its full name; the rest are plain resources. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/^\/\/cloudresourcemanager\.googleapis\.com\/organizations\/[^/]+$/, 'gcp_organization'],
  [/^\/\/cloudresourcemanager\.googleapis\.com\/folders\/[^/]+$/, 'gcp_folder'],
  [/^\/\/cloudresourcemanager\.googleapis\.com\/projects\/[^/]+$/, 'gcp_project'],
  [/^\/\/storage\.googleapis\.com\/(buckets\/|projects\/_\/buckets\/)?[^/]+$/, 'gcp_bucket'],
  [/^\/\/bigquery\.googleapis\.com\/projects\/[^/]+\/datasets\/[^/]+$/, 'gcp_bigquery_dataset'],
  [/^\/\/bigquery\.googleapis\.com\/projects\/[^/]+\/datasets\/[^/]+\/tables\/[^/]+$/, 'gcp_bigquery_table'],
  [/^\/\/secretmanager\.googleapis\.com\/projects\/[^/]+\/secrets\/[^/]+$/, 'gcp_secret'],
  [/^\/\/cloudkms\.googleapis\.com\/.*\/cryptoKeys\/[^/]+$/, 'gcp_kms_key'],
  [/^\/\/artifactregistry\.googleapis\.com\/.*\/repositories\/[^/]+$/, 'gcp_artifact_repository'],
]

const about = { provider: 'gcp' } as const
const lastOf = (name: string) => name.slice(name.lastIndexOf('/') + 1)

/** `projects/x` and the like, as full names. */
export const fullName = (part: string): string => (part.startsWith('//') ? part : manager + part)

/** A service account by the only name that a reference gives; its own record shares the address. */
export const serviceAccountStub = (email: string): NodeClaim => ({
  id: gcpServiceAccount(email.toLowerCase()),
  kind: 'Identity',
  type: 'service_account',
  name: email,
  ...about,
  stub: true,
  aliases: [`gcp-service-account:${email.toLowerCase()}`, `email:${email.toLowerCase()}`],
})

/** Policies on a service account name it as a resource; it is the identity itself. */
export function resourceClaim(name: string): NodeClaim {
  const account = /^\/\/iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/([^/]+)$/.exec(name)?.[1]
  if (account?.includes('@')) return serviceAccountStub(account)
  if (account) {
    const id = gcpServiceAccount(account)
    return { id, kind: 'Identity', type: 'service_account', name: account, ...about, stub: true }
  }
  const type = shapes.find(([pattern]) => pattern.test(name))?.[1] ?? 'gcp_resource'
  const project = type === 'gcp_project' ? lastOf(name) : undefined
  return {
    id: globalId(name),
    kind: 'Resource',
    type,
    name: lastOf(name),
    ...about,
    ...(project ? { account: project } : {}),
  }
}

/** The project that a name stands under, where the name tells. */
const projectIn = (name: string): string | undefined =>
  name.startsWith(manager) ? undefined : /\/projects\/([^/_][^/]*)\//.exec(name)?.[1]

export interface Around {
  /** `projects/<number>`. */
  readonly project?: string | null | undefined
  readonly folders?: readonly string[] | undefined
  readonly organization?: string | null | undefined
}

/** States a resource and what it lies in; a project's number and its id are two names of one thing. */
export function emitResource(into: ScopedEmit, name: string, { project, folders = [], organization }: Around): NodeId {
  const own = resourceClaim(name)
  const isProject = own.type === 'gcp_project'
  const number = project ? lastOf(project) : undefined
  into.node(isProject && number && number !== own.account ? { ...own, aliases: [`gcp-project:${number}`] } : own)
  let within = own.id
  const named = isProject ? undefined : projectIn(name)
  if (!isProject && own.type !== 'gcp_folder' && own.type !== 'gcp_organization' && (number || named)) {
    const around = resourceClaim(fullName(`projects/${named ?? number}`))
    into.node(number ? { ...around, aliases: [`gcp-project:${number}`] } : around)
    contain(into, around.id, own.id)
    within = around.id
  }
  const above = folders.map((folder) => resourceClaim(fullName(folder))).filter(({ id }) => id !== own.id)
  for (const folder of above) {
    into.node(folder)
    contain(into, folder.id, within)
  }
  if (organization && own.type !== 'gcp_organization') {
    const top = resourceClaim(fullName(organization))
    into.node(top)
    for (const inner of above.length > 0 ? above.map(({ id }) => id) : [within]) contain(into, top.id, inner)
  }
  return own.id
}

const contain = (into: ScopedEmit, from: NodeId, to: NodeId) =>
  into.edge({ kind: 'CONTAINS', from, to, confidence: 'granted', ...allowed })
