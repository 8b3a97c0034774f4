import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../errors.ts'
import type { InputFile } from '../intake/input-files.ts'

/** An upload on disk, until its import has ended. */
export interface Spooled extends InputFile {
  readonly size: number
  readonly sha256: string
  remove(): void
}

export interface Spool {
  take(givenName: string | undefined, bytes: Readable, maxBytes: number): Promise<Spooled>
}

/** Uploads wait here under names of our own, readable by nobody else; what a killed server left goes first. */
export function openSpool(home: string): Spool {
  const folder = join(home, 'spool')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { take: (givenName, bytes, maxBytes) => take(join(folder, randomUUID()), givenName, bytes, maxBytes) }
}

async function take(path: string, givenName: string | undefined, bytes: Readable, maxBytes: number): Promise<Spooled> {
  const name = shownName(givenName)
  const remove = () => rmSync(path, { force: true })
  const sha256 = createHash('sha256')
  let size = 0
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > maxBytes) throw new AppError('limit_exceeded', `${name}: larger than ${maxBytes} bytes`)
      sha256.update(chunk)
      yield chunk
    }
  }
  // Opened before anything can fail: a stream that opens by itself may do so after the file was taken away.
  const fd = openSync(path, 'wx', 0o600)
  try {
    await pipeline(bytes, counted, createWriteStream(path, { fd }))
  } catch (error) {
    remove()
    throw error
  }
  return {
    name,
    size,
    sha256: sha256.digest('hex'),
    modifiedAt: new Date(),
    bytes: () => createReadStream(path),
    remove,
  }
}

/** The given name is only ever shown: no folder, no control character, no direction override, no novel. */
function shownName(given: string | undefined): string {
  const last = (given ?? '').split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, 200)
  return plain === '' ? 'upload' : plain
}
