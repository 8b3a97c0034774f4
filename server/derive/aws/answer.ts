import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import type { Basis, GivenEdge, GivenNode } from '../derivation.ts'
import type { Decision, Grant } from './evaluate.ts'
import type { Statement } from './statement.ts'
import { both, isOpen, open, type Truth } from './truth.ts'

/** Several decisions as one: all must hold, and what each rests on is kept. */
export interface Answer {
  readonly truth: Truth
  readonly by: readonly (Grant & { readonly action: string; readonly resource: string })[]
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
  decision.verdict === 'denied'
    ? no
    : {
        truth: decision.verdict === 'allowed' ? true : open(decision.missing),
        by: [{ ...decision.by, action, resource }],
        restsOn: [],
      }

export const all = (answers: readonly Answer[]): Answer => ({
  truth: both(answers.map(({ truth }) => truth)),
  by: answers.flatMap(({ by }) => by),
  restsOn: answers.flatMap(({ restsOn }) => restsOn),
})

/** The first that holds for sure, else the first that might. Asked lazily: one yes is enough. */
export function best(answers: Iterable<Answer>): Answer {
  let open: Answer = no
  for (const answer of answers) {
    if (answer.truth === true) return answer
    if (open.truth === false) open = answer
  }
  return open
}

/** Asked only as far as `best` has to go. */
export function* lazily<T>(items: Iterable<T>, ask: (item: T) => Answer): Generator<Answer> {
  for (const item of items) yield ask(item)
}

export const verdictOf = ({ truth }: Answer): Verdict =>
  isOpen(truth) ? conditionalOn([...new Set(truth.open)].join(' and ')) : allowed

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
