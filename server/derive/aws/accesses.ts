import { type Capability, capabilities } from '../../model/capabilities.ts'
import { globalId, type NodeId } from '../../model/node-id.ts'
import { defineDerivation } from '../derivation.ts'
import { Sayer } from './access-facts.ts'
import { actorsOf } from './actors.ts'
import { type Answer, best, given, lazily } from './answer.ts'
import { ask } from './ask.ts'
import { instanceOf } from './ask-once.ts'
import { beyondAdministration } from './beyond-administration.ts'
import type { Condition } from './condition.ts'
import type { Asked } from './evaluate.ts'
import { limitsOf } from './guards.ts'
import {
  filled,
  isPattern,
  type Known,
  type KnownResources,
  knownKey,
  knownResources,
  wholeOf,
} from './known-resources.ts'
import { modelOf } from './model.ts'
import { modelEdges, modelTypes } from './model-reads.ts'
import { kindsNamed } from './named-kinds.ts'
import type { Deed, ResourceKind } from './resource-kinds.ts'
import { speaks } from './speaking-groups.ts'

export const awsAccesses = defineDerivation({
  id: 'aws-accesses',
  version: 15,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'A policy lets its holder read, change, run or control the buckets, tables, secrets and other resources it names, or all of a kind.',
  reads: {
    nodes: ['service_account', 'human', 'role'],
    also: ['aws_policy', ...modelTypes],
    edges: [...modelEdges, 'RUNS_AS'],
  },
  derive(given, emit) {
    const model = modelOf(given)
    const kinds = kindsNamed(model)
    const known = knownResources(model, kinds)
    const running = new Set<NodeId>(given.edges.flatMap(({ kind, from }) => (kind === 'RUNS_AS' ? [from] : [])))
    const sayer = new Sayer(known, emit)
    for (const principal of actorsOf(model)) {
      if (principal.kind === 'group' && !speaks(model, principal)) continue
      const asked = beyondAdministration(principal)
      for (const kind of kinds) {
        for (const capability of capabilities) {
          const deeds = (kind.deeds[capability] ?? []).filter(([action]) => isAllowedSomewhere(asked, action))
          if (deeds.length > 0) deriveKind({ asked, kind, capability, deeds, known, sayer, running })
        }
      }
    }
    sayer.sayKnown()
  },
})

const isAllowedSomewhere = ({ principal, identity = principal.identity }: Asked, action: string): boolean =>
  identity.some(({ policy }) => policy.about(action.toLowerCase()).allows.length > 0)

interface Work {
  readonly asked: Asked
  readonly kind: ResourceKind
  readonly capability: Capability
  readonly deeds: readonly Deed[]
  readonly known: KnownResources
  readonly sayer: Sayer
  /** What runs as a role: which changes to it are a way to that role, the catalogue says. */
  readonly running: ReadonlySet<NodeId>
}

function deriveKind(work: Work): void {
  const { asked, kind, capability, deeds, known, sayer, running } = work
  const isUnclear = (id: NodeId) => kind.byLevel === true && capability === 'write' && running.has(id)
  const { principal } = asked
  const example = `arn:${principal.partition}:${kind.example.replace('ACCOUNT', principal.account)}`
  const anything = askDeeds(asked, deeds, example)
  const mine = known.get(knownKey(principal.account, kind)) ?? new Map<NodeId, Known>()
  const excepts = anything.truth !== false && (hasExceptions(asked, deeds) || arePolicied(mine, asked))
  if (anything.truth !== false) {
    if (excepts) sayer.sayRest(principal, kind, capability, anything)
    else sayer.sayAll(principal, kind, capability, anything)
    if (anything.truth === true && !excepts) return
  }
  const patterns = patternsOf(asked, kind, deeds)
  const said = new Set<NodeId>()
  if (excepts || patterns.some((pattern) => isPattern(wholeOf(pattern, kind)!))) {
    for (const it of mine.values()) {
      if (isUnclear(it.id)) continue
      if (sayer.sayKnownOne(principal, capability, it, askDeeds(asked, deeds, it.id))) said.add(it.id)
    }
  }
  for (const pattern of patterns) {
    const whole = globalId(wholeOf(pattern, kind)!)
    if (said.has(whole) || isUnclear(whole)) continue
    sayer.sayNamed(principal, kind, capability, whole, mine.get(whole), askPattern(asked, deeds, pattern))
  }
}

const askDeeds = (asked: Asked, deeds: readonly Deed[], whole: string): Answer =>
  best(lazily(deeds, ([action, below = '']) => ask(asked, { action }, whole + below)))

/** On the pattern's own instance: `reports/2024/*` allows an object below it, not the bucket. */
function askPattern(asked: Asked, deeds: readonly Deed[], pattern: string): Answer {
  const instance = instanceOf(pattern, asked.principal)
  return instance === undefined ? given(false) : best(lazily(deeds, ([action]) => ask(asked, { action }, instance)))
}

/** What a resource's own policy says of it may make it an exception. */
const arePolicied = (mine: ReadonlyMap<NodeId, Known>, { principal }: Asked): boolean =>
  mine.values().some(({ id }) => principal.around.onResource(id) !== undefined)

/** Denies that speak of these actions, or allows that leave resources out or look at their tags, may make one of many an exception. */
function hasExceptions({ principal, identity = principal.identity }: Asked, deeds: readonly Deed[]): boolean {
  const { around, account } = principal
  const controls = [...around.serviceControl(account).flat(), ...around.resourceControl(account)]
  const layers = [...identity, ...limitsOf(principal), ...controls]
  return deeds.some(([action]) =>
    layers.some(({ policy }) => {
      const { allows, denies } = policy.about(action.toLowerCase())
      return (
        denies.length > 0 || allows.some(({ notResources, conditions }) => notResources || conditions.some(isOnTag))
      )
    }),
  )
}

const isOnTag = ({ key }: Condition): boolean => /:resourcetag\//i.test(key)

/** The resources of this kind that the allows name, each with its objects as written. */
function patternsOf(
  { principal, identity = principal.identity }: Asked,
  kind: ResourceKind,
  deeds: readonly Deed[],
): readonly string[] {
  const texts = deeds.flatMap(([action]) =>
    identity.flatMap(({ policy }) =>
      policy
        .about(action.toLowerCase())
        .allows.flatMap(({ resources, notResources }) =>
          notResources ? [] : resources.map(({ text }) => filled(text, principal)),
        ),
    ),
  )
  return [...new Set(texts)].filter((text) => wholeOf(text, kind) !== undefined)
}
