// https://kubernetes.io/docs/reference/access-authn-authz/rbac/
import type { Json } from '../../model/facts.ts'
import type { GivenNode } from '../derivation.ts'

/** One rule of a role; what is empty gives nothing. */
export interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  /** Without it, all. */
  readonly resourceNames?: readonly string[]
}

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((it) => typeof it === 'string') : []

/** The rules that a role states itself. */
function ownRules({ properties }: GivenNode): readonly Rule[] {
  const rules = properties?.['rules']
  if (!Array.isArray(rules)) return []
  return rules.flatMap((rule: Json) => {
    if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return []
    const { verbs, apiGroups, resources, resourceNames } = rule as { readonly [key: string]: Json }
    const names = texts(resourceNames)
    return {
      verbs: texts(verbs),
      apiGroups: texts(apiGroups),
      resources: texts(resources),
      ...(names.length > 0 ? { resourceNames: names } : {}),
    }
  })
}

type Labels = Readonly<Record<string, Json>>
const isLabels = (value: Json | undefined): value is Labels =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** With those of the cluster roles that an aggregated one gathers by their labels, and that these gather in turn. */
export function rulesOf(
  role: GivenNode,
  clusterRoles: readonly GivenNode[],
  met = new Set<GivenNode>(),
): readonly Rule[] {
  if (met.has(role)) return []
  met.add(role)
  const selectors = role.properties?.['aggregates']
  if (!Array.isArray(selectors)) return ownRules(role)
  const gathered = clusterRoles.filter(({ properties }) => {
    const labels = properties?.['labels']
    return (
      isLabels(labels) &&
      selectors.some(
        (selector: Json) =>
          isLabels(selector) && Object.entries(selector).every(([key, value]) => labels[key] === value),
      )
    )
  })
  return [...ownRules(role), ...gathered.flatMap((it) => rulesOf(it, clusterRoles, met))]
}

/** What is asked: a verb on a resource (`pods/exec`) of an API group. */
export interface Ask {
  readonly verb: string
  readonly group: string
  readonly resource: string
}

/** All objects, only those of these names, or none. */
export type Names = 'all' | ReadonlySet<string> | 'none'

/** Which objects the rules let one do it to. What is yet to be made has no name that a rule could give. */
export function allowedNames(rules: readonly Rule[], { verb, group, resource }: Ask): Names {
  const names = new Set<string>()
  for (const rule of rules) {
    if (!has(rule.verbs, verb) || !has(rule.apiGroups, group) || !rule.resources.some((it) => means(it, resource)))
      continue
    if (rule.resourceNames === undefined) return 'all'
    if (verb !== 'create' || resource.includes('/')) for (const name of rule.resourceNames) names.add(name)
  }
  return names.size === 0 ? 'none' : names
}

const has = (words: readonly string[], wanted: string) => words.includes('*') || words.includes(wanted)

/** A star is everything, subresources too; a star before a subresource is that one of everything. */
function means(stated: string, wanted: string): boolean {
  if (stated === '*' || stated === wanted) return true
  const slash = wanted.indexOf('/')
  return slash !== -1 && stated === `*${wanted.slice(slash)}`
}
