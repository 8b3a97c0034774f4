import { accountOf } from '../../model/arn.ts'
import { type Answer, all, best, lazily, no } from './answer.ts'
import { type Asking, askOnce, instanceOf, NAME, REGION, WILD } from './ask-once.ts'
import type { Need } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { limitsOf } from './guards.ts'
import { matcher } from './match.ts'
import type { Principal } from './model.ts'
import type { Policy } from './policy.ts'
import { strongPolicies } from './strong-policies.ts'

export function ask(asked: Asked, need: Asking, resource: string, target?: Principal, anyRegion = false): Answer {
  if (need.attaches !== true) return askOnce(asked, need, resource, target, anyRegion)
  // Attaching is limited where a policy names what may be attached; an attacker attaches whichever gives everything.
  return best(
    lazily(strongPolicies(asked, need.action), ({ arn, had }) => {
      const context = { ...need.context, 'iam:PolicyARN': arn }
      const answer = askOnce(asked, { ...need, context }, resource, target, anyRegion)
      return answer.truth === false ? no : all([answer, had()])
    }),
  )
}

/** `lambda:function:*` in an account, as the ARN of one new thing. */
export const newArn = ({ partition, account }: Principal, end: string, anywhere = REGION): string => {
  const [service, ...rest] = end.split(':')
  const region = service === 'iam' ? '' : anywhere
  const owner = OF_NOBODY.test(end) ? '' : account
  return `arn:${partition}:${service}:${region}:${owner}:${rest.join(':').replaceAll('*', NAME)}`
}

/** Their ARNs name no account. */
const OF_NOBODY = /^(ec2:(image|snapshot)\/|ssm:document\/AWS-)/

/** May it do all of these to one and the same new thing, under whatever name its policies allow? */
export function askNew(asked: Asked, needs: readonly Need[], end: string): Answer {
  const { principal, identity = principal.identity, region } = asked
  const makes = needs.some(({ action }) => /:create/i.test(action))
  const fits = matcher(`arn:*:${end.replace(':', ':*:*:')}`)
  const layers = [...identity, ...limitsOf(principal), ...principal.around.serviceControl(principal.account).flat()]
  const patterns = needs.flatMap(({ action }) =>
    layers.flatMap(({ policy }) => namesIn(policy.about(action.toLowerCase()))),
  )
  const distinct = [...new Set(patterns)].filter((it) => fits(instanceOf(it, principal, region) ?? ''))
  const named = [...distinct, ...(needs.length > 1 ? overlapsOf(distinct) : [])].flatMap((pattern) => {
    const arn = instanceOf(pattern, principal, region)
    const isOwn = arn !== undefined && (accountOf(arn) ?? principal.account) === principal.account
    return isOwn && fits(arn) && !(makes && principal.around.exists(arn))
      ? [{ arn, anyRegion: WILD.test(pattern.split(':')[3]!) }]
      : []
  })
  // Where no policy names a region, whoever makes the thing chooses one.
  const candidates = [{ arn: newArn(principal, end, region), anyRegion: true }, ...named]
  return best(
    lazily(candidates, ({ arn, anyRegion }) => all(needs.map((need) => ask(asked, need, arn, undefined, anyRegion)))),
  )
}

/** What allows name, and what denies of all the rest leave out. */
const namesIn = ({ allows, denies }: ReturnType<Policy['about']>): readonly string[] =>
  [...allows, ...denies.filter(({ notResources }) => notResources)].flatMap(({ resources }) =>
    resources.map(({ text }) => text),
  )

/** `etl-*` and `*-job` have `etl-*-job` in common: the last star of one stands for the other's name. */
const overlapsOf = (patterns: readonly string[]): readonly string[] => {
  const open = patterns.filter((it) => LAST_STAR.test(it))
  return open.flatMap((a) => open.flatMap((b) => (a === b ? [] : [a.replace(LAST_STAR, b.replace(/^.*[:/]/, ''))])))
}
const LAST_STAR = /\*(?=[^*:/]*$)/

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
