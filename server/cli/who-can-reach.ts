import type { Command } from './command.ts'
import { nodesNamed, questionOf, questionOptions, questionUsage } from './question.ts'
import { nodeLine, plural, tellDemo, tellLimits, tellPath } from './telling.ts'

export const whoCanReachCommand: Command = {
  name: 'who-can-reach',
  summary: 'Lists everything whose compromise reaches a node, nearest first, each with its path.',
  usage: `<id> [--limit <n>] ${questionUsage}`,
  options: { ...questionOptions, limit: { type: 'string' } },
  takes: [1, 1],
  examples: ['who-can-reach prod-customers'],
  async run(given, { graph, ask, terminal, json }) {
    const pinned = await graph()
    const [target] = nodesNamed(pinned.graph, given.words)
    const limit = given.number('limit', 0, 1_000_000) ?? (json ? undefined : 20)
    const answer = await ask(pinned, 'whoReaches', [target!, { ...questionOf(given), limit }])
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(answer)
    const share = `${plural(answer.principals, 'principal')}, ${answer.percentOfPrincipals.toFixed(1)} % of all`
    await terminal.print(terminal.styled('bold', nodeLine(answer.target)))
    await terminal.print(`${plural(answer.total, 'node')} can reach it, among them ${share}.`)
    for (const { hops, capabilities, path, ...node } of answer.reachedBy) {
      await terminal.print(`${plural(hops, 'hop')}: ${nodeLine(node)}, to ${capabilities.join(' and ')}`)
      await tellPath(terminal, path)
    }
    const more = answer.total - answer.reachedBy.length
    if (more > 0) await terminal.print(`and ${more} more; --limit ${answer.total} lists them`)
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}
