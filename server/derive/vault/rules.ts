// https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
import type { GivenNode } from '../derivation.ts'

export interface Rule {
  readonly path: string
  readonly capabilities: ReadonlySet<string>
  readonly narrowedBy: readonly string[]
  readonly policies: readonly GivenNode[]
}

/** What may be done at a path, by the one rule that decides there. */
export interface Allowance {
  readonly capabilities: ReadonlySet<string>
  readonly rule: Rule
  /** What no file tells and it hangs on. */
  readonly missing?: string
}

interface Stated {
  readonly path: string
  readonly capabilities: readonly string[]
  readonly narrowedBy: readonly string[]
}

export const statedRules = ({ properties }: GivenNode): readonly Stated[] | undefined => {
  const rules = properties?.['rules']
  return Array.isArray(rules) ? (rules as unknown as Stated[]) : undefined
}

/** Rules of several policies over one path are one: all that any gives, and nothing where any denies. */
export function merged(policies: readonly GivenNode[]): readonly Rule[] {
  const byPath = Map.groupBy(
    policies.flatMap((policy) => (statedRules(policy) ?? []).map((rule) => ({ ...rule, policy }))),
    ({ path }) => path.replace(/^\/+/, ''),
  )
  return [...byPath].map(([path, rules]) => {
    const all = new Set(rules.flatMap(({ capabilities }) => capabilities))
    return {
      path,
      capabilities: all.has('deny') ? new Set<string>() : all,
      narrowedBy: [...new Set(rules.flatMap(({ narrowedBy }) => narrowedBy))].sort(),
      policies: [...new Set(rules.map(({ policy }) => policy))],
    }
  })
}

/** `+` stands for one segment, `*` at the end for any text. */
export function covers(pattern: string, path: string): boolean {
  const prefixed = pattern.endsWith('*')
  const wanted = (prefixed ? pattern.slice(0, -1) : pattern).split('/')
  const given = path.split('/')
  if (prefixed ? given.length < wanted.length : given.length !== wanted.length) return false
  return wanted.every((segment, i) => {
    if (segment === '+') return given[i] !== undefined && !given[i]!.endsWith('*')
    return prefixed && i === wanted.length - 1 ? given[i]!.startsWith(segment) : segment === given[i]
  })
}

const firstWildcard = (path: string) => {
  const at = path.search(/\+|\*$/)
  return at === -1 ? Number.POSITIVE_INFINITY : at
}
const plusses = (path: string) => path.split('/').filter((it) => it === '+').length

/** Vault's order of what is more specific; the first decides alone. */
function moreSpecific({ path: a }: Rule, { path: b }: Rule): number {
  if (firstWildcard(a) !== firstWildcard(b)) return firstWildcard(a) > firstWildcard(b) ? -1 : 1
  if (a.endsWith('*') !== b.endsWith('*')) return a.endsWith('*') ? 1 : -1
  if (plusses(a) !== plusses(b)) return plusses(a) - plusses(b)
  if (a.length !== b.length) return b.length - a.length
  return a > b ? -1 : 1
}

/** What the rules let one do at a path, which may be a pattern: then everywhere below it, but for narrower rules. */
export function allowedAt(rules: readonly Rule[], path: string): Allowance | undefined {
  const rule = rules.filter((it) => it.path === path || covers(it.path, path)).sort(moreSpecific)[0]
  if (!rule || rule.capabilities.size === 0) return undefined
  const missing = rule.path.includes('{{')
    ? `what ${rule.path} stands for in the policy ${rule.policies[0]!.name}`
    : rule.narrowedBy.length > 0
      ? `whether ${rule.narrowedBy.join(' and ')} of ${rule.path} let it`
      : undefined
  return { capabilities: rule.capabilities, rule, ...(missing === undefined ? {} : { missing }) }
}

export const may = (allowance: Allowance | undefined, ...any: readonly string[]): boolean =>
  allowance !== undefined && any.some((it) => allowance.capabilities.has(it))
