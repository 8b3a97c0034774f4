import { stripComments } from 'jsonc-parser'
import { limits } from '../limits.ts'
import { beyondLimit, damaged, type FileName } from './damage.ts'
import { readJson } from './json-reader.ts'
import type { Piece } from './record.ts'

/** JSON with comments and trailing commas, as editors write their settings. Such files are small, so read whole. */
export async function* readJsonc(
  bytes: AsyncIterable<Uint8Array>,
  selectors: readonly string[],
  file: FileName,
): AsyncGenerator<Piece, { readonly sawList: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.length
    if (length > limits.wholeFileBytes) {
      throw beyondLimit(file, undefined, `it is larger than ${limits.wholeFileBytes} bytes`)
    }
    chunks.push(chunk)
  }
  const text = new TextEncoder().encode(blank(decodeText(Buffer.concat(chunks), file)))
  async function* whole() {
    yield text
  }
  return yield* readJson(whole(), selectors, file, { trailingCommas: true })
}

function decodeText(bytes: Uint8Array, file: FileName): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw damaged(file, undefined, 'the text is not UTF-8')
  }
}

/** A space for each character of a comment keeps every line where it was. */
const blank = (text: string) => stripComments(text, ' ')
