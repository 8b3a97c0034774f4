import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { awsRootUser } from '../../../server/model/node-id.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Fields = { [key: string]: Json }

/** Export files of one case, as plain JSON that a twin may change. */
export type Exports = readonly { readonly name: string; readonly content: Json }[]

export const readExports = (files: readonly string[]): Exports =>
  files
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: basename(file), content: JSON.parse(readFileSync(file, 'utf8')) as Json }))

export const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const listOf = (value: Json | undefined): Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
export const fieldsIn = (value: Json | undefined): Fields[] => listOf(value).filter(isFields)

/** Users, roles and groups of all account exports. */
export function holdersIn(exports: Exports): Fields[] {
  return exports.flatMap(({ content }) =>
    isFields(content)
      ? ['UserDetailList', 'RoleDetailList', 'GroupDetailList'].flatMap((list) => fieldsIn(content[list]))
      : [],
  )
}

/** A policy document, parsed where the export holds it as text. */
export function documentIn(value: Json | undefined): Fields | undefined {
  if (typeof value !== 'string') return isFields(value) ? value : undefined
  try {
    return JSON.parse(value.startsWith('{') ? value : decodeURIComponent(value)) as Fields
  } catch {
    return undefined
  }
}

/** The policies of an identity, as places that can be changed. */
export function documentsOf(holder: Fields, exports: Exports): Fields[] {
  const inline = ['UserPolicyList', 'RolePolicyList', 'GroupPolicyList'].flatMap((list) => fieldsIn(holder[list]))
  const attached = new Set(fieldsIn(holder['AttachedManagedPolicies']).map((it) => it['PolicyArn']))
  const managed = exports
    .flatMap(({ content }) => (isFields(content) ? fieldsIn(content['Policies']) : []))
    .filter((policy) => attached.has(policy['Arn']!))
    .flatMap((policy) => fieldsIn(policy['PolicyVersionList']).filter((it) => it['IsDefaultVersion'] === true))
  const stated = [
    ...inline.map((it) => [it, 'PolicyDocument'] as const),
    ...managed.map((it) => [it, 'Document'] as const),
  ]
  return stated.flatMap(([place, field]) => {
    const document = documentIn(place[field])
    if (document === undefined) return []
    place[field] = document
    return [document]
  })
}

/** The root users, and those whom one plain statement makes administrators, and nothing limits: no label need say so. */
export function isOpenlyAdministrator(exports: Exports): readonly string[] {
  const accounts = new Set(holdersIn(exports).flatMap(({ Arn }) => /::(\d{12}):/.exec(String(Arn))?.[1] ?? []))
  const groups = new Map(holdersIn(exports).map((it) => [it['GroupName'] ?? null, it]))
  const plainly = holdersIn(exports)
    .filter((holder) => holder['PermissionsBoundary'] === undefined)
    .filter((holder) => {
      const joined = listOf(holder['GroupList']).flatMap((name) => fieldsIn(groups.get(name)))
      const all = [holder, ...joined]
      const attached = all.flatMap((it) => fieldsIn(it['AttachedManagedPolicies']).map(({ PolicyArn }) => PolicyArn))
      const statements = all
        .flatMap((it) => documentsOf(it, structuredClone(exports) as Exports))
        .flatMap((it) => fieldsIn(it['Statement']))
      const isAll = (it: Fields) =>
        it['Effect'] === 'Allow' &&
        it['Condition'] === undefined &&
        listOf(it['Action']).includes('*') &&
        listOf(it['Resource']).includes('*')
      const denies = statements.some((it) => it['Effect'] === 'Deny')
      return !denies && (statements.some(isAll) || attached.includes('arn:aws:iam::aws:policy/AdministratorAccess'))
    })
    .map(({ Arn }) => Arn as string)
  return [...plainly, ...[...accounts].map(awsRootUser)]
}
