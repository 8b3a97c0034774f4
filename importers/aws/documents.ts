import type { Json } from '../../server/model/facts.ts'

const VERSIONS = new Set(['2012-10-17', '2008-10-17'])

export type Document = { readonly ok: { readonly [key: string]: Json } } | { readonly wrong: string }

/**
 * A policy document as an object. The API gives it URL-encoded, the CLI decoded. What is not a policy is named and
 * left out: half a policy could allow what the other half denies.
 */
export function documentOf(raw: unknown, whose: 'identity' | 'other' = 'other'): Document {
  const value = typeof raw === 'string' ? decoded(raw) : raw
  if (value === undefined || value === null) return { wrong: 'the policy document is missing or is no JSON' }
  if (typeof value !== 'object' || Array.isArray(value)) return { wrong: 'the policy document is no object' }
  const document = value as { readonly [key: string]: Json }
  const version = document['Version']
  if (version !== undefined && !(typeof version === 'string' && VERSIONS.has(version)))
    return { wrong: 'the policy document has a version that AWS does not know' }
  const statements = [document['Statement']].flat()
  if (statements.length === 0 || !statements.every(isStatement))
    return { wrong: 'the policy document holds what is no statement' }
  if (whose === 'identity' && !statements.every(namesResources))
    return { wrong: 'the policy document holds a statement without resources' }
  if (whose === 'identity' && statements.some(namesPrincipals))
    return { wrong: 'the policy document names principals, as only a policy on a resource does' }
  return { ok: document }
}

function decoded(text: string): unknown {
  for (const read of [() => text, () => decodeURIComponent(text)]) {
    try {
      return JSON.parse(read())
    } catch {
      // The parser's message quotes the document; what is wrong with it is said by the caller.
    }
  }
  return undefined
}

function isStatement(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const statement = value as Record<string, unknown>
  const said = (name: string) => statement[name] !== undefined
  return (
    (statement['Effect'] === 'Allow' || statement['Effect'] === 'Deny') &&
    said('Action') !== said('NotAction') &&
    ['Action', 'NotAction', 'Resource', 'NotResource'].every((name) => !said(name) || isText(statement[name])) &&
    !(said('Resource') && said('NotResource')) &&
    !(said('Principal') && said('NotPrincipal')) &&
    isPrincipal(statement['Principal'] ?? statement['NotPrincipal']) &&
    isCondition(statement['Condition'])
  )
}

const namesResources = (value: unknown): boolean => {
  const statement = value as Record<string, unknown>
  return statement['Resource'] !== undefined || statement['NotResource'] !== undefined
}

const namesPrincipals = (value: unknown): boolean => {
  const statement = value as Record<string, unknown>
  return statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined
}

const isPrincipal = (value: unknown): boolean =>
  value === undefined || value === '*' || (isObject(value) && Object.values(value).every(isText))

/** Operators over keys over values; an operator that nobody knows is left to the evaluator, which says so. */
const isCondition = (value: unknown): boolean =>
  value === undefined ||
  (isObject(value) &&
    Object.values(value).every(
      (keys) => isObject(keys) && Object.values(keys).every((it) => [it].flat().every(isPlain)),
    ))

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown) =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
