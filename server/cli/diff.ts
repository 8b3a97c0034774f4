import { diff } from '../answers/diff.ts'
import type { Diff, ReachChanges } from '../api/contract-diff.ts'
import { AppError } from '../errors.ts'
import type { Command } from './command.ts'
import { questionOf, questionOptions } from './question.ts'
import { nodeLine, plural, tellDemo, tellLimits, tellPath } from './telling.ts'
import { clean, type Terminal } from './terminal.ts'

const { revision: _, ...options } = questionOptions

export const diffCommand: Command = {
  name: 'diff',
  summary: 'Compares two revisions: who reaches what anew and no more, by which path, over which edges.',
  usage:
    '<revision> <revision> [--start <id>]… [--target <id>|tier:0]… [--limit <n>] [--as-of <time>] [--gates count|open|hold]',
  options: {
    ...options,
    start: { type: 'string', multiple: true },
    target: { type: 'string', multiple: true },
    limit: { type: 'string' },
  },
  takes: [2, 2],
  examples: ['diff 3 4', 'diff 3 4 --start deploy-bot --target prod-customers'],
  async run(given, { graph, signal, terminal, json }) {
    const [from, to] = given.words.map(revisionOf)
    const [before, after] = [await graph(from), await graph(to)]
    const all = (texts: readonly string[]) => (texts.length === 0 ? undefined : texts)
    const answer = await diff(before, after, {
      ...questionOf(given),
      starts: all(given.texts('start')),
      targets: all(given.texts('target')),
      limit: given.number('limit', 1, 1_000),
      signal,
    })
    tellDemo(terminal, after.graph.scopes)
    if (json) return terminal.printJson(answer)
    await tellDiff(terminal, answer)
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}

function revisionOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new AppError('bad_argument', `diff: the number of a revision is due, not “${text}”`)
}

async function tellDiff(terminal: Terminal, { from, to, targets, nodes, edges, gained, lost }: Diff): Promise<void> {
  const changes = ({ added, removed, changed }: Diff['nodes']) =>
    `${added} added, ${removed} removed, ${changed} changed`
  await terminal.print(terminal.styled('bold', `From revision ${from} to ${to}`))
  await terminal.print(`Nodes: ${changes(nodes)}. Edges: ${changes(edges)}.`)
  await terminal.print(`Reach of ${clean(targets.join(', '))} is compared.`)
  await tellChanges(terminal, 'Reached anew', gained)
  await tellChanges(terminal, 'Reached no more', lost)
}

async function tellChanges(terminal: Terminal, title: string, found: ReachChanges): Promise<void> {
  const { total, starts, targets, changes, because } = found
  await terminal.print('')
  const head = total === 0 ? 'nothing' : `${plural(targets, 'target')} by ${plural(starts, 'start')}`
  await terminal.print(terminal.styled('bold', `${title}: ${head}`))
  for (const { from, to, capabilities, path } of changes) {
    await terminal.print(`  ${nodeLine(from)} → ${nodeLine(to)}: ${capabilities.join(', ')}`)
    await tellPath(terminal, path.path)
  }
  if (because.length > 0) await terminal.print('  Because of')
  for (const { edge, says, changes } of because)
    await terminal.print(`    ${clean(says)} (${edge}), in ${plural(changes, 'path')}`)
}
