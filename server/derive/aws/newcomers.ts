import { type Answer, all, best, given, lazily } from './answer.ts'
import { askNew } from './ask.ts'
import { mightDo, WILD } from './ask-once.ts'
import type { Need } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { everything } from './everything.ts'
import { matcher } from './match.ts'
import type { Principal } from './model.ts'
import { askNewVersion } from './new-version.ts'
import { policyOf } from './policy.ts'
import { AWS_STRONGEST, strongPolicies } from './strong-policies.ts'
import { noTags } from './tags.ts'

/** How a new identity comes to be: made, given a policy, and spoken for. */
export interface Route {
  readonly kind: 'User' | 'Role'
  readonly end: string
  readonly needs: readonly Need[]
}

const KEY = 'iam:PermissionsBoundary'
const BOUND = /^iam:(Create|Attach|Put)(User|Role)/

/**
 * A new identity that must be made with a boundary is as good as one without where that can be taken off, replaced or
 * rewritten afterwards, or lets it administer the account all the same.
 */
export function* withBoundary(asked: Asked, { kind, end, needs }: Route, administers: Administers): Generator<Answer> {
  const [make, ...further] = needs
  for (const boundary of boundariesFor(asked, make!.action)) {
    const carrying = (need: Need, what = boundary): Need =>
      BOUND.test(need.action) ? { ...need, context: { ...need.context, [KEY]: what } } : need
    const made = carrying(make!)
    const before = [made, ...further.map((need) => carrying(need))]
    const node = asked.principal.around.managed(asked.principal.account).find(({ id }) => id === boundary)
    const isWide = AWS_STRONGEST.some((name) => boundary.endsWith(`:iam::aws:policy/${name}`))
    if (isWide) yield askNew(asked, before, end)
    if (node !== undefined) {
      const newcomer = bounded(asked.principal, kind, { policy: policyOf(node), via: [] })
      const { truth } = administers({ principal: newcomer })
      if (truth !== false) yield all([askNew(asked, before, end), given(truth, node)])
      if (mightDo(asked, ['iam:CreatePolicyVersion']))
        yield all([askNew(asked, before, end), askNewVersion(asked, node)])
    }
    const off: Need = { action: `iam:Delete${kind}PermissionsBoundary`, on: make!.on, context: { [KEY]: boundary } }
    if (mightDo(asked, [off.action])) {
      for (const rest of [further, before.slice(1)]) yield askNew(asked, [made, off, ...rest], end)
    }
    const put = `iam:Put${kind}PermissionsBoundary`
    if (!mightDo(asked, [put])) continue
    yield best(
      lazily(strongPolicies(asked, put), ({ arn, had }) => {
        const on: Need = { action: put, on: make!.on, context: { [KEY]: arn } }
        const later = further.map((need) => carrying(need, arn))
        const ways = lazily([later, before.slice(1)], (rest) => askNew(asked, [made, on, ...rest], end))
        return all([best(ways), had()])
      }),
    )
  }
}

type Administers = (asked: Asked) => Answer

/** Those that the permission to make it asks for: by name, or by a pattern that policies of the account fit. */
function boundariesFor({ principal, identity = principal.identity }: Asked, action: string): readonly string[] {
  const values = identity.flatMap(({ policy }) =>
    policy
      .about(action.toLowerCase())
      .allows.flatMap(({ conditions }) => conditions)
      .flatMap(({ key, values }) => (key.toLowerCase() === KEY.toLowerCase() ? values : [])),
  )
  const own = principal.around.managed(principal.account).map(({ id }) => id as string)
  return [...new Set(values.flatMap((it) => (WILD.test(it) ? own.filter(matcher(it)) : [it])))]
}

/** It holds everything that its boundary leaves it. */
const bounded = (maker: Principal, kind: Route['kind'], boundary: Principal['boundary']): Principal => ({
  ...maker,
  arn: `arn:${maker.partition}:iam::${maker.account}:${kind.toLowerCase()}/ambit`,
  kind: kind === 'User' ? 'user' : 'role',
  name: 'ambit',
  identity: [{ policy: everything, via: [] }],
  boundary,
  trust: undefined,
  session: [],
  groups: [],
  tags: noTags,
  joins: undefined,
  freedBy: undefined,
})
