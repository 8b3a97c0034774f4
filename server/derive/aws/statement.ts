import type { Json } from '../../model/facts.ts'
import type { Condition } from './condition.ts'
import type { Context } from './context.ts'
import { type Matcher, matcher } from './match.ts'
import { either, not, open, type Truth } from './truth.ts'
import { fill, hasVariables } from './variables.ts'

/** A pattern, or one whose policy variables are filled in for each request. */
export interface Pattern {
  readonly text: string
  readonly matches?: Matcher
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny'
  /** Its Sid, else its place: what an edge names as its reason. */
  readonly label: string
  readonly onAction: Matcher
  /** True where an action is named in full or by pattern, false for `NotAction`: those name nothing. */
  readonly resources: readonly Pattern[]
  readonly notResources: boolean
  readonly principals: readonly StatedPrincipal[]
  readonly notPrincipals: boolean
  readonly conditions: readonly Condition[]
}

export interface StatedPrincipal {
  readonly kind: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'
  readonly value: string
}

const list = (value: Json | undefined): readonly string[] =>
  [value ?? []].flat().filter((item): item is string => typeof item === 'string')

/** What a document says, statement by statement. A statement that is none was reported at import and is not here. */
export function statementsOf(document: Json | undefined): readonly Statement[] {
  if (!isObject(document)) return []
  const variables = document['Version'] === '2012-10-17'
  return [document['Statement'] ?? []].flat().flatMap((raw, i) => {
    const statement = isObject(raw) ? statementOf(raw, i, variables) : undefined
    return statement === undefined ? [] : [statement]
  })
}

function statementOf(raw: { readonly [key: string]: Json }, index: number, variables: boolean): Statement | undefined {
  const effect = raw['Effect']
  if (effect !== 'Allow' && effect !== 'Deny') return undefined
  const complement = raw['Action'] === undefined
  const actions = list(complement ? raw['NotAction'] : raw['Action']).map((action) => matcher(action.toLowerCase()))
  const notResources = raw['Resource'] === undefined && raw['NotResource'] !== undefined
  const notPrincipals = raw['Principal'] === undefined && raw['NotPrincipal'] !== undefined
  const sid = raw['Sid']
  return {
    effect,
    label: typeof sid === 'string' && sid !== '' ? sid : String(index),
    onAction: (action) => actions.some((matches) => matches(action)) !== complement,
    resources: list(notResources ? raw['NotResource'] : raw['Resource']).map((text) => patternOf(text, variables)),
    notResources,
    principals: principalsOf(notPrincipals ? raw['NotPrincipal'] : raw['Principal']),
    notPrincipals,
    conditions: conditionsOf(raw['Condition']),
  }
}

const patternOf = (text: string, variables: boolean): Pattern =>
  variables && hasVariables(text) ? { text } : { text, matches: matcher(text) }

function principalsOf(value: Json | undefined): readonly StatedPrincipal[] {
  if (typeof value === 'string') return [{ kind: 'AWS', value }]
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([kind, values]) =>
    list(values).map((it) => ({ kind, value: it }) as StatedPrincipal),
  )
}

function conditionsOf(value: Json | undefined): readonly Condition[] {
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key,
      values: [values].flat().map((it) => (typeof it === 'object' ? JSON.stringify(it) : String(it))),
    })),
  )
}

/** Whether the statement speaks of the resource. */
export function onResource({ resources, notResources }: Statement, resource: string, context: Context): Truth {
  const truth = either(resources.map((pattern) => matchesPattern(pattern, resource, context)))
  return notResources ? not(truth) : truth
}

function matchesPattern({ text, matches }: Pattern, resource: string, context: Context): Truth {
  if (matches !== undefined) return matches(resource)
  const filled = fill(text, context)
  if (filled === 'no match') return false
  return 'open' in filled ? open(filled.open) : filled.matches(resource)
}

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
