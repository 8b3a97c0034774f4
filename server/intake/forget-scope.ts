import { type Dropped, dropScopes } from '../derive/drop-scopes.ts'
import { AppError } from '../errors.ts'
import { DERIVED_PREFIX } from '../model/facts.ts'
import type { Store } from '../store/store.ts'

/** Forgets all that was imported into a scope, once that is confirmed; past revisions still show it. */
export async function forgetScope(
  store: Store,
  scope: string,
  { now, confirm = false }: { readonly now: Date; readonly confirm?: boolean | undefined },
): Promise<Dropped> {
  if (scope.startsWith(DERIVED_PREFIX)) {
    const message = `${scope} follows from what was imported: forget the scopes that it rests on.`
    throw new AppError('bad_argument', message)
  }
  const info = (await (await store.snapshot()).scopes()).find((it) => it.scope === scope)
  if (!info) throw new AppError('unknown_scope', `There is no scope ${scope}; \`ambit sources\` lists those there are.`)
  if (!confirm) {
    const { nodes, edges } = info
    const message = `Forgetting ${scope} closes ${nodes} nodes and ${edges} edges, and what was derived from them. Nothing was changed: confirm it (--confirm) if that is meant.`
    throw new AppError('needs_confirmation', message, { details: { scope, nodes, edges } })
  }
  return dropScopes(store, [scope], now.toISOString())
}
