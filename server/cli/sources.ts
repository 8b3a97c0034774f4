import { readFile } from 'node:fs/promises'
import type { Command } from './command.ts'
import { gapLine } from './telling.ts'
import { clean } from './terminal.ts'

const queryFolder = new URL('../../cypher/queries/', import.meta.url)

export const sources: Command = {
  name: 'sources',
  summary: 'Lists the formats that can be imported with the commands that make them, and what has been imported.',
  usage: '',
  takes: [0, 0],
  examples: ['sources', 'sources --json'],
  async run(_given, { terminal, json, store }) {
    const { importers } = await import('../../importers/index.ts')
    const formats = [...importers.values()].map(({ source, reads, get, format }) => ({ source, reads, get, format }))
    const snapshot = await (await store()).snapshot()
    const scopes = (await snapshot.scopes()).filter(({ source }) => source !== 'derived')
    if (json) return terminal.printJson({ revision: snapshot.revision, sources: formats, scopes })
    for (const { source, reads, get, queries = [] } of importers.values()) {
      await terminal.print(`${terminal.styled('bold', source.padEnd(14))} ${reads}`)
      for (const command of get) await terminal.print(`${' '.repeat(15)}$ ${command}`)
      for (const query of queries) {
        const text = await readFile(new URL(`${query}.cypher`, queryFolder), 'utf8')
        await terminal.print(`${' '.repeat(15)}// ${query}`)
        for (const line of text.trimEnd().split('\n')) await terminal.print(`${' '.repeat(15)}${line}`)
      }
    }
    await terminal.print('')
    if (scopes.length === 0) return terminal.print('Nothing has been imported yet.')
    await terminal.print(`Imported, as of revision ${snapshot.revision}:`)
    for (const { scope, nodes, edges, collectedAt, complete, coverage } of scopes) {
      const partial = complete ? '' : ', partial'
      await terminal.print(`  ${clean(scope)}: ${nodes} nodes, ${edges} edges, collected ${collectedAt}${partial}`)
      for (const gap of coverage) await terminal.print(`    not seen: ${gapLine(gap)}`)
    }
  },
}
