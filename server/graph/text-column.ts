import { bytes, words } from './shared-arrays.ts'

const LONGEST = 2 ** 32 - 1

/** Many texts as UTF-8 in one run of bytes: a string object for each of a million nodes would be memory for nothing. */
export class TextColumn {
  readonly bytes: Uint8Array
  /** Where each text begins, and behind the last where it ends. */
  readonly starts: Uint32Array
  readonly #buffer: Buffer

  constructor(bytes: Uint8Array, starts: Uint32Array) {
    this.bytes = bytes
    this.starts = starts
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  static of(texts: readonly string[]): TextColumn {
    const starts = words(texts.length + 1)
    let size = 0
    for (let i = 0; i < texts.length; i++) {
      size += Buffer.byteLength(texts[i]!)
      if (size > LONGEST) throw new Error('a column of texts is longer than 4 GiB')
      starts[i + 1] = size
    }
    const column = new TextColumn(bytes(size), starts)
    for (let i = 0; i < texts.length; i++) column.#buffer.write(texts[i]!, starts[i]!)
    return column
  }

  get length(): number {
    return this.starts.length - 1
  }

  at(index: number): string {
    return this.#buffer.toString('utf8', this.starts[index]!, this.starts[index + 1]!)
  }

  *[Symbol.iterator](): Generator<string> {
    for (let i = 0; i < this.length; i++) yield this.at(i)
  }

  /** The index of a text, where the column is in the order of code units. */
  search(text: string): number | undefined {
    let low = 0
    let high = this.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = this.at(middle)
      if (found === text) return middle
      if (found < text) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }
}
