import { parseArn } from '../../model/arn.ts'
import { NAME, REGION, WILD } from './ask-once.ts'
import type { Escalation } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { limitsOf } from './guards.ts'
import { matcher } from './match.ts'
import type { Policy } from './policy.ts'
import type { Statement } from './statement.ts'
import type { World } from './world.ts'

const USUAL = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1', 'ap-northeast-1', 'sa-east-1']

/**
 * A step is taken in one region, whatever each of its permissions would take alone. Undefined stands for any: where all
 * that speaks of regions is the same for each permission, what one of them may use the others may, too.
 */
export function regionsFor(world: World, asked: Asked, rule: Escalation): readonly (string | undefined)[] {
  const { principal, identity = principal.identity } = asked
  const all = [...identity, ...limitsOf(principal), ...principal.around.serviceControl(principal.account).flat()]
  const layers = all.filter(({ policy }) => speaksOfRegions(policy))
  if (layers.length === 0) return ANY
  const asking = rule.needs.map(({ action }) =>
    layers
      .flatMap(({ policy }) => {
        const { allows, denies } = policy.about(action.toLowerCase())
        return [...allows, ...denies]
      })
      .filter((it) => regionsIn(it).length > 0),
  )
  const [first, ...others] = asking.filter((it) => it.length > 0)
  if (first === undefined) return ANY
  const stated = [...new Set([first, ...others].flat())]
  const isAlike = others.every((it) => it.length === first.length && it.every((statement) => first.includes(statement)))
  if (isAlike && new Set(stated.flatMap(inResources)).size < 2) return ANY
  const listed = rule.workload === undefined ? [] : world.workloads(principal.account, rule.workload.types)
  const known = [...stated.flatMap(regionsIn), ...listed.flatMap(({ node }) => parseArn(node.id)?.region ?? [])]
  return [...new Set([...known.filter((it) => it !== '').map(oneOf), REGION])]
}

const ANY = [undefined]

/** Most policies do not, and each is looked through once. */
const speaking = new WeakMap<Policy, boolean>()
function speaksOfRegions(policy: Policy): boolean {
  const known = speaking.get(policy) ?? policy.statements?.some((it) => regionsIn(it).length > 0) ?? false
  speaking.set(policy, known)
  return known
}

const regionsIn = (statement: Statement): readonly string[] => [
  ...statement.conditions.flatMap(({ key, values }) => (key.toLowerCase() === 'aws:requestedregion' ? values : [])),
  ...inResources(statement),
]

const inResources = ({ resources }: Statement): readonly string[] =>
  resources.flatMap(({ text }) => {
    const region = text.startsWith('arn:') ? (text.split(':')[3] ?? '') : ''
    return region === '' || region === '*' ? [] : [region]
  })

const oneOf = (pattern: string): string =>
  WILD.test(pattern) ? (USUAL.find(matcher(pattern)) ?? pattern.replaceAll(/[*?]/g, NAME)) : pattern
