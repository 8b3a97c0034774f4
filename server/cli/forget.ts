import type { Command } from './command.ts'
import { changeLine } from './receipt.ts'

export const forget: Command = {
  name: 'forget',
  summary: 'Takes out all that was imported into a scope, with what was derived from it; past revisions still show it.',
  usage: '<scope> [--confirm]',
  options: { confirm: { type: 'boolean' } },
  takes: [1, 1],
  examples: ['forget inventory:identities.csv', 'forget inventory:identities.csv --confirm'],
  async run(given, { terminal, json, store, now }) {
    const { forgetScope } = await import('../intake/forget-scope.ts') // the derivations are not loaded for a question
    const done = await forgetScope(await store(), given.words[0]!, { now: now(), confirm: given.on('confirm') })
    if (json) return terminal.printJson(done)
    for (const change of done.changes) await terminal.print(changeLine(change))
    await terminal.print(`This is revision ${done.revision}.`)
  },
}
