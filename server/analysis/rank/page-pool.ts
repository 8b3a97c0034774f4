import { words } from '../../graph/shared-arrays.ts'

const PAGE_BITS = 12
export const PAGE_WORDS = 1 << (PAGE_BITS - 5)

/**
 * Sets of components in pages of 4096 bits: sets that differ little share the pages in which they do not. A set is a
 * row of page numbers; page 0 is empty.
 */
export class PagePool {
  readonly words: Uint32Array
  readonly #most: number
  readonly #free: number[] = []
  #used = 1
  #made: number[] = []

  constructor(mostPages: number) {
    this.#most = mostPages
    this.words = words(mostPages * PAGE_WORDS)
  }

  get pagesLeft(): number {
    return this.#most - this.#used + this.#free.length
  }

  /** A copy of a page; the caller has seen that one is left. */
  copy(page: number): number {
    const made = this.#free.pop() ?? this.#used++
    this.words.copyWithin(made * PAGE_WORDS, page * PAGE_WORDS, (page + 1) * PAGE_WORDS)
    this.#made.push(made)
    return made
  }

  /** A page that holds what either holds. */
  union(a: number, b: number): number {
    const made = this.copy(a)
    for (let word = 0; word < PAGE_WORDS; word++)
      this.words[made * PAGE_WORDS + word]! |= this.words[b * PAGE_WORDS + word]!
    return made
  }

  /** The pages made since this was asked last: whoever made them gives them back one day. */
  takeMade(): readonly number[] {
    const made = this.#made
    this.#made = []
    return made
  }

  giveBack(pages: readonly number[]): void {
    for (const page of pages) this.#free.push(page)
  }
}

export const pagesFor = (components: number): number => (components >>> PAGE_BITS) + 1
export const pageOf = (component: number): number => component >>> PAGE_BITS
/** Place of a component's word in the pool, given its page. */
export const wordAt = (page: number, component: number): number =>
  page * PAGE_WORDS + ((component >>> 5) & (PAGE_WORDS - 1))
