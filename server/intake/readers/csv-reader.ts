import { CsvError, type Info, parse } from 'csv-parse'
import { limits } from '../limits.ts'
import { beyondLimit, damaged, type FileName } from './damage.ts'
import { peek } from './decode.ts'
import { type Piece, problemSays, type RawRecord } from './record.ts'

/** Reads a CSV file with a header: each row becomes an object without prototype, its empty cells left out. */
export async function* readRows(bytes: AsyncIterable<Uint8Array>, file: FileName): AsyncGenerator<Piece> {
  let header: string[] | undefined
  let records: RawRecord[] = []
  for await (const { record, info } of cells(bytes, file)) {
    const at = { byte: info.bytes, line: info.lines }
    if (!header) {
      header = record.map((name) => name.trim())
      checkHeader(header, file)
      continue
    }
    if (record.length === 1 && record[0] === '') continue
    const pointer = `row ${info.records}`
    const value = asObject(header, record)
    const isRagged = record.length !== header.length
    if (record.some((cell) => !cell.isWellFormed())) throw damaged(file, at, 'the text is not UTF-8')
    const problem = { code: 'ragged_row', pointer: '', message: problemSays.ragged_row } as const
    records.push({ at: 'row', pointer, keys: [], value, ...(isRagged && { problem }) })
    if (records.length < 500) continue
    yield { records, skipped: [] }
    records = []
  }
  if (!header) throw damaged(file, { byte: 0, line: 1 }, 'the file is empty')
  if (records.length > 0) yield { records, skipped: [] }
}

function checkHeader(header: readonly string[], file: FileName): void {
  const at = { byte: 0, line: 1 }
  if (header.length > limits.columns) throw beyondLimit(file, at, `it has more than ${limits.columns} columns`)
  const seen = new Set<string>()
  for (const [i, name] of header.entries()) {
    if (name === '') continue
    if (seen.has(name))
      throw damaged(file, at, `column ${i + 1} has the name of an earlier one`, 'Rename or remove one.')
    seen.add(name)
  }
}

function asObject(header: readonly string[], row: readonly string[]): Record<string, string> {
  const object = Object.create(null) as Record<string, string>
  for (const [i, name] of header.entries()) {
    const cell = row[i]?.trim()
    if (name !== '' && cell !== undefined && cell !== '') object[name] = cell
  }
  return object
}

async function* cells(
  bytes: AsyncIterable<Uint8Array>,
  file: FileName,
): AsyncGenerator<{ record: string[]; info: Info }> {
  const { head, rest } = await peek(bytes, limits.headBytes)
  const parser = parse({
    delimiter: delimiterOf(head),
    info: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: limits.rowLength,
  })
  const pumped = pump(rest, parser, file)
  pumped.catch(() => undefined) // told by the await below
  try {
    yield* parser as AsyncIterable<{ record: string[]; info: Info }>
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const isLong = error.code === 'CSV_MAX_RECORD_SIZE'
    const at = { byte: Number(error['bytes'] ?? 0), line: Number(error['lines'] ?? 0) }
    if (isLong) throw beyondLimit(file, at, `a row is longer than ${limits.rowLength} characters`)
    throw damaged(file, at, 'the quotes of a cell do not match')
  }
  await pumped
}

/** Spreadsheets of some countries write semicolons; the header tells. */
function delimiterOf(head: Uint8Array): string {
  const [header = ''] = Buffer.from(head)
    .toString('utf8')
    .split(/[\r\n]/, 1)
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }))
  return counts.reduce((best, it) => (it.count > best.count ? it : best)).delimiter
}

async function pump(bytes: AsyncIterable<Uint8Array>, parser: ReturnType<typeof parse>, file: FileName): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let read = 0
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true })
      read += chunk.length
      if (!parser.write(text))
        await new Promise<void>((resolve, reject) => parser.once('drain', resolve).once('error', reject))
    }
    parser.end(decoder.decode())
  } catch (error) {
    const told =
      error instanceof TypeError ? damaged(file, undefined, `the text before byte ${read} is not UTF-8`) : error
    parser.destroy(told as Error)
    throw told
  }
}
