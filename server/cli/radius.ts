import { radius } from '../answers/radius.ts'
import type { BlastRadius } from '../api/contract.ts'
import type { Command } from './command.ts'
import { nodesNamed, questionOf, questionOptions, questionUsage } from './question.ts'
import { nodeLine, plural, score, tellDemo, tellLimits, tellPath, tierLine } from './telling.ts'
import { clean, type Terminal } from './terminal.ts'

export const radiusCommand: Command = {
  name: 'radius',
  summary: 'Tells what an identity could reach if it were compromised now, by which paths, and how bad that is.',
  usage: `<id…> [--reach] [--top <n>] ${questionUsage}`,
  options: { ...questionOptions, reach: { type: 'boolean' }, top: { type: 'string' } },
  takes: [1, 100],
  examples: ['radius deploy-bot', 'radius AKIAIOSFODNN7EXAMPLE --json', 'radius ci-runner --reach --gates open'],
  async run(given, { graph, terminal, json }) {
    const pinned = await graph()
    const starts = nodesNamed(pinned.graph, given.words)
    const top = given.number('top', 1, 1_000_000) ?? 5
    const options = { ...questionOf(given), reach: given.on('reach') }
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(await radius(pinned, starts, options))
    await tellRadius(terminal, await radius(pinned, starts, { ...options, contributions: top }))
  },
}

async function tellRadius(terminal: Terminal, answer: BlastRadius): Promise<void> {
  const { starts, owners, blast, limits, coverage, revision, scoreTable } = answer
  for (const start of starts) await terminal.print(terminal.styled('bold', nodeLine(start)))
  const owned =
    owners.length === 0 ? 'nobody is known to own it' : `owned by ${owners.map(({ name }) => clean(name)).join(', ')}`
  await terminal.print(`As of ${limits.asOf}, revision ${revision}, score table ${scoreTable}; ${owned}.`)
  await terminal.print('')
  await tellTotals(terminal, answer)
  await tellWorst(terminal, blast)
  if (answer.reach) await tellReach(terminal, answer.reach)
  await tellLimits(terminal, limits, coverage)
}

async function tellTotals(terminal: Terminal, { blast, totals, reached, exposure }: BlastRadius): Promise<void> {
  const { withInferred, withConditional } = totals
  const wider = `${score(withInferred.score)} with inferred facts, ${score(withConditional.score)} with undecided conditions too`
  await terminal.print(
    `${terminal.styled('bold', `Blast ${score(blast.score)}`)} of 100 (sum ${blast.sum.toFixed(3)}); ${wider}.`,
  )
  const kinds = Object.entries(reached.byKind).map(([kind, count]) => `${count} ${kind}`)
  const valued = Object.entries(reached.byTier).filter(([, count]) => count > 0)
  const tiers = valued.map(([tier, count]) => `${count} of tier ${tier}`)
  const listed =
    [...kinds, ...tiers].length === 0 ? '' : `: ${kinds.join(', ')}; ${tiers.join(', ') || 'none is valued'}`
  await terminal.print(
    `It reaches ${plural(reached.total, 'node')}${listed}; ${reached.percentOfPrincipals.toFixed(1)} % of all principals.`,
  )
  const held = exposure.parts.filter(({ holds }) => holds === true).map(({ says }) => says)
  const unknown = exposure.parts.filter(({ holds }) => holds === null).map(({ part }) => part)
  const parts = [
    held.join('; ') || 'nothing speaks for it',
    unknown.length === 0 ? '' : `unknown: ${unknown.join(', ')}`,
  ]
  await terminal.print(
    `Exposure ${exposure.score.toFixed(2)}: ${clean(parts.filter((part) => part !== '').join('; '))}.`,
  )
}

async function tellWorst(terminal: Terminal, { contributions, rest, sum }: BlastRadius['blast']): Promise<void> {
  await terminal.print('')
  if (contributions.length === 0) return terminal.print('It reaches nothing of worth.')
  await terminal.print(terminal.styled('bold', 'Worst targets'))
  for (const [
    i,
    { node, name, kind, type, tier, tierBecause, capability, ease, value, path },
  ] of contributions.entries()) {
    const part = `${value.toFixed(3)} of ${sum.toFixed(3)}`
    await terminal.print(`${String(i + 1).padStart(3)}. ${nodeLine({ id: node, name, kind, type })}`)
    await terminal.print(`     ${tierLine(tier, tierBecause)}; held to ${capability}, ease ${ease.toFixed(2)}, ${part}`)
    await tellPath(terminal, path)
  }
  if (rest.count === 0) return
  await terminal.print(
    `     and ${plural(rest.count, 'more target')} for ${rest.value.toFixed(3)} together; --top ${rest.count + contributions.length} tells them`,
  )
}

async function tellReach(terminal: Terminal, rows: NonNullable<BlastRadius['reach']>): Promise<void> {
  await terminal.print('')
  await terminal.print(terminal.styled('bold', 'All that is reached, nearest first'))
  for (const { hops, basis, capabilities, ...node } of rows) {
    const firm = basis === 'granted' ? '' : `, only if ${basis} facts hold`
    await terminal.print(`  ${plural(hops, 'hop')}: ${nodeLine(node)}, ${capabilities.join(' and ')}${firm}`)
  }
}
