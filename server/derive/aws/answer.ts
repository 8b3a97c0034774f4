import { allowed, conditionalOn, type EdgeClaim } from '../../model/facts.ts'
import type { Basis, DeriveEmit, GivenEdge, GivenNode } from '../derivation.ts'
import type { Decision, Grant } from './policy.ts'
import type { Statement } from './statement.ts'
import { both, during, either, isOpen, isTimed, open, type Part, type Truth, timesOf } from './truth.ts'

/** Several decisions as one: all must hold, and what each rests on is kept. */
export interface Answer {
  readonly truth: Truth
  readonly by: readonly (Grant & Required<Pick<Grant, 'action' | 'resource'>>)[]
  readonly restsOn: readonly (GivenNode | GivenEdge)[]
}

export const yes: Answer = { truth: true, by: [], restsOn: [] }
export const no: Answer = { truth: false, by: [], restsOn: [] }
export const given = (truth: Truth, ...restsOn: readonly (GivenNode | GivenEdge)[]): Answer => ({
  truth,
  by: [],
  restsOn,
})

export const answerOf = (decision: Decision, action: string, resource: string): Answer =>
  decision.truth === false
    ? no
    : { truth: decision.truth, by: decision.by.map((by) => ({ action, resource, ...by })), restsOn: [] }

export const all = (answers: readonly Answer[]): Answer => ({
  truth: both(answers.map(({ truth }) => truth)),
  by: answers.flatMap(({ by }) => by),
  restsOn: answers.flatMap(({ restsOn }) => restsOn),
})

/** The first that holds for sure, else the first that might, with those that do at times. One yes is enough. */
export function best(answers: Iterable<Answer>): Answer {
  let first: Answer = no
  const timed: Answer[] = []
  for (const answer of answers) {
    if (answer.truth === true) return answer
    if (isTimed(answer.truth)) timed.push(answer)
    else if (first.truth === false) first = answer
  }
  if (timed.length === 0) return first
  const maybe = first.truth === false ? timed : [...timed, first]
  return maybe.length === 1 ? maybe[0]! : { ...all(maybe), truth: either(maybe.map(({ truth }) => truth)) }
}

/** Asked only as far as `best` has to go. */
export function* lazily<T>(items: Iterable<T>, ask: (item: T) => Answer): Generator<Answer> {
  for (const item of items) yield ask(item)
}

type Unsettled = Omit<EdgeClaim, 'verdict' | 'missing' | 'startsAt' | 'expiresAt'>

/** Says an edge as firmly as it holds, once for each span of time in which it does. */
export function emitHeld(emit: DeriveEmit, basis: Basis, truth: Truth, claim: Unsettled): void {
  for (const [i, span] of timesOf(truth).entries()) {
    const { from, to, truth: then } = span
    const starts = Number.isFinite(from) ? { startsAt: timeOf(from) } : {}
    const ends = Number.isFinite(to) ? { expiresAt: timeOf(to) } : {}
    // Another span is another edge.
    const key = i === 0 ? claim.key : `${claim.key ?? ''} from ${timeOf(from)}`
    const verdict = isOpen(then) ? conditionalOn([...new Set(then.open)].join(' and ')) : allowed
    const throughout = basis.filter((fact) => !('verdict' in fact) || covers(fact, span))
    emit.edge(throughout, { ...claim, key, ...starts, ...ends, ...verdict } as EdgeClaim)
  }
}

const timeOf = (time: number): string => new Date(time).toISOString()
const startOf = ({ startsAt }: EdgeClaim) => (startsAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(startsAt))
const endOf = ({ expiresAt }: EdgeClaim) => (expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt))
const covers = (edge: EdgeClaim, { from, to }: Part): boolean => startOf(edge) <= from && endOf(edge) >= to

/** When an edge said before holds, and how firmly. */
export const truthOf = (edge: EdgeClaim): Truth =>
  both([edge.verdict === 'conditional' ? open(edge.missing) : true, during(startOf(edge), endOf(edge))])

/** The facts an edge names as its reasons: who holds it, the policies and how they are attached. */
export function basisOf(holder: GivenNode, { by, restsOn }: Answer): Basis {
  const policies = by.flatMap(({ attached }) => [attached.policy.node, ...attached.via])
  return [...new Set([holder, ...policies, ...restsOn])]
}

/** Which permission of which policy it is, in a reader's words. */
export function becauseOf({ by }: Answer): string {
  const bySource = Map.groupBy(by, ({ attached, statement, resource }) => {
    const { name } = attached.policy.node
    return `on ${namedBy(statement, resource)} by policy ${name} (statement ${statement.label})`
  })
  const parts = [...bySource].map(
    ([source, grants]) => `${[...new Set(grants.map(({ action }) => action))].join(', ')} ${source}`,
  )
  return parts.join('; ')
}

/** The statement's own words for the resource: what was asked about may be a thing yet to be made. */
function namedBy({ resources, notResources }: Statement, resource: string): string {
  if (notResources) return `all but ${resources.map(({ text }) => text).join(', ')}`
  return resources.find(({ matches }) => matches?.(resource))?.text ?? resource
}
