import { whoCanReach } from '../analysis/backward.ts'
import { pathOfEach } from '../analysis/paths.ts'
import type { WhoCanReach } from '../api/contract.ts'
import { isPrincipal } from '../graph/node-table.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { hopsNote, toldWithin } from './hops.ts'
import { limitsOf } from './limits.ts'
import { nodeRef } from './node-ref.ts'
import { tellFound } from './paths.ts'

export interface WhoOptions extends AnswerOptions {
  /** How many are listed with a path; the totals are exact all the same. All by default. */
  readonly limit?: number | undefined
}

/** Every node whose compromise reaches the target, nearest first. */
export async function whoReaches(
  context: AnswerContext,
  target: number,
  options: WhoOptions = {},
): Promise<WhoCanReach> {
  const { graph } = context
  const question = asked(context, options)
  const all = whoCanReach(graph, [target], question.walk)
  const wanted = all.slice(0, options.limit ?? all.length)
  const starts = wanted.map(({ node }) => node)
  const found = toldWithin(pathOfEach(graph, starts, [target], question.walk).map((path) => path!))
  const listed = wanted.slice(0, found.length)
  const told = await tellFound(context, found)
  const principals = all.filter(({ node }) => isPrincipal(graph.nodes, node)).length
  let others = 0
  for (let node = 0; node < graph.nodes.count; node++) if (node !== target && isPrincipal(graph.nodes, node)) others++
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    target: nodeRef(graph.nodes, target),
    total: all.length,
    principals,
    percentOfPrincipals: others === 0 ? 0 : (100 * principals) / others,
    reachedBy: listed.map(({ node, hops }, i) => ({
      ...nodeRef(graph.nodes, node),
      hops,
      capabilities: [told[i]!.capability],
      path: told[i]!.path,
    })),
    limits: limitsOf(context, question, [target], {
      notes: listed.length < wanted.length ? [hopsNote(listed.length)] : [],
    }),
    truncated: listed.length < all.length,
    coverage: coverageOf(graph, [target, ...all.map(({ node }) => node)]),
  }
}
