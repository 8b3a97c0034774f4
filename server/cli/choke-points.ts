import type { CoverageNote, Limits, NodeRef } from '../api/contract.ts'
import type { EstateChokePoints, ToldEdge } from '../api/contract-cuts.ts'
import type { Command } from './command.ts'
import { nodesNamed, questionOf, questionOptions, questionUsage } from './question.ts'
import { nodeLine, plural, score, tellDemo, tellLimits } from './telling.ts'
import { clean, type Terminal } from './terminal.ts'

export const chokePointsCommand: Command = {
  name: 'choke-points',
  summary:
    'Ranks the nodes and edges that most of a blast radius hangs on, or that of all identities, by what falls away.',
  usage: `[<id…>] [--limit <n>] ${questionUsage}`,
  options: { ...questionOptions, limit: { type: 'string' } },
  takes: [0, 100],
  examples: ['choke-points deploy-bot', 'choke-points --limit 5'],
  async run(given, { graph, ask, terminal, json }) {
    const pinned = await graph()
    const options = { ...questionOf(given), limit: given.number('limit', 1, 100) }
    tellDemo(terminal, pinned.graph.scopes)
    if (given.words.length === 0) return tellEstate(terminal, json, await ask(pinned, 'estateChokePoints', [options]))
    const answer = await ask(pinned, 'chokePoints', [nodesNamed(pinned.graph, given.words), options])
    if (json) return terminal.printJson(answer)
    const { blast } = answer
    await terminal.print(
      `${terminal.styled('bold', `Blast ${score(blast.score)}`)} (sum ${blast.sum.toFixed(3)}), ${plural(blast.reached, 'node')} reached.`,
    )
    await tellCarriers(terminal, answer, share)
  },
}

async function tellEstate(terminal: Terminal, json: boolean, answer: EstateChokePoints): Promise<void> {
  if (json) return terminal.printJson(answer)
  await terminal.print(
    `${terminal.styled('bold', plural(answer.identities, 'identity', 'identities'))}, all sums together ${answer.sum.toFixed(3)}.`,
  )
  await tellCarriers(
    terminal,
    answer,
    ({ percent, identities }: { readonly percent: number; readonly identities: number }) =>
      `${percent.toFixed(1).padStart(5)} %, from ${plural(identities, 'identity', 'identities')}:`,
  )
}

/** The nodes and edges of either answer, each with what it carries in its own words. */
async function tellCarriers<T>(
  terminal: Terminal,
  answer: {
    readonly nodes: readonly (T & { readonly node: NodeRef })[]
    readonly edges: readonly (T & ToldEdge)[]
    readonly limits: Limits
    readonly coverage: readonly CoverageNote[]
  },
  carried: (point: T) => string,
): Promise<void> {
  const { nodes, edges } = answer
  await terminal.print('')
  await terminal.print(terminal.styled('bold', nodes.length === 0 ? 'It hangs on no single node.' : 'Nodes'))
  for (const point of nodes) await terminal.print(`  ${carried(point)} ${nodeLine(point.node)}`)
  await terminal.print('')
  await terminal.print(terminal.styled('bold', edges.length === 0 ? 'It hangs on no single edge.' : 'Edges'))
  for (const point of edges) {
    await terminal.print(`  ${carried(point)} ${clean(point.says)} (${point.edge})`)
    await terminal.print(`          Cut: ${clean(point.cutBy)}`)
  }
  await tellLimits(terminal, answer.limits, answer.coverage)
}

interface Carried {
  readonly percent: number
  readonly cutOff: number
  readonly weakened: number
}

const share = ({ percent, cutOff, weakened }: Carried) =>
  `${percent.toFixed(1).padStart(5)} %, ${plural(cutOff, 'target')} cut off${weakened > 0 ? `, ${weakened} weakened` : ''}:`
