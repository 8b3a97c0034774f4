import { crc32 } from 'node:zlib'
import { Inflate } from 'fflate'
import type { InputFile } from '../input-files.ts'
import { limits } from '../limits.ts'
import { beyondLimit, damaged, type FileName } from '../readers/damage.ts'
import { peek } from '../readers/decode.ts'
import { entriesOf, placeOf, TAIL, type ZipEntry } from './directory.ts'

/** The files in an archive, or the file itself where it is none. */
export async function unzipped(input: InputFile, source: string): Promise<readonly InputFile[]> {
  const { head, rest } = await peek(input.bytes(), 4)
  await rest.return(undefined)
  if (!isZip(head)) return [input]
  const file = { source, name: input.name }
  const { tail, size } = await tailOf(input)
  const place = placeOf(tail, size, file)
  const entries = entriesOf(await readAll(rangeOf(input, place.offset, place.offset + place.size)), place, file)
  return entries.map((entry) => ({
    name: `${input.name}/${entry.name}`,
    modifiedAt: input.modifiedAt,
    found: true,
    bytes: () => unpack(input, entry, { source, name: `${input.name}/${entry.name}` }),
  }))
}

const isZip = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)
const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b

async function tailOf(input: InputFile): Promise<{ tail: Buffer; size: number }> {
  let tail: Buffer = Buffer.alloc(0)
  let size = 0
  for await (const chunk of input.bytes()) {
    size += chunk.length
    tail = Buffer.concat([tail, chunk])
    if (tail.length > TAIL) tail = tail.subarray(tail.length - TAIL)
  }
  return { tail: Buffer.from(tail), size }
}

const rangeOf = (input: InputFile, start: number, end: number): AsyncIterable<Uint8Array> =>
  start >= end ? nothing() : (input.range?.(start, end) ?? skipTo(input, start, end))

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* skipTo(input: InputFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of input.bytes()) {
    const from = Math.max(start - at, 0)
    if (from < chunk.length) yield chunk.subarray(from, Math.min(end - at, chunk.length))
    at += chunk.length
    if (at >= end) return
  }
}

async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Size and checksum are held to what the directory says; more than that is never handed on. */
async function* unpack(input: InputFile, entry: ZipEntry, file: FileName): AsyncGenerator<Uint8Array> {
  const header = await readAll(rangeOf(input, entry.offset, Math.min(entry.offset + 30, entry.end)))
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50)
    throw damaged(file, undefined, 'the archive is broken here')
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (start + entry.packed > entry.end) throw damaged(file, undefined, 'files in the archive overlap')
  const packed = rangeOf(input, start, start + entry.packed)
  let size = 0
  let crc = 0
  for await (const chunk of entry.method === 0 ? packed : inflate(packed, file)) {
    if (size === 0 && (isZip(chunk) || isGzip(chunk))) {
      throw beyondLimit(file, undefined, 'it is an archive in an archive')
    }
    size += chunk.length
    if (size > entry.unpacked) throw damaged(file, undefined, 'it is larger than the archive says')
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (size !== entry.unpacked || crc !== entry.crc) {
    throw damaged(file, undefined, 'it is not what was packed (size or checksum differ)')
  }
}

/** In steps so small that a bomb shows itself before it has gone off. */
async function* inflate(packed: AsyncIterable<Uint8Array>, file: FileName): AsyncGenerator<Uint8Array> {
  const step = 1024
  let out: Uint8Array[] = []
  const inflater = new Inflate((chunk) => out.push(chunk))
  let read = 0
  let written = 0
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += step) {
      const bytes = chunk.subarray(at, at + step)
      try {
        inflater.push(bytes)
      } catch {
        throw damaged(file, undefined, `the packed data breaks after ${read} bytes`)
      }
      read += bytes.length
      for (const piece of out) {
        written += piece.length
        if (written > read * limits.ratio + limits.ratioFreeBytes) {
          throw beyondLimit(file, undefined, `it unpacks to more than ${limits.ratio} times its size`)
        }
        if (piece.length > 0) yield piece
      }
      out = []
    }
  }
}
