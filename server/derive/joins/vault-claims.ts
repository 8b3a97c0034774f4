// https://developer.hashicorp.com/vault/api-docs/auth/jwt#bound_claims
import { matcher } from '../aws/match.ts'
import type { GivenNode } from '../derivation.ts'
import { ANY_SUBJECT } from '../outside-subject.ts'
import type { TokenHolder } from './oidc-tokens.ts'

/** What a role of Vault asks of a token. */
export interface Wanted {
  /** Of the token's `sub`; `*` where none is asked for. */
  readonly pattern: string
  /** Other claims, each with the values that do. */
  readonly claims: ReadonlyMap<string, readonly string[]>
  readonly isGlob: boolean
}

export function wantedSubject({ properties }: GivenNode): Wanted {
  const isGlob = properties?.['claimsType'] === 'glob'
  const bound = properties?.['boundClaims']
  const claims = new Map<string, readonly string[]>()
  if (typeof bound === 'object' && bound !== null && !Array.isArray(bound)) {
    for (const [name, value] of Object.entries(bound)) claims.set(name.replace(/^\//, ''), [value].flat().map(String))
  }
  const subject = properties?.['boundSubject']
  const [first, ...others] = claims.get('sub') ?? []
  if (typeof subject === 'string' && subject !== '') return { pattern: subject, claims, isGlob }
  if (first === undefined || others.length > 0) return { pattern: ANY_SUBJECT, claims, isGlob }
  claims.delete('sub')
  return { pattern: first, claims, isGlob }
}

/** `no`, undefined for yes, or the fact that would tell. Without globs a star is a star. */
export function meetsClaims({ node, subject }: TokenHolder, { pattern, claims, isGlob }: Wanted): string | undefined {
  const open: string[] = []
  const takes = isGlob || pattern === ANY_SUBJECT ? matcher(pattern) : (text: string) => text === pattern
  const canHave = takes(subject.pattern) || (matcher(subject.pattern)(pattern) && !subject.except.includes(pattern))
  if (!canHave) return 'no'
  for (const [claim, values] of claims) {
    const met = one(claim, values, node, isGlob)
    if (met === 'no') return 'no'
    if (met !== undefined) open.push(met)
  }
  return open.length === 0 ? undefined : open.join('; ')
}

function one(
  claim: string,
  values: readonly string[],
  { id, properties }: GivenNode,
  isGlob: boolean,
): string | undefined {
  const fits = (text: string) => values.some((value) => (isGlob ? matcher(value)(text) : value === text))
  const told = (text: string | undefined) => (text === undefined ? missing() : fits(text) ? undefined : 'no')
  const [, repository] = /^github:[^:]+:repo:(.+)$/.exec(String(properties?.['repository'] ?? '')) ?? []
  const text = (name: string) => (typeof properties?.[name] === 'string' ? String(properties[name]) : undefined)
  switch (claim) {
    // GitHub tells names apart without case in its addresses, and writes them as they were given in its tokens.
    case 'repository':
      return repository === undefined ? missing() : values.some((it) => fitsAnyCase(it, repository)) ? undefined : 'no'
    case 'repository_owner':
      return repository === undefined
        ? missing()
        : values.some((it) => fitsAnyCase(it, repository.split('/')[0]!))
          ? undefined
          : 'no'
    case 'environment':
      return text('environment') === undefined ? missing() : told(text('environment'))
    case 'ref':
      return text('branch') === undefined ? missing() : told(`refs/heads/${text('branch')}`)
    default:
      return missing()
  }

  function fitsAnyCase(value: string, own: string): boolean {
    return isGlob ? matcher(value.toLowerCase())(own) : value.toLowerCase() === own
  }
  function missing(): string {
    return `whether tokens of ${id} can have ${claim} ${values.join(' or ')}`
  }
}
