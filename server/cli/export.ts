import { AppError } from '../errors.ts'
import { exportFormats } from '../export/index.ts'
import type { Command } from './command.ts'
import { tellDemo } from './telling.ts'

const formats = [...exportFormats.values()]

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes everything that holds to standard output, as facts to restore or as a BloodHound OpenGraph.',
  usage: `${[...exportFormats.keys()].join('|')} [--revision <n>]`,
  options: { revision: { type: 'string' } },
  takes: [1, 1],
  examples: ['export facts > backup.json', 'export opengraph --revision 3 > bloodhound.json'],
  async run(given, { terminal, store, signal }) {
    const [name = ''] = given.words
    const format = exportFormats.get(name)
    if (!format) {
      const known = formats.map(({ format }) => format).join(', ')
      throw new AppError('bad_argument', `export: there is no format “${name}”; the formats are ${known}`)
    }
    const snapshot = await (await store()).snapshot(given.number('revision', 0, Number.MAX_SAFE_INTEGER))
    tellDemo(terminal, await snapshot.scopes())
    for await (const text of format.write(snapshot)) {
      signal.throwIfAborted()
      await terminal.write(text)
    }
  },
}
