/** Each distinct string once; columns keep its number. Number 0 is "nothing". */
export class StringTable {
  readonly #numbers = new Map<string, number>()
  readonly strings: string[] = ['']

  number(text: string | undefined): number {
    if (text === undefined || text === '') return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.strings.length)
    return this.strings.push(text) - 1
  }
}
