import type { Receipt } from '../intake/receipt.ts'
import { DEMO_PREFIX, DERIVED_PREFIX } from '../model/facts.ts'
import type { ScopeChange } from '../store/store.ts'
import { gapLine, plural } from './telling.ts'
import { clean, type Terminal } from './terminal.ts'

const SHOWN = 10

/** What an import took in and what it did not, so that the counts can be checked by eye. */
export async function printReceipt(receipt: Receipt, terminal: Terminal): Promise<void> {
  const { records, facts, files, revision, changed, dryRun } = receipt
  for (const file of files) {
    await terminal.print(
      `${clean(file.name)}: read as ${file.source || 'nothing known'}, ${plural(file.records.read, 'record')}`,
    )
  }
  await terminal.print(
    `${plural(records.read, 'record')} read = ${records.stored} stored + ${records.merged} merged + ${records.rejected} rejected`,
  )
  await terminal.print(
    `${plural(facts.nodes, 'node')} and ${plural(facts.edges, 'edge')} stated; ${plural(facts.derived, 'fact')} derived from all that is in the store`,
  )
  for (const change of receipt.scopes) await terminal.print(changeLine(change))
  await printList(
    terminal,
    'rejected',
    total(receipt.rejectionsByCode),
    receipt.rejections.map(({ file, pointer, message }) => `${placed(file, pointer)}${message}`),
  )
  await printList(
    terminal,
    'not understood',
    receipt.skippedTotal,
    receipt.skipped.map(({ file, pointer, reason }) => `${placed(file, pointer)}${reason}`),
  )
  await printList(terminal, 'not seen', receipt.coverage.length, receipt.coverage.map(gapLine))
  if (receipt.scopes.some(({ scope }) => scope.startsWith(DEMO_PREFIX)))
    await terminal.print('The demo estate makes room for it.')
  const closes = receipt.scopes.some(({ removed }) => removed.nodes + removed.edges > 0)
  if (records.read === 0 && !closes) await terminal.print(nothingRead(receipt))
  else await terminal.print(outcome(dryRun, changed, revision))
}

export function changeLine({ scope, added, removed }: ScopeChange): string {
  const gone = removed.nodes + removed.edges
  return `  ${clean(scope)}: +${added.nodes + added.edges} facts${gone > 0 ? `, −${gone}` : ''}`
}

/** An empty report closes what was known of the scope it speaks for, and of no other. */
function nothingRead({ scopes }: Receipt): string {
  const [spoken] = scopes.flatMap(({ scope }) => (scope.startsWith(DERIVED_PREFIX) ? [] : scope))
  const still = 'what was imported before still holds, even if it is gone.'
  return spoken === undefined
    ? `No record stood in it, so nothing changed: ${still}`
    : `No record stood in it. It speaks for ${clean(spoken)}, of which nothing was known (--scope names another): ${still}`
}

/** What only the whole of an import can tell has no place in a file. */
const placed = (file: string, pointer: string) => {
  const place = [file, pointer].filter((part) => part !== '').join(' ')
  return place === '' ? '' : `${place}: `
}

function outcome(dryRun: boolean, changed: boolean, revision: number): string {
  if (dryRun)
    return changed ? 'Dry run: this would make a new revision; nothing was stored.' : 'Dry run: nothing would change.'
  return changed ? `This is revision ${revision}.` : `Nothing changed: revision ${revision} says all of this already.`
}

async function printList(terminal: Terminal, title: string, total: number, lines: readonly string[]): Promise<void> {
  if (total === 0) return
  await terminal.print(`${title}: ${total}`)
  for (const line of lines.slice(0, SHOWN)) await terminal.print(`  ${clean(line)}`)
  if (total > SHOWN) await terminal.print(`  and ${total - SHOWN} more; --json lists them`)
}

const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, count) => sum + count, 0)
