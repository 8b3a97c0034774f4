import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative, sep } from 'node:path'
import { AppError } from '../errors.ts'
import { limits } from './limits.ts'

/** A file as an import takes it; `bytes` may be opened more than once. */
export interface InputFile {
  readonly name: string
  readonly modifiedAt: Date
  readonly bytes: () => AsyncIterable<Uint8Array>
  /** From `start` up to `end`, where that can be had without reading what is before. */
  readonly range?: (start: number, end: number) => AsyncIterable<Uint8Array>
  /** It came with a folder or an archive, so it may be none of the source's. */
  readonly found?: boolean
}

/** The files of paths as a user gives them: a file, a folder with all below it, or `-` for the standard input. */
export async function filesAt(paths: readonly string[], stdin?: AsyncIterable<Uint8Array>): Promise<InputFile[]> {
  const files: InputFile[] = []
  for (const path of paths) {
    if (path === '-') files.push(await spooled(stdin ?? process.stdin))
    else files.push(...(await under(path)))
  }
  if (files.length === 0) throw new AppError('bad_input', 'No file was given, or the folder is empty.')
  return files
}

async function under(path: string): Promise<InputFile[]> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(path, cause)
  })
  if (!found.isDirectory()) return [onDisk(path, basename(path), found.mtime)]
  const files: InputFile[] = []
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw unreadable(cause.path ?? path, cause)
    },
  )
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    const name = relative(path, full).split(sep).join('/')
    files.push({ ...onDisk(full, name, (await stat(full)).mtime), found: true })
    if (files.length > limits.files) {
      throw new AppError('limit_exceeded', `${path} holds more than ${limits.files} files.`)
    }
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const onDisk = (path: string, name: string, modifiedAt: Date): InputFile => ({
  name,
  modifiedAt,
  bytes: () => contentOf(path, { highWaterMark: 256 * 1024 }),
  range: (start, end) => contentOf(path, { start, end: end - 1 }),
})

/** A file that may be listed need not be readable, and may be gone by now. */
async function* contentOf(path: string, part: { start?: number; end?: number; highWaterMark?: number }) {
  try {
    yield* createReadStream(path, part) as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw unreadable(path, cause as NodeJS.ErrnoException)
  }
}

function unreadable(path: string, cause: NodeJS.ErrnoException): AppError {
  if (cause.code === 'ENOENT') return new AppError('bad_input', `${path} does not exist.`, { cause })
  const message = `${path} cannot be read (${cause.code}). Give this user the right to read it, or leave it out.`
  return new AppError('bad_input', message, { cause })
}

/** A stream can be read once; it is kept in a file without a name, which goes when the process does. */
async function spooled(input: AsyncIterable<Uint8Array>): Promise<InputFile> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-'))
  const path = join(folder, 'stdin')
  const descriptor = openSync(path, 'wx+', 0o600)
  rmSync(folder, { recursive: true })
  try {
    for await (const chunk of input) writeSync(descriptor, chunk)
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  return {
    name: 'stdin',
    modifiedAt: new Date(),
    bytes: () => createReadStream('', { fd: descriptor, start: 0, autoClose: false, highWaterMark: 256 * 1024 }),
  }
}
