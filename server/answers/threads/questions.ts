import { chokePoints } from '../choke-points.ts'
import { containment } from '../containment.ts'
import type { AnswerContext } from '../context.ts'
import { estateChokePoints } from '../estate-choke-points.ts'
import { paths } from '../paths.ts'
import { whatIf } from '../what-if.ts'
import { whoReaches } from '../who-can-reach.ts'

/** What searches more than once, and so may take long on a large estate. */
export const questions = { chokePoints, containment, estateChokePoints, paths, whatIf, whoReaches }

type Questions = typeof questions
export type QuestionName = keyof Questions
/** What is asked beside the context. */
export type Asked<N extends QuestionName> = Questions[N] extends (context: AnswerContext, ...asked: infer A) => unknown
  ? A
  : never
export type Answer<N extends QuestionName> = Awaited<ReturnType<Questions[N]>>

export function answered<N extends QuestionName>(context: AnswerContext, name: N, asked: Asked<N>): Promise<Answer<N>> {
  const ask = questions[name] as unknown as (context: AnswerContext, ...asked: Asked<N>) => Promise<Answer<N>>
  return ask(context, ...asked)
}
