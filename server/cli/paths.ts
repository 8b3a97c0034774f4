import type { Paths } from '../api/contract.ts'
import type { Command } from './command.ts'
import { choice, nodesNamed, questionOf, questionOptions, questionUsage } from './question.ts'
import { plural, tellDemo, tellLimits, tellPath } from './telling.ts'
import { clean, type Terminal } from './terminal.ts'

export const pathsCommand: Command = {
  name: 'paths',
  summary: 'Shows the best paths from one node to another, every hop a sentence with its evidence.',
  usage: `<from> <to> [--k <n>] [--by ease|hops] [--max-hops <n>] [--also-from <id>]… [--also-to <id>]… ${questionUsage}`,
  options: {
    ...questionOptions,
    k: { type: 'string' },
    by: { type: 'string' },
    'max-hops': { type: 'string' },
    'also-from': { type: 'string', multiple: true },
    'also-to': { type: 'string', multiple: true },
  },
  takes: [2, 2],
  examples: ['paths deploy-bot prod-customers', 'paths deploy-bot prod-customers --k 3 --by hops'],
  async run(given, { graph, ask, terminal, json }) {
    const pinned = await graph()
    const [from = '', to = ''] = given.words
    const answer = await ask(pinned, 'paths', [
      nodesNamed(pinned.graph, [from, ...given.texts('also-from')]),
      nodesNamed(pinned.graph, [to, ...given.texts('also-to')]),
      {
        ...questionOf(given),
        k: given.number('k', 1, 1_000) ?? 1,
        by: choice(given, 'by', ['ease', 'hops']),
        maxHops: given.number('max-hops', 1, 1_000_000),
      },
    ])
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(answer)
    await tellPaths(terminal, answer)
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}

async function tellPaths(terminal: Terminal, { paths, none, truncated }: Paths): Promise<void> {
  for (const [i, { ease, hops, basis, path }] of paths.entries()) {
    const firm = basis === 'granted' ? '' : `, only if ${basis} facts hold`
    await terminal.print(terminal.styled('bold', `${i + 1}. ${plural(hops, 'hop')}, ease ${ease.toFixed(2)}${firm}`))
    await tellPath(terminal, path, '   ')
  }
  if (truncated) await terminal.print('There are longer paths, beyond the hops that were asked for.')
  if (none === null) return
  await terminal.print(clean(none.says))
  if (none.conditionalPath) await tellPath(terminal, none.conditionalPath.path, '   ')
}
