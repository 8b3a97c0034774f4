import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import type { Given, GivenNode } from '../derivation.ts'
import { type ResourceClass, type ScopeKinds, Scopes } from '../scoped/scopes.ts'
import type { Right } from './rights.ts'

const azure: ScopeKinds = {
  provider: 'azure',
  holders: new Set(['azure_root', 'azure_management_group', 'azure_subscription', 'azure_resource_group']),
  everything: 'azure_all',
}

/** Azure's scopes; what a tenant holds directly lies below its root too. */
export function azureScopes(given: Given): Scopes {
  const scopes = new Scopes(given, azure)
  for (const root of given.nodes.filter(({ type }) => type === 'azure_root')) {
    const tenant = given.nodes.find(({ type, account }) => type === 'entra_tenant' && account === root.account)
    if (tenant) scopes.alsoIn(tenant.id, root.id)
  }
  return scopes
}

export function classOf({ id, type, unless }: Right): ResourceClass {
  const name = `${type.replace('azure_', '').replaceAll('_', ' ')}s`
  const verdictOf = (resource: GivenNode): Verdict | undefined => {
    if (resource.type !== type) return undefined
    const answer = unless?.(resource)
    if (answer === 'no') return undefined
    return answer ? conditionalOn(answer.missing) : allowed
  }
  return { key: unless ? id : type, name: unless ? `${name} (${id})` : name, verdictOf }
}
