import { isUtf8 } from 'node:buffer'
import { limits } from '../limits.ts'
import { beyondLimit, damaged, type FileName } from './damage.ts'
import { JsonDocument } from './json-reader.ts'
import type { Piece, RawRecord } from './record.ts'

/** Reads one JSON value a line; empty lines are passed over. */
export async function* readNdjson(bytes: AsyncIterable<Uint8Array>, file: FileName): AsyncGenerator<Piece> {
  let rest: Uint8Array[] = []
  let restBytes = 0
  let line = 0
  let byte = 0
  let isEmpty = true
  let records: RawRecord[] = []
  const take = (text: Uint8Array) => {
    line++
    const record = readLine(text, file, { byte, line })
    if (record) {
      records.push(record)
      isEmpty = false
    }
    byte += text.length + 1
  }
  for await (const chunk of bytes) {
    let from = 0
    for (let to = chunk.indexOf(10); to !== -1; to = chunk.indexOf(10, from)) {
      const end = chunk.subarray(from, to)
      take(rest.length > 0 ? Buffer.concat([...rest, end]) : end)
      rest = []
      restBytes = 0
      from = to + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
    restBytes += chunk.length - from
    if (restBytes > limits.lineBytes) {
      throw beyondLimit(file, { byte, line: line + 1 }, `a line is longer than ${limits.lineBytes} bytes`)
    }
    if (records.length > 0) yield { records, skipped: [] }
    records = []
  }
  if (restBytes > 0) take(Buffer.concat(rest))
  if (isEmpty) throw damaged(file, { byte, line: Math.max(line, 1) }, 'the file is empty')
  if (records.length > 0) yield { records, skipped: [] }
}

function readLine(text: Uint8Array, file: FileName, at: { byte: number; line: number }): RawRecord | undefined {
  if (text.length > limits.lineBytes) throw beyondLimit(file, at, `a line is longer than ${limits.lineBytes} bytes`)
  const keys = countKeys(text)
  if (keys !== undefined) {
    if (!isUtf8(text)) throw damaged(file, at, 'this line is not UTF-8')
    const line = Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('utf8')
    if (line.trim() === '') return undefined
    const value = parse(line)
    if (value !== undefined && keysIn(value) === keys)
      return { at: 'line', pointer: `line ${at.line}`, keys: [], value }
  }
  return readCarefully(text, file, at)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // read again by the reader that can say where it breaks
  }
}

/** The same rules as for a document; the errors name the line of the file. */
function readCarefully(text: Uint8Array, file: FileName, at: { byte: number; line: number }): RawRecord | undefined {
  const document = new JsonDocument([''], file, { start: at })
  document.write(text)
  document.end()
  const [record] = document.take()?.records ?? []
  return record && { ...record, at: 'line', pointer: `line ${at.line}` }
}

const quote = 34
const backslash = 92

/**
 * The number of keys in the line, or undefined where the quick way could lose something: deep nesting, long strings,
 * escapes that may be half a character, numbers that may be rounded.
 */
function countKeys(text: Uint8Array): number | undefined {
  let depth = 0
  let keys = 0
  let digits = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === quote) {
      const start = i
      for (i++; i < text.length && text[i] !== quote; i++) {
        if (text[i] === backslash && text[++i] === 0x75) return undefined
      }
      if (i - start > limits.keyLength) return undefined
      digits = 0
    } else if (c >= 48 && c <= 57) {
      if (++digits > 15) return undefined
    } else if (c === 0x3a) keys++
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > limits.depth) return undefined
    } else if (c === 0x7d || c === 0x5d) depth--
    else if (digits > 0 && (c === 0x65 || c === 0x45)) return undefined
    if (c !== 0x2e && (c < 48 || c > 57)) digits = 0
  }
  return keys
}

/** Fewer than the line shows means that one stood twice. */
function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + keysIn(item), 0)
  let count = 0
  for (const item of Object.values(value)) count += 1 + keysIn(item)
  return count
}
