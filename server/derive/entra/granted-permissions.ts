import { entra } from '../../model/node-id.ts'
import type { Given, GivenNode } from '../derivation.ts'
import { graphPermissions } from './graph-permissions.ts'
import { signInScopes } from './permission-name.ts'

export interface Permission {
  readonly name: string
  /** Microsoft's privilege level in the scheme at hand, 1 to 4. */
  readonly level: number | undefined
  /** Set when the permission is not one of Microsoft Graph, so that its meaning is not known. */
  readonly api?: { readonly id: string; readonly name: string }
}

const graphAppId = '00000003-0000-0000-c000-000000000000'
const byRoleId = new Map(graphPermissions.map((row) => [row[1], row]))
const byName = new Map(graphPermissions.map((row) => [row[0], row]))

/**
 * App roles of Microsoft's other interfaces, under the name Graph has or would have for the same power: the first is
 * Exchange Online's full_access_as_app, the others are SharePoint Online's own.
 */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['dc890d15-9560-4a4c-9b7f-a736ec74ec40', 'Exchange.FullControl'],
  ['678536fe-1083-478a-9c59-b99265e6b0d3', 'Sites.FullControl.All'],
  ['fbcd29d2-fcca-4405-aded-518d457caae4', 'Sites.ReadWrite.All'],
  ['d13f72ca-a275-4b96-b789-48ebcc4da984', 'Sites.Read.All'],
])

/** The permissions of a consent or of an app role, by name; what no table names keeps its id. */
export function permissionsOf(given: Given, { account, type, properties = {} }: GivenNode): readonly Permission[] {
  const resourceId = text(properties['resourceId']) ?? ''
  const api = account === undefined ? undefined : given.node(entra(account, 'sp', resourceId))
  const apiAppId = text(api?.properties?.['appId'])
  const foreign = apiAppId !== undefined && apiAppId !== graphAppId
  const unknown = { id: resourceId, name: text(properties['resource']) ?? api?.name ?? resourceId }
  if (type === 'delegated') {
    const scopes = Array.isArray(properties['scopes']) ? (properties['scopes'] as readonly string[]) : []
    return scopes
      .filter((scope) => !signInScopes.has(scope))
      .map((name) => ({ name, level: byName.get(name)?.[3], ...(foreign ? { api: unknown } : {}) }))
  }
  const roleId = text(properties['appRoleId']) ?? ''
  const row = byRoleId.get(roleId)
  const name = row?.[0] ?? elsewhere.get(roleId)
  if (name !== undefined) return [{ name, level: row?.[2] }]
  const told = rolesOf(api).get(roleId)
  if (told !== undefined && apiAppId === graphAppId) return [{ name: told, level: undefined }]
  return [{ name: told ?? `app role ${roleId}`, level: undefined, api: unknown }]
}

/** What the API's own service principal calls its roles. */
function rolesOf(api: GivenNode | undefined): ReadonlyMap<string, string> {
  const roles = api?.properties?.['appRoles']
  return new Map(Array.isArray(roles) ? (roles as readonly (readonly [string, string])[]) : [])
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
