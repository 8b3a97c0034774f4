import { Tokenizer } from '@streamparser/json'
import { limits } from '../limits.ts'
import type { ProblemCode } from './record.ts'

/** A tokenizer that tells what would not survive being held as a JavaScript number, and loses no character. */
export class StrictTokenizer extends Tokenizer {
  constructor(...options: ConstructorParameters<typeof Tokenizer>) {
    super(...options)
    // Its own decoder drops a byte order mark at the start of every part of a string, and two names would become one.
    const { bufferedString } = this as unknown as { readonly bufferedString: { decoder: unknown } }
    bufferedString.decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  }

  /** Of the number handed on last. */
  numberProblem: ProblemCode | undefined

  override parseNumber(text: string): number {
    const value = Number(text)
    this.numberProblem = undefined
    if (!Number.isFinite(value) || text.length > limits.numberLength) this.numberProblem = 'non_finite_number'
    else if (Number.isInteger(value) && !Number.isSafeInteger(value)) this.numberProblem = 'unsafe_integer'
    return value
  }
}
