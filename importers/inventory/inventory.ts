import { Type } from 'typebox'
import { defineImporter, type Emit, type Place, recordType } from '../importer.ts'
import { type Column, columnNamed, knownColumns } from './columns.ts'
import { NamedIdentities } from './named-identities.ts'
import { emitRow } from './row.ts'

// A spreadsheet of identities, owners and secrets; its columns are told by their names (columns.ts, inventory.md).

const Row = Type.Record(Type.String(), Type.Unknown())

export const inventory = defineImporter({
  source: 'inventory',
  version: 1,
  reads: 'a spreadsheet of identities, owners and secrets, as CSV or as JSON rows',
  get: ['save the spreadsheet as CSV with a header row; importers/inventory/inventory.md names the columns'],
  sniff: ({ text }) => looksLikeSheet(headersIn(text)),
  format: 'csv or json',
  open(run) {
    const noted = new Set<string>()
    const named = new NamedIdentities()
    const unplaced = new Set<string>()
    const scopeOf = (file: string) => `inventory:${run.scope ?? file}`
    const take = (record: Readonly<Record<string, unknown>>, emit: Emit, { file, pointer }: Place) => {
      const cells = new Map<Column, string>()
      for (const [header, cell] of Object.entries(record)) {
        const column = columnNamed(header)
        const text = textOf(cell)
        const note = `${file}\n${header}`
        if (column === undefined && !noted.has(note)) {
          noted.add(note)
          emit.skip(`no column that Ambit knows is called ${header}`)
        }
        if (column !== undefined && text !== undefined && !cells.has(column)) cells.set(column, text)
      }
      const stated = cells.get('system')?.toLowerCase() ?? run.scope
      if (stated === undefined) unplaced.add(scopeOf(file))
      const system = stated ?? 'inventory'
      emitRow({ cells, scope: scopeOf(file), system, run, emit, pointer, named })
    }
    return {
      records: ['row', '/#', '/identities/#', '/owners/#', '/secrets/#', '/rows/#'].map((at) =>
        recordType(at, Row, take),
      ),
      end: (emit) => named.end(emit),
      coverage: (scope) => [
        { missing: 'what the listed privileges allow', settledBy: 'the export of the system that grants them' },
        { missing: 'what the inventory does not list' },
        ...(unplaced.has(scope)
          ? [
              {
                missing:
                  'which system rows without one belong to: of those, equal names in several files are taken as one thing',
                settledBy: 'a column "system", or --scope <system>',
              },
            ]
          : []),
      ],
    }
  },
})

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
  const first = /^\s*(?:\[|\{\s*"(?:identities|owners|secrets|rows)"\s*:\s*\[)\s*\{([^{}[\]]*)/.exec(text)?.[1] ?? ''
  return [...first.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map(([, key]) => key!)
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
