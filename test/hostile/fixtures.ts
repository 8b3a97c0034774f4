import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { parse as parseJsonc } from 'jsonc-parser'
import type { Importer } from '../../importers/importer.ts'
import { importers } from '../../importers/index.ts'
import type { InputFile } from '../../server/intake/input-files.ts'

/** A good export of one source: the files of `test/importers/<source>/` whose names begin with `fixture`. */
export interface Fixture {
  readonly source: string
  readonly importer: Importer
  readonly scope: string | undefined
  readonly files: readonly { readonly name: string; readonly text: string }[]
}

export const fixtures: readonly Fixture[] = [...importers.values()].map(fixtureOf)

function fixtureOf(importer: Importer): Fixture {
  const folder = join(import.meta.dirname, '../importers', importer.source)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('fixture')) : []
  const scopeFile = join(folder, 'scope.txt')
  return {
    source: importer.source,
    importer,
    scope: existsSync(scopeFile) ? readFileSync(scopeFile, 'utf8').trim() : undefined,
    files: names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
  }
}

export const inputFile = (name: string, content: string | Uint8Array): InputFile => ({
  name,
  modifiedAt: new Date('2026-01-01T00:00:00Z'),
  bytes: async function* () {
    yield typeof content === 'string' ? new TextEncoder().encode(content) : content
  },
})

/** A file taken apart into values that can be changed, and put together again. */
export interface Document {
  readonly values: unknown[]
  readonly render: (values: readonly unknown[]) => string
}

export function documentOf({ name, text }: { readonly name: string; readonly text: string }): Document {
  if (name.endsWith('.csv')) {
    const quoted = (cell: unknown) => `"${textOf(cell).replaceAll('"', '""')}"`
    const delimiter = /^[^\n]*;/.test(text) ? ';' : ','
    const rows = parseCsv(text, { bom: true, delimiter }) as unknown[]
    return { values: rows, render: (values) => values.map((row) => (row as unknown[]).map(quoted).join(',')).join('\n') }
  }
  if (/\.(?:ndjson|jsonl)$/.test(name)) {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    return {
      values: lines.map((line) => JSON.parse(line) as unknown),
      render: (values) => values.map((value) => JSON.stringify(value)).join('\n'),
    }
  }
  return { values: [parseJsonc(text) as unknown], render: ([value]) => JSON.stringify(value, null, 1) }
}

const textOf = (cell: unknown) => (typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? ''))

export type Path = readonly (string | number)[]

/** Where the leaves of a value are; of long lists the first two members only. */
export function leavesOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) {
    return value.length === 0 ? [path] : value.slice(0, 2).flatMap((item, i) => leavesOf(item, [...path, i]))
  }
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
}

/** A copy in which `put` stands at the path. */
export function changed(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? changed(item, rest, put) : item))
  const entries = Object.entries(value as object)
  return Object.fromEntries(entries.map(([k, item]) => [k, k === key ? changed(item, rest, put) : item]))
}

/** A copy in which every string is what `put` makes of it. */
export function everyString(value: unknown, put: (text: string) => unknown): unknown {
  if (typeof value === 'string') return put(value)
  if (Array.isArray(value)) return value.map((item) => everyString(item, put))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, everyString(item, put)]))
}
