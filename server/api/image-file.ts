import { createHash, hash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import type { Column, GraphImage } from '../graph/graph-image.ts'

// An image in a file: what it is, a head that says where each column lies, the columns, and a digest of all of
// it. A file that is not whole to the last bit, or is not the one that was asked for, is as good as none.

const MAGIC = 'AMBITIMAGE1\n'
const FIRST = 16
const DIGEST = 32
const AT_ONCE = 2 ** 30

interface Head {
  readonly key: string
  readonly shape: string
  readonly columns: readonly { readonly type: string; readonly at: number; readonly length: number }[]
}

type Made = new (buffer: ArrayBufferLike, at: number, length: number) => Column
const types: Readonly<Record<string, Made>> = { Uint8Array, Int8Array, Uint16Array, Uint32Array, Float64Array }
const aligned = (at: number) => Math.ceil(at / 8) * 8

export function writeImageFile(path: string, key: string, { shape, columns }: GraphImage): void {
  let at = 0
  const placed = columns.map((column) => {
    const place = { type: typeOf(column), at, length: column.length }
    at = aligned(at + column.byteLength)
    return place
  })
  const head = Buffer.from(JSON.stringify({ key, shape, columns: placed } satisfies Head))
  const first = Buffer.alloc(FIRST)
  first.write(MAGIC)
  first.writeUInt32LE(head.length, MAGIC.length)
  const digest = createHash('sha256')
  const file = openSync(path, 'wx', 0o600)
  const put = (bytes: Uint8Array) => {
    digest.update(bytes)
    for (let from = 0; from < bytes.length; )
      from += writeSync(file, bytes, from, Math.min(bytes.length - from, AT_ONCE))
  }
  try {
    for (const part of [first, head, ...columns]) {
      put(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
      put(new Uint8Array(aligned(part.byteLength) - part.byteLength))
    }
    put(digest.copy().digest())
  } finally {
    closeSync(file)
  }
}

/** The image under that key, or nothing where the file holds anything else. */
export function readImageFile(path: string, key: string): GraphImage | undefined {
  const bytes = bytesOf(path)
  if (bytes.length < FIRST + DIGEST) return undefined
  const all = Buffer.from(bytes.buffer, 0, bytes.length)
  if (all.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  const end = bytes.length - DIGEST
  if (!hash('sha256', bytes.subarray(0, end), 'buffer').equals(all.subarray(end))) return undefined
  const length = all.readUInt32LE(MAGIC.length)
  const head = JSON.parse(all.toString('utf8', FIRST, FIRST + length)) as Head
  if (head.key !== key) return undefined
  const start = FIRST + aligned(length)
  return {
    shape: head.shape,
    columns: head.columns.map(({ type, at, length }) => new types[type]!(bytes.buffer, start + at, length)),
  }
}

/** In memory that threads share, so that the columns are where they were read to. */
function bytesOf(path: string): Uint8Array<SharedArrayBuffer> {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(file).size))
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(file, bytes, at, Math.min(bytes.length - at, AT_ONCE), at)
      if (read === 0) return bytes.subarray(0, at)
      at += read
    }
    return bytes
  } finally {
    closeSync(file)
  }
}

function typeOf(column: Column): string {
  for (const [name, type] of Object.entries(types)) if (column instanceof type) return name
  throw new Error('a graph holds a column of a type that no file knows')
}
