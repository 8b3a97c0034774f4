import { Tokenizer } from '@streamparser/json'
import { limits } from '../limits.ts'
import type { ProblemCode } from './record.ts'

/** A tokenizer that tells what would not survive being held as a JavaScript number. */
export class StrictTokenizer extends Tokenizer {
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
