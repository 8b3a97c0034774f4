import { parseArn } from '../../model/arn.ts'
import type { Principal } from './model.ts'
import type { StatedPrincipal, Statement } from './statement.ts'
import { either, open, type Truth } from './truth.ts'

/** How a policy on a role or a resource names whom it means. */
export type Trusted =
  | { readonly who: 'principal'; readonly arn: string }
  | { readonly who: 'session'; readonly account: string; readonly role: string; readonly session: string }
  | { readonly who: 'account'; readonly account: string; readonly partition: string }
  | { readonly who: 'anyone' }
  | { readonly who: 'service'; readonly service: string }
  | { readonly who: 'federated'; readonly provider: string }
  /** An id such as `AROA…`: AWS writes it once the principal is deleted. */
  | { readonly who: 'deleted' }

export function trustedBy({ kind, value }: StatedPrincipal): Trusted {
  if (kind === 'Service') return { who: 'service', service: value }
  if (kind === 'Federated') return { who: 'federated', provider: value }
  if (value === '*') return { who: 'anyone' }
  if (/^\d{12}$/.test(value)) return { who: 'account', account: value, partition: 'aws' }
  const arn = parseArn(value)
  if (arn === undefined) return { who: 'deleted' }
  const { account, partition, resource } = arn
  if (resource === 'root') return { who: 'account', account, partition }
  const [, role, session] = /^assumed-role\/([^/]+)\/(.+)$/.exec(resource) ?? []
  if (role !== undefined && session !== undefined) return { who: 'session', account, role, session }
  return { who: 'principal', arn: value }
}

/** Whether a statement means the principal by name or as anyone, and whether it means all of the principal's account. */
export interface Named {
  readonly itself: Truth
  readonly account: boolean
}

export function namedBy({ principals, notPrincipals }: Statement, { arn, account, kind, name }: Principal): Named {
  const all = principals.map(trustedBy)
  const itself = either(
    all.map((it) => {
      if (it.who === 'principal') return it.arn === arn
      if (it.who === 'anyone') return true
      if (it.who !== 'session' || kind !== 'role' || it.account !== account || it.role !== name) return false
      return notPrincipals || open(`whether the session of ${name} is called ${it.session}`)
    }),
  )
  // A complement that lists an account spares only what signs in as the account itself.
  if (notPrincipals) return { itself: itself === false, account: false }
  return { itself, account: all.some((it) => it.who === 'account' && it.account === account) }
}

/** Whom a deny means: naming the account means everyone in it. */
export const deniesTo = (statement: Statement, principal: Principal): Truth => {
  const { itself, account } = namedBy(statement, principal)
  return account || itself
}
