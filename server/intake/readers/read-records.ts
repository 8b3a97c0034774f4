import type { Importer, RecordType } from '../../../importers/importer.ts'
import { limits } from '../limits.ts'
import { readRows } from './csv-reader.ts'
import type { FileName } from './damage.ts'
import { decode, peek } from './decode.ts'
import { readJson } from './json-reader.ts'
import { readJsonc } from './jsonc-reader.ts'
import { shapeOf } from './ndjson-or-json.ts'
import { readNdjson } from './ndjson-reader.ts'
import type { Piece } from './record.ts'

/** The records of one file, by the format its importer reads; told apart by content where it reads two. */
export async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  format: Importer['format'],
  types: readonly RecordType[],
  file: FileName,
  blankIsEmpty = false,
): AsyncGenerator<Piece, { readonly sawList: boolean }> {
  const selectors = types.map(({ at }) => at)
  const { head, rest } = await peek(decode(bytes, file), limits.headBytes)
  if (blankIsEmpty && isBlank(head)) return { sawList: true }
  switch (await formatOf(format, head, selectors, file.name)) {
    case 'ndjson':
      yield* readNdjson(rest, file)
      return { sawList: true }
    case 'lone':
      yield* readLone(rest, file)
      return { sawList: true }
    case 'csv':
      yield* readRows(rest, file)
      return { sawList: true }
    case 'jsonc':
      return yield* readJsonc(rest, selectors, file)
    case 'json':
      return yield* readJson(rest, selectors, file)
  }
}

/** A record on its own is taken like one of many lines, but its place is the document. */
async function* readLone(bytes: AsyncIterable<Uint8Array>, file: FileName): AsyncGenerator<Piece> {
  for await (const { records, skipped } of readJson(bytes, [''], file)) {
    yield { records: records.map((record) => ({ ...record, at: 'line' })), skipped }
  }
}

/** The head of a file that is not longer holds all of it. */
const isBlank = (head: Uint8Array) => head.length < limits.headBytes && Buffer.from(head).toString().trim() === ''

async function formatOf(format: Importer['format'], head: Uint8Array, selectors: readonly string[], name: string) {
  if (format === 'json or ndjson') return shapeOf(head, selectors, name)
  if (format === 'csv or json') return /^\s*[[{]/.test(Buffer.from(head.subarray(0, 1024)).toString()) ? 'json' : 'csv'
  return format
}
