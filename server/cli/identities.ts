import { rankAll, ranking } from '../answers/ranking.ts'
import type { Command } from './command.ts'
import { choice, questionOf, questionOptions } from './question.ts'
import { plural, score, tellDemo, tellLimits, tellTable } from './telling.ts'
import { clean } from './terminal.ts'

const filters = ['q', 'type', 'environment', 'provider'] as const

export const identities: Command = {
  name: 'identities',
  summary: 'Ranks every identity by its blast radius, or by the risk of its loss.',
  usage:
    '[--sort blast|risk] [--limit <n>] [--q <text>] [--type <type>] [--provider <name>] [--environment <name>] [--as-of <time>] [--revision <n>]',
  options: {
    revision: questionOptions.revision,
    'as-of': questionOptions['as-of'],
    sort: { type: 'string' },
    limit: { type: 'string' },
    ...Object.fromEntries(filters.map((name) => [name, { type: 'string' as const }])),
  },
  takes: [0, 0],
  examples: ['identities', 'identities --sort risk --type service_account --limit 10'],
  async run(given, { graph, terminal, json, now, signal }) {
    const pinned = await graph()
    const sort = choice(given, 'sort', ['blast', 'risk'])
    const limit = given.number('limit', 1, 1_000_000) ?? (json ? undefined : 25)
    const asOf = questionOf(given).asOf ?? now()
    const onProgress = (done: number, of: number) => terminal.progress(`ranking: ${done} of ${of}`)
    const ranked = await rankAll(pinned.graph, asOf, { signal, onProgress })
    const chosen = Object.fromEntries(filters.map((name) => [name, given.text(name)]))
    const answer = ranking(pinned, ranked, { ...chosen, asOf, sort, limit })
    tellDemo(terminal, pinned.graph.scopes)
    if (json) return terminal.printJson(answer)
    const head = ['', 'blast', 'sum', 'exposure', 'risk', 'reached', 'worst target', 'identity']
    const rows = answer.identities.map((it, i) => [
      String(i + 1),
      score(it.score),
      it.sum.toFixed(3),
      it.exposure.toFixed(2),
      it.risk.toFixed(3),
      String(it.reached),
      it.worst === null ? '-' : `${clean(it.worst.name)} (tier ${it.worst.tier})`,
      `${clean(it.name)} (${clean(it.type)}) ${clean(it.id)}`,
    ])
    await tellTable(terminal, head, rows)
    await terminal.print(
      `${answer.identities.length} of ${plural(answer.total, 'identity', 'identities')}, as of ${answer.limits.asOf}.`,
    )
    await tellLimits(terminal, answer.limits, answer.coverage)
  },
}
