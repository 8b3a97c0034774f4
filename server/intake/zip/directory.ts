import { limits } from '../limits.ts'
import { beyondLimit, damaged, type FileName } from '../readers/damage.ts'

/** What the directory at the end of a zip file says of one file in it. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
  /** Where the next entry, or the directory, begins: no byte of this one lies beyond. */
  readonly end: number
}

export interface DirectoryPlace {
  readonly offset: number
  readonly size: number
  readonly entries: number
}

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_HEADER = 30
/** The end record with the longest comment. */
export const TAIL = 22 + 0xffff

/** From the last bytes of the file: where its directory lies. */
export function placeOf(tail: Buffer, fileSize: number, file: FileName): DirectoryPlace {
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE || at + 22 + tail.readUInt16LE(at + 20) !== tail.length) continue
    const entries = tail.readUInt16LE(at + 10)
    const size = tail.readUInt32LE(at + 12)
    const offset = tail.readUInt32LE(at + 16)
    if (entries > limits.zipEntries) throw beyondLimit(file, undefined, `it holds more than ${limits.zipEntries} files`)
    if (size > limits.zipDirectoryBytes) throw beyondLimit(file, undefined, 'its directory is too long')
    const isWhole = offset + size === fileSize - tail.length + at && tail.readUInt16LE(at + 8) === entries
    if (!isWhole || tail.readUInt32LE(at + 4) !== 0)
      throw damaged(file, undefined, 'the archive is not whole, or of a kind that is not read (zip64, several parts)')
    return { offset, size, entries }
  }
  throw damaged(file, undefined, 'the archive is cut off: it has no directory')
}

/** Checked before a byte of any entry is unpacked. */
export function entriesOf(directory: Buffer, place: DirectoryPlace, file: FileName): ZipEntry[] {
  const found: Omit<ZipEntry, 'end'>[] = []
  const names = new Set<string>()
  let at = 0
  for (let i = 0; i < place.entries; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw damaged(file, undefined, 'the directory of the archive is broken')
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field))
    const name = nameOf(directory.subarray(at + 46, at + 46 + nameLength!), file)
    const flags = directory.readUInt16LE(at + 8)
    const isLink = directory[at + 5] === 3 && ((directory.readUInt32LE(at + 38) >>> 16) & 0xf000) === 0xa000
    const entry = {
      name,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    }
    const fault = (flags & 0x2041) !== 0 ? 'encrypted' : isLink ? 'a link' : undefined
    if (fault) throw damaged(file, undefined, `the archive holds a file that is ${fault}`)
    if (entry.method !== 0 && entry.method !== 8)
      throw damaged(file, undefined, 'a file in it is packed in a way that is not read')
    if (names.has(name)) throw damaged(file, undefined, 'the archive holds two files of one name')
    names.add(name)
    found.push(entry)
    at += 46 + nameLength! + extraLength! + commentLength!
  }
  if (at !== directory.length) throw damaged(file, undefined, 'the directory of the archive is broken')
  return bounded(found, place.offset, file)
}

function bounded(found: readonly Omit<ZipEntry, 'end'>[], directoryAt: number, file: FileName): ZipEntry[] {
  const sorted = [...found].sort((a, b) => a.offset - b.offset)
  const entries = sorted.map((entry, i) => ({ ...entry, end: sorted[i + 1]?.offset ?? directoryAt }))
  let total = 0
  for (const { offset, packed, unpacked, end, method } of entries) {
    if (offset + LOCAL_HEADER + packed > end) throw damaged(file, undefined, 'files in the archive overlap')
    if (method === 0 && packed !== unpacked) throw damaged(file, undefined, 'the sizes in the archive do not agree')
    if (unpacked > packed * limits.ratio + limits.ratioFreeBytes) {
      throw beyondLimit(file, undefined, `a file in it unpacks to more than ${limits.ratio} times its size`)
    }
    total += unpacked
  }
  if (total > limits.zipBytes) throw beyondLimit(file, undefined, `it unpacks to more than ${limits.zipBytes} bytes`)
  return entries.filter(({ name }) => !name.endsWith('/'))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unsafe = /^\/|^[A-Za-z]:|\\|(?:^|\/)\.\.(?:\/|$)|[\u0000-\u001f]/

/** Entries are never written under their name; one that tries to leave its folder shows that the archive is hostile. */
function nameOf(bytes: Uint8Array, file: FileName): string {
  const name = new TextDecoder().decode(bytes)
  if (name === '' || name.length > limits.zipNameLength || unsafe.test(name)) {
    throw damaged(file, undefined, 'a file in the archive has a name that leads out of it')
  }
  return name
}
