import { allowed, type EdgeClaim } from '../../server/model/facts.ts'
import type { NodeId } from '../../server/model/node-id.ts'
import { type GraphNode, textOf } from './graph-shape.ts'

type Access = 'CAN_READ' | 'CAN_WRITE' | 'CAN_CONTROL'
type Row = readonly [permission: string, level: 'read' | 'write' | 'admin', gives: readonly Access[]]

/**
 * Permissions of GitHub's fine-grained tokens and apps that reach a repository's contents or settings; the others
 * (metadata, issues …) reach nothing of worth. https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
const ofRepository: readonly Row[] = [
  ['contents', 'read', ['CAN_READ']],
  ['contents', 'write', ['CAN_READ', 'CAN_WRITE']],
  ['administration', 'write', ['CAN_CONTROL']],
]

const ofOrganization: readonly Row[] = [
  ['organization_administration', 'write', ['CAN_CONTROL']],
  ['organization_custom_org_roles', 'write', ['CAN_CONTROL']],
  ['members', 'write', ['CAN_CONTROL']],
]

/** The permissions a token or an installation was given; GitHound keeps them as JSON in a property. */
export function permissionsOf(node: GraphNode): ReadonlyMap<string, string> | undefined {
  let given: unknown
  try {
    given = JSON.parse(textOf(node, 'permissions') ?? '{}')
  } catch {
    return undefined
  }
  if (typeof given !== 'object' || given === null) return undefined
  const found: [string, string][] = []
  for (const [name, level] of Object.entries(given)) {
    if (typeof level === 'string') found.push([name, level])
    else if (typeof level === 'object' && level !== null) {
      for (const [inner, value] of Object.entries(level)) if (typeof value === 'string') found.push([inner, value])
    }
  }
  return new Map(found)
}

/** True for a token or installation that reaches nothing whatever edges say: no repository chosen, or suspended. */
export const reachesNothing = (node: GraphNode): boolean =>
  textOf(node, 'repository_selection') === 'none' || textOf(node, 'suspended_at') !== undefined

/** What a permission given to `from` lets it do with a repository or with the organisation. */
export function accessEdges(
  from: NodeId,
  to: NodeId,
  permissions: ReadonlyMap<string, string>,
  target: 'repository' | 'organization',
): EdgeClaim[] {
  const rows = target === 'repository' ? ofRepository : ofOrganization
  return rows.flatMap(([permission, level, gives]) => {
    const held = permissions.get(permission)
    if (held !== level && !(held === 'admin' && level === 'write')) return []
    return gives.map((kind): EdgeClaim => {
      const key = `${permission}:${held}`
      return { kind, from, to, key, confidence: 'granted', properties: { permission: key }, ...allowed }
    })
  })
}
