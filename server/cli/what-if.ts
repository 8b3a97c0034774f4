import { rankAll } from '../answers/ranking.ts'
import { cutOf, refuseGates } from '../answers/what-if.ts'
import type { WhatIf } from '../api/contract.ts'
import { AppError } from '../errors.ts'
import type { Command } from './command.ts'
import { nodesNamed, questionOf, questionOptions, questionUsage } from './question.ts'
import { nodeLine, plural, score, tellDemo, tellLimits, tellPath } from './telling.ts'
import type { Terminal } from './terminal.ts'

const SHOWN = 10

export const whatIfCommand: Command = {
  name: 'what-if',
  summary: 'Shows a blast radius before and after some cuts; nothing is stored.',
  usage: `<id…> --cut <edge|node>… [--everyone] ${questionUsage}`,
  options: { ...questionOptions, cut: { type: 'string', multiple: true }, everyone: { type: 'boolean' } },
  takes: [1, 100],
  examples: ['what-if deploy-bot --cut prod-deployer', 'what-if deploy-bot --cut e0123456789abcdef0123'],
  async run(given, { graph, ask, terminal, json, now, signal }) {
    const cuts = given.texts('cut')
    if (cuts.length === 0) throw new AppError('bad_argument', 'what-if: nothing is cut; name edges or nodes with --cut')
    const pinned = await graph()
    const starts = nodesNamed(pinned.graph, given.words)
    const mask = cutOf(pinned.graph, cuts)
    const asOf = questionOf(given).asOf ?? now()
    const onProgress = (done: number, of: number) => terminal.progress(`ranking: ${done} of ${of}`)
    if (given.on('everyone')) refuseGates(questionOf(given))
    const ranked = given.on('everyone') ? await rankAll(pinned.graph, asOf, { signal, onProgress }) : undefined
    const answer = await ask(pinned, 'whatIf', [starts, mask, { ...questionOf(given), asOf, everyone: ranked }])
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(answer)
    const { blast, lost, stillReached, everyone } = answer
    await terminal.print(
      `${terminal.styled('bold', `Blast ${score(blast.before.score)} → ${score(blast.after.score)}`)} (sum ${blast.before.sum.toFixed(3)} → ${blast.after.sum.toFixed(3)}), ${blast.before.reached} → ${plural(blast.after.reached, 'node')} reached.`,
    )
    if (lost.length > 0) await terminal.print('No longer reached:')
    for (const { node, value } of lost.slice(0, SHOWN)) await terminal.print(`  ${nodeLine(node)}, ${value.toFixed(3)}`)
    if (lost.length > SHOWN) await terminal.print(`  and ${lost.length - SHOWN} more; --json lists them`)
    if (stillReached.length > 0) await terminal.print('Still reached another way:')
    for (const { node, name, kind, type, value, path } of stillReached) {
      await terminal.print(`  ${nodeLine({ id: node, name, kind, type })}, ${value.toFixed(3)}`)
      await tellPath(terminal, path)
    }
    if (everyone) await tellEveryone(terminal, everyone)
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}

async function tellEveryone(terminal: Terminal, { falls, ranked, sum, most }: NonNullable<WhatIf['everyone']>) {
  const sums = `${sum.before.toFixed(3)} to ${sum.after.toFixed(3)}`
  await terminal.print(
    `Of ${plural(ranked, 'identity', 'identities')}, ${falls} score less; the sum over all goes from ${sums}.`,
  )
  for (const { before, after, ...node } of most)
    await terminal.print(`  ${nodeLine(node)}, blast ${score(before.score)} → ${score(after.score)}`)
}
