import { findings } from '../answers/findings.ts'
import { rankAll } from '../answers/ranking.ts'
import type { Command } from './command.ts'
import { questionOf, questionOptions, questionUsage } from './question.ts'
import { nodeLine, plural, tellDemo, tellLimits, tellPath } from './telling.ts'

export const findingsCommand: Command = {
  name: 'findings',
  summary: 'Lists what is wrong, the severest first, with what shows it and what mends it.',
  usage: `[--rule <rule>] [--limit <n>] ${questionUsage}`,
  options: { ...questionOptions, rule: { type: 'string' }, limit: { type: 'string' } },
  takes: [0, 0],
  examples: ['findings', 'findings --rule secret-exposed'],
  async run(given, { graph, terminal, json, now, signal }) {
    const pinned = await graph()
    const limit = given.number('limit', 0, 1_000_000) ?? (json ? undefined : 20)
    const asOf = questionOf(given).asOf ?? now()
    const onProgress = (done: number, of: number) => terminal.progress(`ranking: ${done} of ${of}`)
    const ranked = await rankAll(pinned.graph, asOf, { signal, onProgress })
    const answer = await findings(pinned, {
      ...questionOf(given),
      asOf,
      rule: given.text('rule'),
      limit,
      signal,
      ranked,
    })
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(answer)
    const counts = Object.entries(answer.bySeverity).reverse()
    await terminal.print(
      `${plural(answer.total, 'finding')}: ${counts.map(([severity, n]) => `${n} ${severity}`).join(', ')}`,
    )
    for (const { severity, rule, subject, says, because, fix, witness, evidence } of answer.findings) {
      await terminal.print(`${terminal.styled('bold', severity)} ${rule}: ${nodeLine(subject)}`)
      await terminal.print(`  ${says} ${because}`)
      for (const { file, pointer } of evidence.slice(0, 3)) await terminal.print(`  ${file} ${pointer}`)
      await tellPath(terminal, witness)
      await terminal.print(`  ${fix}`)
    }
    const more = answer.total - answer.findings.length
    if (more > 0) await terminal.print(`and ${more} more; --limit ${answer.total} lists them`)
    for (const { rule, missing } of answer.notAssessed)
      await terminal.print(`not assessed: ${rule}; it needs ${missing}`)
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}
