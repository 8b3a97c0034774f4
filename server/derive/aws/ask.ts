import { accountOf } from '../../model/arn.ts'
import { type Answer, all, answerOf, best, given, lazily, no } from './answer.ts'
import { type KeyState, one } from './context.ts'
import type { Need } from './escalation.ts'
import { type Asked, decide } from './evaluate.ts'
import { matcher } from './match.ts'
import type { Principal } from './model.ts'

const REGION = 'us-east-1'
const WILD = /[*?]/
/** What an attacker would call a new thing where the policy leaves the name open. */
const NAME = 'ambit'

type Asking = Pick<Need, 'action' | 'context' | 'attaches'>

export function ask(asked: Asked, need: Asking, resource: string, target?: Principal, anyRegion = false): Answer {
  if (need.attaches !== true) return askOnce(asked, need, resource, target, anyRegion)
  const { account, partition, around } = asked.principal
  const byAws = AWS_STRONGEST.map((name) => ({ arn: `arn:${partition}:iam::aws:policy/${name}`, rests: [] }))
  const own = around.strongest(account).map((node) => ({ arn: node.id, rests: [node] }))
  return best(
    lazily([...byAws, ...own], ({ arn, rests }) => {
      const answer = askOnce(
        asked,
        { ...need, context: { ...need.context, 'iam:PolicyARN': arn } },
        resource,
        target,
        anyRegion,
      )
      return answer.truth === false ? no : all([answer, given(true, ...rests)])
    }),
  )
}

/** Attaching is limited where a policy names what may be attached; an attacker would attach one of these, or such a one of the account. */
const AWS_STRONGEST = ['AdministratorAccess', 'IAMFullAccess']

function askOnce(
  asked: Asked,
  need: Asking,
  resource: string,
  target: Principal | undefined,
  anyRegion: boolean,
): Answer {
  const context = new Map<string, KeyState>(
    Object.entries(need.context ?? {}).map(([key, value]) => [key.toLowerCase(), one(value)]),
  )
  // On a user or role this key holds the target's own boundary; a new one would be made without.
  const boundary = target?.boundary?.policy.node.id
  context.set('iam:permissionsboundary', boundary === undefined ? 'absent' : one(boundary))
  // Only attaching and detaching send one.
  if (need.attaches !== true) context.set('iam:policyarn', 'absent')
  if (anyRegion) context.set('aws:requestedregion', 'chosen')
  return answerOf(decide(asked, { action: need.action, resource, context }), need.action, resource)
}

/** `lambda:function:*` in an account, as the ARN of one new thing. */
export const newArn = ({ partition, account }: Principal, end: string): string => {
  const [service, ...rest] = end.split(':')
  const region = service === 'iam' ? '' : REGION
  return `arn:${partition}:${service}:${region}:${account}:${rest.join(':').replaceAll('*', NAME)}`
}

/** May it do all of these to one and the same new thing, under whatever name its policies allow? */
export function askNew(asked: Asked, needs: readonly Need[], end: string): Answer {
  const { principal, identity = principal.identity } = asked
  const fits = matcher(`arn:*:${end.replace(':', ':*:*:')}`)
  const patterns = needs.flatMap(({ action }) =>
    identity.flatMap(({ policy }) =>
      policy.about(action.toLowerCase()).allows.flatMap(({ resources }) => resources.map(({ text }) => text)),
    ),
  )
  const named = [...new Set(patterns)].flatMap((pattern) => {
    const arn = instanceOf(pattern, principal)
    const isOwn = arn !== undefined && (accountOf(arn) ?? principal.account) === principal.account
    return isOwn && fits(arn) ? [{ arn, anyRegion: WILD.test(pattern.split(':')[3]!) }] : []
  })
  // Where no policy names a region, whoever makes the thing chooses one.
  const candidates = [{ arn: newArn(principal, end), anyRegion: true }, ...named]
  return best(
    lazily(candidates, ({ arn, anyRegion }) => all(needs.map((need) => ask(asked, need, arn, undefined, anyRegion)))),
  )
}

/** One ARN that the pattern matches, in the principal's own account where the pattern leaves it open. */
export function instanceOf(pattern: string, { partition, account }: Principal): string | undefined {
  if (!pattern.startsWith('arn:') || pattern.includes('${')) return undefined
  const [, , service = '', region = '', owner = '', ...rest] = pattern.split(':')
  if (rest.length === 0) return undefined
  const plain = (text: string) => text.replaceAll('*', NAME).replaceAll('?', 'a')
  const where = WILD.test(region) ? REGION : region
  const whose = WILD.test(owner) && matcher(owner)(account) ? account : plain(owner)
  return `arn:${partition}:${service}:${where}:${whose}:${plain(rest.join(':'))}`
}

/** Cheap first question: does any policy of it allow each of these actions on anything at all? */
export const mightDo = ({ principal, identity = principal.identity }: Asked, actions: readonly string[]): boolean =>
  actions.every((action) => identity.some(({ policy }) => policy.about(action.toLowerCase()).allows.length > 0))

/** All needs on new things, those of one kind of thing asked together. */
export function askAllNew(asked: Asked, needs: readonly Need[]): Answer {
  const byEnd = Map.groupBy(needs, ({ on }) => on.slice('new '.length))
  const answers: Answer[] = []
  for (const [end, group] of byEnd) {
    const answer = askNew(asked, group, end)
    if (answer.truth === false) return no
    answers.push(answer)
  }
  return all(answers)
}

export const isNew = ({ on }: Need): boolean => on.startsWith('new ')
