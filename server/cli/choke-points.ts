import { chokePoints } from '../answers/choke-points.ts'
import type { Command } from './command.ts'
import { nodesNamed, questionOf, questionOptions, questionUsage } from './question.ts'
import { nodeLine, plural, score, tellDemo, tellLimits } from './telling.ts'
import { clean } from './terminal.ts'

export const chokePointsCommand: Command = {
  name: 'choke-points',
  summary: 'Ranks the nodes and edges that most of a blast radius hangs on, by what falls away without each.',
  usage: `<id…> [--limit <n>] ${questionUsage}`,
  options: { ...questionOptions, limit: { type: 'string' } },
  takes: [1, 100],
  examples: ['choke-points deploy-bot'],
  async run(given, { graph, terminal, json }) {
    const pinned = await graph()
    const starts = nodesNamed(pinned.graph, given.words)
    const answer = await chokePoints(pinned, starts, { ...questionOf(given), limit: given.number('limit', 1, 100) })
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(answer)
    const { blast, nodes, edges } = answer
    await terminal.print(
      `${terminal.styled('bold', `Blast ${score(blast.score)}`)} (sum ${blast.sum.toFixed(3)}), ${plural(blast.reached, 'node')} reached.`,
    )
    await terminal.print('')
    await terminal.print(terminal.styled('bold', nodes.length === 0 ? 'It hangs on no single node.' : 'Nodes'))
    for (const { node, ...carried } of nodes) await terminal.print(`  ${share(carried)} ${nodeLine(node)}`)
    await terminal.print('')
    await terminal.print(terminal.styled('bold', edges.length === 0 ? 'It hangs on no single edge.' : 'Edges'))
    for (const { edge, says, cutBy, ...carried } of edges) {
      await terminal.print(`  ${share(carried)} ${clean(says)} (${edge})`)
      await terminal.print(`          Cut: ${clean(cutBy)}`)
    }
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}

interface Carried {
  readonly percent: number
  readonly cutOff: number
  readonly weakened: number
}

const share = ({ percent, cutOff, weakened }: Carried) =>
  `${percent.toFixed(1).padStart(5)} %, ${plural(cutOff, 'target')} cut off${weakened > 0 ? `, ${weakened} weakened` : ''}:`
