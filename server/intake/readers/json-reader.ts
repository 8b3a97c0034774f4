import { limits } from '../limits.ts'
import { beyondLimit, damaged, type FileName, type Position } from './damage.ts'
import { type Found, JsonAssembler, JsonFault } from './json-assembler.ts'
import type { Piece } from './record.ts'
import { compileSelectors } from './selectors.ts'
import { StrictTokenizer } from './strict-tokenizer.ts'

const slice = 64 * 1024

/** Reads one JSON document of any size, holding no more of it than the record at hand. The bytes are UTF-8. */
export async function* readJson(
  bytes: AsyncIterable<Uint8Array>,
  selectors: readonly string[],
  file: FileName,
  options: DocumentOptions = {},
): AsyncGenerator<Piece, { readonly sawList: boolean }> {
  const document = new JsonDocument(selectors, file, options)
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += slice) {
      document.write(chunk.subarray(at, at + slice))
      const piece = document.take()
      if (piece) yield piece
    }
  }
  document.end()
  const last = document.take()
  if (last) yield last
  return { sawList: document.sawList }
}

export interface DocumentOptions {
  readonly trailingCommas?: boolean
  /** Where in its file the document begins. */
  readonly start?: Position
}

/** The push side of the reader. */
export class JsonDocument {
  readonly #file: FileName
  readonly #start: Position
  readonly #tokenizer = new StrictTokenizer()
  readonly #assembler: JsonAssembler
  readonly #found: Found = { records: [], skipped: [] }
  /** Of the slices before the one at hand. */
  #bytes = 0
  #lines = 0
  #lastToken = 0
  #slice: Uint8Array = new Uint8Array()

  constructor(selectors: readonly string[], file: FileName, options: DocumentOptions = {}) {
    this.#file = file
    this.#start = options.start ?? { byte: 0, line: 1 }
    this.#assembler = new JsonAssembler(compileSelectors(selectors), this.#found, options)
    this.#tokenizer.onToken = ({ token, value, offset }) => {
      this.#lastToken = offset
      const problem = typeof value === 'number' ? this.#tokenizer.numberProblem : undefined
      this.#assembler.token(token, value, offset, problem)
    }
    this.#tokenizer.onError = (error) => {
      throw error
    }
  }

  get sawList(): boolean {
    return this.#assembler.sawList
  }

  write(bytes: Uint8Array): void {
    this.#slice = bytes
    try {
      this.#tokenizer.write(bytes)
    } catch (error) {
      throw this.#explain(error)
    }
    this.#bytes += bytes.length
    this.#lines += newlines(bytes, bytes.length)
    this.#slice = new Uint8Array()
    if (this.#bytes - this.#lastToken > limits.stringLength + slice) {
      throw beyondLimit(
        this.#file,
        this.#at(this.#lastToken),
        `a string is longer than ${limits.stringLength} characters`,
      )
    }
  }

  end(): void {
    try {
      this.#tokenizer.end()
    } catch (error) {
      throw this.#explain(error)
    }
    if (this.#assembler.isDone) return
    const what = this.#assembler.isUntouched ? 'the file is empty' : 'the file ends in the middle of the document'
    throw damaged(this.#file, this.#at(this.#bytes), what)
  }

  /** What was found since the last call. */
  take(): Piece | undefined {
    const { records, skipped } = this.#found
    if (records.length === 0 && skipped.length === 0) return undefined
    return { records: records.splice(0), skipped: skipped.splice(0) }
  }

  /** Parser messages quote the input, so only their position is taken over. */
  #explain(error: unknown): Error {
    if (error instanceof JsonFault) {
      const make = error.isLimit ? beyondLimit : damaged
      return make(this.#file, this.#at(error.offset), error.message)
    }
    const byte = Number(/absolute position "(\d+)"/.exec((error as Error).message)?.[1] ?? Number.NaN)
    if (!Number.isNaN(byte)) return damaged(this.#file, this.#at(byte), 'this is not JSON')
    if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return damaged(this.#file, this.#at(this.#lastToken), 'the text after here is not UTF-8')
    }
    return damaged(this.#file, this.#at(this.#bytes), 'the file ends in the middle of a value')
  }

  #at(byte: number): Position {
    const lines = this.#lines + newlines(this.#slice, byte - this.#bytes)
    return { byte: this.#start.byte + byte, line: this.#start.line + lines }
  }
}

function newlines(bytes: Uint8Array, until: number): number {
  let count = 0
  for (let at = bytes.indexOf(10); at !== -1 && at < until; at = bytes.indexOf(10, at + 1)) count++
  return count
}
