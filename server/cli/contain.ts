import { aimOf } from '../answers/containment.ts'
import { MOST_COST } from '../answers/cut-terms.ts'
import type { Containment } from '../api/contract-cuts.ts'
import { AppError } from '../errors.ts'
import type { Command } from './command.ts'
import { choice, nodesNamed, questionOf, questionOptions, questionUsage } from './question.ts'
import { nodeLine, plural, score, tellDemo, tellLimits, tellPath } from './telling.ts'
import { clean, type Terminal } from './terminal.ts'

export const contain: Command = {
  name: 'contain',
  summary:
    'Finds the cheapest cuts that keep the compromised from the protected, or bring the score under a target, and what each breaks.',
  usage: `<id…> [--protect <id>|tier:0]… [--under <score>] [--unit edge|node] [--keep <edge|kind|node>]… [--cost <edge|kind|node>=<n>]… ${questionUsage}`,
  options: {
    ...questionOptions,
    protect: { type: 'string', multiple: true },
    under: { type: 'string' },
    unit: { type: 'string' },
    keep: { type: 'string', multiple: true },
    cost: { type: 'string', multiple: true },
  },
  takes: [1, 100],
  examples: [
    'contain deploy-bot',
    'contain deploy-bot --protect prod-customers --protect tier:0',
    'contain deploy-bot --unit node --keep ci-runner',
    'contain deploy-bot --under 5',
  ],
  async run(given, { graph, ask, terminal, json }) {
    const pinned = await graph()
    const compromised = nodesNamed(pinned.graph, given.words)
    const unit = choice(given, 'unit', ['edge', 'node'])
    const aim = aimOf(pinned.graph, given.texts('protect'), readScore(given.text('under')), unit)
    const answer = await ask(pinned, 'containment', [
      compromised,
      aim,
      {
        ...questionOf(given),
        unit,
        keep: given.texts('keep'),
        costs: given.texts('cost').map(readCost),
      },
    ])
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(answer)
    await tellPlan(terminal, answer)
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}

function readScore(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const score = Number(text)
  if (/^\d+(\.\d+)?$/.test(text) && score > 0 && score <= 100) return score
  throw new AppError('bad_argument', `--under: a score above 0 and up to 100 is due, not “${text}”`)
}

function readCost(text: string): { of: string; cost: number } {
  const [, of, digits] = /^(.+)=(\d{1,9})$/.exec(text) ?? []
  const cost = Number(digits)
  if (of !== undefined && cost >= 1 && cost <= MOST_COST) return { of, cost }
  throw new AppError('bad_argument', `--cost: <edge|kind|node>=<1 to ${MOST_COST}> is due, not “${text}”`)
}

async function tellPlan(terminal: Terminal, answer: Containment): Promise<void> {
  const { says, protect, under, blast, steps, nodeSteps, remaining } = answer
  await terminal.print(terminal.styled('bold', clean(says)))
  const protects = under === null ? `Protected: ${plural(protect.length, 'node')}. ` : ''
  await terminal.print(`${protects}Blast ${score(blast.before.score)} before, ${score(blast.after.score)} after.`)
  for (const { order, from, to, says, cutBy, undoneBy, breaks, after } of steps) {
    await terminal.print('')
    await terminal.print(`${terminal.styled('bold', `${order}.`)} ${clean(says)}`)
    await terminal.print(`   Cut: ${clean(cutBy)} (${clean(from.id)} → ${clean(to.id)})`)
    await terminal.print(`   Breaks: ${clean(breaks.says)}`)
    await terminal.print(`   Undone: ${clean(undoneBy)}`)
    if (after) await terminal.print(`   Blast then: ${score(after.score)}`)
  }
  for (const { order, node, says, breaks, after } of nodeSteps) {
    await terminal.print('')
    await terminal.print(`${terminal.styled('bold', `${order}.`)} ${clean(says)} ${nodeLine(node)}`)
    await terminal.print(`   Breaks: ${clean(breaks.says)}`)
    if (after) await terminal.print(`   Blast then: ${score(after.score)}`)
  }
  if (remaining.length === 0) return
  await terminal.print('')
  await terminal.print(terminal.styled('bold', 'Still reachable, or reachable if conditions hold'))
  for (const { to, path } of remaining) {
    await terminal.print(`  ${clean(to)}`)
    await tellPath(terminal, path)
  }
}
