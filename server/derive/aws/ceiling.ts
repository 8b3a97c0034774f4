import { administration } from './administration.ts'
import { type Answer, best, lazily } from './answer.ts'
import { freedOf } from './boundaries.ts'
import { everything } from './everything.ts'
import type { Principal } from './model.ts'
import { otherwise } from './otherwise.ts'

/**
 * What it could do once it has given itself everything: its boundary and its denies stay, but for those that it may then
 * put aside.
 */
export function ceiling(principal: Principal): Answer {
  const { truth } = best(lazily(strengthened(principal), (it) => administration({ principal: it })))
  return { truth, by: [], restsOn: principal.boundary?.via ?? [] }
}

function* strengthened(principal: Principal): Generator<Principal> {
  const strong = { ...principal, identity: [{ policy: everything, via: [] }, ...principal.identity] }
  yield strong
  const others = otherwise(strong)
  yield* others
  for (const it of [strong, ...others]) yield* freedOf(it)
}
