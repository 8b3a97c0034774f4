const mark = Buffer.from([0xef, 0xbb, 0xbf])
const escaped = Buffer.from('\\ufeff')

/**
 * Writes every byte order mark inside a JSON text as its escape. The tokenizer would drop one at the start of a string
 * or of a part of it, and two names would become one. Outside a string the escape is as wrong as the mark was.
 */
export async function* escapeMarks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    let rest =
      held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([held, chunk])
    for (let at = rest.indexOf(mark); at !== -1; at = rest.indexOf(mark)) {
      yield rest.subarray(0, at)
      yield escaped
      rest = rest.subarray(at + mark.length)
    }
    const open = beginsAtEnd(rest)
    held = Buffer.from(rest.subarray(rest.length - open))
    yield rest.subarray(0, rest.length - open)
  }
  yield held
}

/** How many bytes at the end may be the beginning of a mark. */
function beginsAtEnd(bytes: Buffer): number {
  if (bytes.length >= 2 && bytes.at(-2) === mark[0] && bytes.at(-1) === mark[1]) return 2
  return bytes.at(-1) === mark[0] ? 1 : 0
}
