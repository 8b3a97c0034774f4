// https://cloud.google.com/iam/docs/principal-identifiers
import type { GivenNode } from '../derivation.ts'
import { ANY_SUBJECT } from '../outside-subject.ts'

export interface PoolMember {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>`. */
  readonly pool: string
  readonly kind: 'subject' | 'attribute' | 'group' | 'pool'
  readonly attribute?: string
  readonly value: string
}

export function readPoolMember(member: string): PoolMember | undefined {
  const [, pool, rest] =
    /^principal(?:Set)?:\/\/iam\.googleapis\.com\/(projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+)\/(.+)$/s.exec(
      member,
    ) ?? []
  if (!pool || !rest) return undefined
  if (rest === '*') return { pool, kind: 'pool', value: '*' }
  const [, kind, attribute, value = ''] = /^(subject|group|attribute)(?:\.([^/]+))?\/(.+)$/s.exec(rest) ?? []
  if (kind === 'subject' || kind === 'group') return { pool, kind, value }
  return kind === 'attribute' && attribute ? { pool, kind, attribute, value } : undefined
}

interface Wanted {
  /** Of the token's `sub`; undefined where no token can have it. */
  readonly pattern: string | undefined
  readonly missing?: string
}

/** Attributes that GitHub's subject shows, by the claim they are mapped from. */
const shown: ReadonlyMap<string, (value: string) => string> = new Map([
  ['assertion.repository', (value) => `repo:${value}:*`],
  ['assertion.repository_owner', (value) => `repo:${value}/*`],
])

/** The subjects that the mapping of a provider makes this member of. */
export function wantedSubject({ kind, attribute, value }: PoolMember, { name, properties }: GivenNode): Wanted {
  const mapping = (properties?.['mapping'] ?? {}) as { readonly [key: string]: unknown }
  const from = (key: string, usual?: string) => String(mapping[key] ?? usual ?? '').trim()
  if (kind === 'pool') return { pattern: ANY_SUBJECT }
  if (kind === 'subject') {
    if (from('google.subject', 'assertion.sub') === 'assertion.sub') return { pattern: value }
    return { pattern: ANY_SUBJECT, missing: `which tokens ${name} maps to the subject ${value}` }
  }
  // The mapping of an attribute is named after its claim by custom, so that stands where the file has none.
  const claim = kind === 'attribute' ? from(`attribute.${attribute}`, `assertion.${attribute}`) : ''
  if (claim === 'assertion.sub') return { pattern: value }
  const pattern = shown.get(claim)?.(value)
  if (pattern !== undefined && String(properties?.['issuer']).includes('token.actions.')) return { pattern }
  return { pattern: ANY_SUBJECT, missing: `which tokens ${name} maps to ${attribute ?? kind} ${value}` }
}

/**
 * Whether a provider's attribute condition lets the subjects in: `no`, undefined for yes, or the missing fact. Tests of
 * a repository, its owner or the subject are read off the subject; any other stays open.
 */
export function evaluate(condition: string, pattern: string | undefined): string | undefined {
  if (condition.trim() === '' || pattern === undefined) return undefined
  const parts = condition.split('&&').map((part) => one(part.trim().replace(/^\((.*)\)$/s, '$1'), pattern))
  if (parts.includes('no')) return 'no'
  return parts.find((part) => part !== undefined)
}

function one(part: string, pattern: string): string | undefined {
  const missing = `whether its token meets "${part}"`
  const [, claim, value] = /^(assertion\.\w+|google\.subject|attribute\.\w+)\s*==\s*['"]([^'"]*)['"]$/.exec(part) ?? []
  const [, prefixed, prefix] =
    /^(assertion\.sub|google\.subject)\.startsWith\(\s*['"]([^'"]*)['"]\s*\)$/.exec(part) ?? []
  const fixed = pattern.split('*')[0]!
  const isWhole = !pattern.includes('*')
  if (prefixed && prefix !== undefined)
    return decided(fixed.startsWith(prefix), isWhole || fixed.length >= prefix.length)
  if (claim === undefined || value === undefined) return missing
  if (claim === 'assertion.sub' || claim === 'google.subject')
    return decided(pattern === value, isWhole || !value.startsWith(fixed))
  const [, owner, name] = /^repo:([^/:]+)\/([^:*]+)?/.exec(pattern) ?? []
  if (claim.endsWith('.repository_owner') && owner !== undefined) return decided(owner === value, true)
  if (claim.endsWith('.repository') && owner !== undefined && name !== undefined)
    return decided(`${owner}/${name}` === value, true)
  return missing

  function decided(holds: boolean, isSure: boolean): string | undefined {
    if (holds) return undefined
    return isSure ? 'no' : missing
  }
}
