const MiB = 1024 * 1024
const GiB = 1024 * MiB

/** Every limit of reading a file, in one table: what is beyond one is refused before anything is built of it. */
export const limits = {
  /** Objects and arrays inside each other. */
  depth: 64,
  /** Characters of a key in an object. */
  keyLength: 4096,
  /** Characters of one string, and bytes without a JSON token. */
  stringLength: 16 * MiB,
  /** Bytes of one line of NDJSON. */
  lineBytes: 16 * MiB,
  /** Characters of a number as it is written. */
  numberLength: 1024,
  /** Bytes of a file whose format cannot be streamed (JSON with comments). */
  wholeFileBytes: 16 * MiB,
  /** Bytes of all that one import reads, unpacked. */
  totalBytes: 16 * GiB,
  /** How many times larger than itself a compressed file may unpack, beyond the first MiB. */
  ratio: 100,
  ratioFreeBytes: MiB,
  zipEntries: 512,
  zipBytes: 2 * GiB,
  zipNameLength: 1024,
  zipDirectoryBytes: 2 * MiB,
  /** Columns of a CSV file, and characters of one of its rows. */
  columns: 1024,
  rowLength: MiB,
  /** Files of one import, and scopes it may write. */
  files: 10_000,
  scopes: 5_000,
  /** Characters of a node's id, name, type and the like. */
  idLength: 8192,
  /** Facts handed to the store at once. */
  chunk: 5_000,
  /** Rejections and skipped parts a receipt lists one by one; it counts all. */
  listed: 1_000,
  /** What `sniff` sees of a file. */
  headBytes: 64 * 1024,
} as const
