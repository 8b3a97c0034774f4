import { importers } from '../../importers/index.ts'
import { commands } from '../../server/cli/commands.ts'
import { stories } from '../../server/demo/stories.ts'
import { derivations } from '../../server/derive/index.ts'
import { edgeKinds } from '../../server/edges/index.ts'
import { errorCodes } from '../../server/errors.ts'
import { findings } from '../../server/findings/index.ts'
import { kindMeans, nodeKinds } from '../../server/model/kinds.ts'
import { scoreTable } from '../../server/model/score-table.ts'

/** The tables of the documents, each made from the list it shows. Its name stands in the markers around it. */
export const tables: ReadonlyMap<string, () => string> = new Map([
  [
    'kinds',
    () =>
      table(
        ['kind', 'is'],
        nodeKinds.map((kind) => [kind, kindMeans[kind]]),
      ),
  ],
  [
    'commands',
    () =>
      table(
        ['command', 'does'],
        commands.map(({ name, usage, summary }) => [code(`${name} ${usage.split(' [')[0]}`.trim()), summary]),
      ),
  ],
  [
    'stories',
    () =>
      table(
        ['story', 'what one finds', 'where it starts'],
        stories.map(({ title, says, start }) => [title, says, code(start)]),
      ),
  ],
  ['edges', edges],
  [
    'sources',
    () =>
      table(
        ['source', 'reads'],
        [...importers.values()].map(({ source, reads }) => [code(source), reads]),
      ),
  ],
  [
    'derivations',
    () =>
      table(
        ['rule', 'says'],
        derivations.map(({ id, says }) => [code(id), says]),
      ),
  ],
  [
    'findings',
    () =>
      table(
        ['rule', 'says', 'mended by', 'ids'],
        findings.map(({ id, says, fix, frameworks }) => [code(id), says, fix, frameworks.join(', ')]),
      ),
  ],
  [
    'errors',
    () =>
      table(
        ['code', 'HTTP status'],
        errorCodes.map((it) => [code(it.code), String(it.status)]),
      ),
  ],
  ['score', score],
])

function edges(): string {
  const rows = [...edgeKinds.values()].map(({ kind, crossings, crossingsByKey, means, cutBy }) => {
    const all = [...crossings, ...(crossingsByKey?.values() ?? [])].flat()
    const ways = new Set(all.map(({ needs, gives }) => `${needs} → ${gives}`))
    return [code(kind), [...ways].join(', ') || 'not crossed', means, ways.size > 0 ? cutBy : '–']
  })
  return table(['edge', 'needs → gives', 'means', 'cut by'], rows)
}

function score(): string {
  const { version, tierHarm, capabilityFactor, ease } = scoreTable
  const rows = [
    ...Object.entries(tierHarm).map(([tier, harm]) => [`harm of tier ${tier}`, String(harm)]),
    ...Object.entries(capabilityFactor).map(([capability, factor]) => [`factor of ${capability}`, String(factor)]),
    ...Object.entries(ease).map(([crossing, value]) => [`ease: ${crossing.replaceAll('_', ' ')}`, String(value)]),
    ['× for an inferred edge', String(scoreTable.inferred)],
    ['× for a conditional edge', String(scoreTable.conditional)],
    ['× for each gate', String(scoreTable.gate)],
  ]
  return table([`score table ${code(version)}`, 'value'], rows)
}

const code = (text: string) => `\`${text}\``

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
