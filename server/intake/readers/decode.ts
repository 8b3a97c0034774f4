import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { limits } from '../limits.ts'
import { beyondLimit, damaged, type FileName } from './damage.ts'

/** The text of a file as UTF-8 without a byte order mark, whatever it was written as: gzip, UTF-16, UTF-8 with BOM. */
export async function* decode(bytes: AsyncIterable<Uint8Array>, file: FileName): AsyncGenerator<Uint8Array> {
  const { head, rest } = await peek(bytes, 4)
  if (startsWith(head, gzip)) yield* decodeText(gunzip(rest, file), file)
  else yield* decodeText(rest, file)
}

async function* decodeText(bytes: AsyncIterable<Uint8Array>, file: FileName): AsyncGenerator<Uint8Array> {
  const { head, rest } = await peek(bytes, 4)
  if (startsWith(head, gzip)) throw beyondLimit(file, undefined, 'it is packed more than once')
  if (startsWith(head, [0xff, 0xfe])) yield* fromUtf16(rest, 'utf-16le', file)
  else if (startsWith(head, [0xfe, 0xff])) yield* fromUtf16(rest, 'utf-16be', file)
  else if (startsWith(head, [0xef, 0xbb, 0xbf])) yield* without(rest, 3)
  else yield* rest
}

const gzip = [0x1f, 0x8b]
const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, i) => bytes[i] === byte)

/** The first bytes (fewer only where there are no more), and the whole again. */
export async function peek(
  bytes: AsyncIterable<Uint8Array>,
  least: number,
): Promise<{ head: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  while (length < least) {
    const { value, done } = await iterator.next()
    if (done) break
    first.push(value)
    length += value.length
  }
  async function* rest() {
    try {
      yield* first
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { head: Buffer.concat(first), rest: rest() }
}

async function* without(bytes: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count
  for await (const chunk of bytes) {
    yield chunk.subarray(Math.min(left, chunk.length))
    left -= Math.min(left, chunk.length)
  }
}

async function* fromUtf16(bytes: AsyncIterable<Uint8Array>, encoding: string, file: FileName) {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const encoder = new TextEncoder()
  let read = 0
  try {
    for await (const chunk of bytes) {
      yield encoder.encode(decoder.decode(chunk, { stream: true }))
      read += chunk.length
    }
    yield encoder.encode(decoder.decode())
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw damaged(file, undefined, `the text after byte ${read} is not ${encoding.toUpperCase()}`)
  }
}

async function* gunzip(bytes: AsyncIterable<Uint8Array>, file: FileName): AsyncGenerator<Uint8Array> {
  let packed = 0
  let unpacked = 0
  async function* counted() {
    for await (const chunk of bytes) {
      // Small steps, so that a bomb is seen before it has gone off.
      for (let at = 0; at < chunk.length; at += 1024) {
        const step = chunk.subarray(at, at + 1024)
        packed += step.length
        yield step
      }
    }
  }
  const inflated = pipeline(Readable.from(counted(), { objectMode: false }), createGunzip(), () => undefined)
  try {
    for await (const chunk of inflated as AsyncIterable<Uint8Array>) {
      unpacked += chunk.length
      if (unpacked > limits.ratioFreeBytes && unpacked > packed * limits.ratio) {
        throw beyondLimit(file, undefined, `it unpacks to more than ${limits.ratio} times its size`)
      }
      yield chunk
    }
  } catch (error) {
    if (!isZlibError(error)) throw error
    throw damaged(file, undefined, `the gzip stream breaks after ${unpacked} unpacked bytes`)
  }
}

const isZlibError = (error: unknown) => String((error as { code?: unknown }).code).startsWith('Z_')
