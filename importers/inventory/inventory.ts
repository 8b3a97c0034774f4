import { Type } from 'typebox'
import type { CoverageGap } from '../../server/model/facts.ts'
import { defineImporter, type Emit, type Place, recordType } from '../importer.ts'
import { type Column, columnNamed, knownColumns } from './columns.ts'
import { NamedIdentities } from './named-identities.ts'
import { emitRow } from './row.ts'

// A spreadsheet of identities, owners and secrets; its columns are told by their names (columns.ts, inventory.md).

const Row = Type.Record(Type.String(), Type.Unknown())

export const inventory = defineImporter({
  source: 'inventory',
  version: 2,
  reads: 'a spreadsheet of identities, owners and secrets, as CSV or as JSON rows',
  get: ['save the spreadsheet as CSV with a header row; importers/inventory/inventory.md names the columns'],
  sniff: ({ text }) => looksLikeSheet(headersIn(text)),
  format: 'csv or json',
  open(run) {
    const noted = new Set<string>()
    const named = new NamedIdentities()
    const unplaced = new Set<string>()
    const untyped = new Map<string, number>()
    const scopeOf = (file: string) => `inventory:${run.scope ?? file}`
    const take = (record: Readonly<Record<string, unknown>>, emit: Emit, { file, pointer }: Place) => {
      const scope = scopeOf(file)
      const cells = cellsOf(record, (header, reason) => {
        const note = `${file}\n${header}\n${reason}`
        if (!noted.has(note)) emit.skip(reason)
        noted.add(note)
      })
      const stated = cells.get('system')?.toLowerCase() ?? run.scope
      if (stated === undefined) unplaced.add(scope)
      const system = stated ?? 'inventory'
      const hasNoType = () => void untyped.set(scope, (untyped.get(scope) ?? 0) + 1)
      emitRow({ cells, scope, system, run, emit, pointer, named, hasNoType })
    }
    return {
      records: ['row', '/#', '/identities/#', '/owners/#', '/secrets/#', '/rows/#'].map((at) =>
        recordType(at, Row, take),
      ),
      end: (emit) => named.end(emit),
      coverage: (scope) => [
        { missing: 'what the listed privileges allow', settledBy: 'the export of the system that grants them' },
        { missing: 'what the inventory does not list' },
        ...(unplaced.has(scope) ? [metByName] : []),
        ...(untyped.has(scope) ? [takenForServiceAccounts(untyped.get(scope)!)] : []),
      ],
    }
  },
})

const metByName: CoverageGap = {
  missing: 'which system rows without one belong to: of those, equal names in several files are taken as one thing',
  settledBy: 'a column "system", or --scope <system>',
}

const takenForServiceAccounts = (rows: number): CoverageGap => ({
  missing: `what kind of identity ${rows === 1 ? 'a row' : `${rows} rows`} without a type ${rows === 1 ? 'is: it' : 'are: each'} is taken as a service account`,
  settledBy: 'a column "type", such as human, bot, role or agent',
})

/** What the columns say; of two columns that mean one thing the first that says something counts. */
function cellsOf(
  record: Readonly<Record<string, unknown>>,
  tell: (header: string, reason: string) => void,
): ReadonlyMap<Column, string> {
  const cells = new Map<Column, string>()
  const read = new Map<Column, string>()
  for (const [header, cell] of Object.entries(record)) {
    const column = columnNamed(header)
    if (column === undefined) {
      tell(header, `no column that Ambit knows is called ${header}`)
      continue
    }
    const text = textOf(cell)
    if (text === undefined) continue
    if (!cells.has(column)) {
      cells.set(column, text)
      read.set(column, header)
    } else if (cells.get(column) !== text) {
      tell(header, `the columns ${read.get(column)} and ${header} mean one thing: where they differ, the first is read`)
    }
  }
  return cells
}

/** A cell as text; what is no single value is none. */
function textOf(cell: unknown): string | undefined {
  if (Array.isArray(cell)) return cell.every((it) => typeof it === 'string') ? cell.join(';') : undefined
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  return typeof cell === 'string' && cell.trim() !== '' ? cell.trim() : undefined
}

/** Of a CSV file its first line, of JSON rows the keys of the first. */
function headersIn(text: string): readonly string[] {
  if (!/^\s*[[{]/.test(text))
    return text
      .split(/[\r\n]/, 1)[0]!
      .split(/[,;\t]/)
      .map((it) => it.replaceAll(/^\s*"|"\s*$/g, ''))
  const start = /^\s*(?:\[|\{\s*"(?:identities|owners|secrets|rows)"\s*:\s*\[)\s*\{/.exec(text)
  return start ? keysOfRow(text.slice(start[0].length)) : []
}

/** The keys of a row of single values and lists of them; what holds more than that is no row of a sheet. */
function keysOfRow(text: string): readonly string[] {
  const keys: string[] = []
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\(?:.|\n)?)*(?:"|$)|[{}:]/g)) {
    if (token === '{') return []
    if (token === '}') break
    if (token === ':') keys.push(last.slice(1, -1))
    else last = token
  }
  return keys
}

/** It names things and says something of them that only an inventory would, or it relates two things. */
function looksLikeSheet(headers: readonly string[]): boolean {
  const known = knownColumns(headers)
  const says = [
    'kind',
    'owner',
    'ownerEmail',
    'team',
    'environment',
    'tier',
    'criticality',
    'dataClass',
    'opens',
  ] as const
  const names = known.has('id') || known.has('name') || known.has('email')
  return (names && says.some((column) => known.has(column))) || (known.has('from') && known.has('to'))
}
