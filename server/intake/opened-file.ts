import { createHash } from 'node:crypto'
import type { Head } from '../../importers/importer.ts'
import { AppError } from '../errors.ts'
import type { InputFile } from './input-files.ts'
import { limits } from './limits.ts'
import { decode, peek } from './readers/decode.ts'

/** A file that was read through once: its hash and size are known, and what it begins with. */
export interface OpenedFile {
  readonly input: InputFile
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly head: Head
}

export async function openFile(input: InputFile, source: string, tick: (bytes: number) => void): Promise<OpenedFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of input.bytes()) {
    hash.update(chunk)
    bytes += chunk.length
    if (bytes > limits.totalBytes) {
      throw new AppError('limit_exceeded', `${source}: ${input.name} is larger than ${limits.totalBytes} bytes.`)
    }
    tick(chunk.length)
  }
  const { name } = input
  return { input, name, sha256: hash.digest('hex'), bytes, head: { name, text: await headOf(input, source) } }
}

async function headOf(input: InputFile, source: string): Promise<string> {
  const { head, rest } = await peek(decode(input.bytes(), { source, name: input.name }), limits.headBytes)
  await rest.return(undefined)
  return new TextDecoder().decode(head.subarray(0, limits.headBytes))
}

/** The bytes again, refused at their end when they are not those that were hashed. */
export async function* bytesOf({ input, sha256 }: OpenedFile, source: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of input.bytes()) {
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') === sha256) return
  throw new AppError(
    'file_damaged',
    `${source}: ${input.name} changed while it was read. Import it again once it is whole.`,
  )
}
