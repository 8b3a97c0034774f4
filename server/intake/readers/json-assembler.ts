import { TokenType } from '@streamparser/json'
import { limits } from '../limits.ts'
import { escapePointer, type Problem, type ProblemCode, problemSays, type RawRecord } from './record.ts'
import { follow, type Step, starsOf } from './selectors.ts'

interface Frame {
  readonly isArray: boolean
  /** The container itself, where it is part of a record; elsewhere nothing is kept of it. */
  readonly value: unknown[] | Record<string, unknown> | undefined
  readonly steps: readonly Step[]
  index: number
  key: string
  /** Keys met, kept only outside records, where there is no object to ask. */
  readonly met: Set<string> | undefined
}

/** What the grammar allows next. */
type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end' | 'nothing'

/** A fault of the file, at a token; the reader adds file, byte and line. */
export class JsonFault extends Error {
  readonly isLimit: boolean
  readonly offset: number
  constructor(message: string, offset: number, isLimit = false) {
    super(message)
    this.isLimit = isLimit
    this.offset = offset
  }
}

export interface Found {
  readonly records: RawRecord[]
  readonly skipped: { readonly pointer: string; readonly reason: string }[]
}

/**
 * Builds of a stream of tokens only what the selectors ask for. Depth and lengths are checked before anything is built,
 * keys such as `__proto__` become own properties, and what would be lost in silence becomes the record's problem.
 */
export class JsonAssembler {
  readonly #root: Step
  readonly #found: Found
  readonly #trailingCommas: boolean
  readonly #frames: Frame[] = []
  readonly #path: string[] = []
  readonly #noted = new Set<string>()
  #problems: { readonly path: readonly string[]; readonly code: ProblemCode }[] = []
  #expecting: Expecting = 'value'
  /** Whether a list that a selector walks was met, even an empty one. */
  sawList = false

  constructor(root: Step, found: Found, { trailingCommas = false } = {}) {
    this.#root = root
    this.#found = found
    this.#trailingCommas = trailingCommas
  }

  get isDone(): boolean {
    return this.#expecting === 'nothing'
  }

  get isUntouched(): boolean {
    return this.#frames.length === 0 && !this.isDone
  }

  token(type: TokenType, value: unknown, offset: number, problem: ProblemCode | undefined): void {
    const expecting = this.#expecting
    if (expecting === 'nothing') throw new JsonFault('after the end of the document something more follows', offset)
    if (type === TokenType.LEFT_BRACE || type === TokenType.LEFT_BRACKET) {
      this.#open(type === TokenType.LEFT_BRACKET, offset)
    } else if (type === TokenType.RIGHT_BRACE || type === TokenType.RIGHT_BRACKET) {
      this.#close(type === TokenType.RIGHT_BRACKET, offset)
    } else if (type === TokenType.COLON) this.#colon(offset)
    else if (type === TokenType.COMMA) this.#comma(offset)
    else if (typeof value !== 'string') this.#scalar(value, offset, problem)
    else if (expecting === 'key' || expecting === 'key or }') this.#key(value, offset)
    else this.#string(value, offset)
  }

  #colon(offset: number): void {
    if (this.#expecting !== 'colon') throw this.#unexpected('a colon', offset)
    this.#expecting = 'value'
  }

  #comma(offset: number): void {
    if (this.#expecting !== 'comma or end') throw this.#unexpected('a comma', offset)
    const { isArray } = this.#frames.at(-1)!
    this.#expecting = isArray ? 'value' : 'key'
    if (this.#trailingCommas) this.#expecting = isArray ? 'value or ]' : 'key or }'
  }

  #string(value: string, offset: number): void {
    if (value.length > limits.stringLength) {
      throw new JsonFault(`a string is longer than ${limits.stringLength} characters`, offset, true)
    }
    this.#scalar(value, offset, value.isWellFormed() ? undefined : 'lone_surrogate')
  }

  #key(value: string, offset: number): void {
    if (value.length > limits.keyLength) {
      throw new JsonFault(`a key is longer than ${limits.keyLength} characters`, offset, true)
    }
    const frame = this.#frames.at(-1)!
    frame.key = value
    const problem = value.isWellFormed() ? undefined : 'lone_surrogate'
    const again = frame.value ? Object.hasOwn(frame.value, value) : frame.met!.has(value)
    frame.met?.add(value)
    if (frame.value && (again || problem)) this.#problems.push({ path: this.#here(), code: problem ?? 'duplicate_key' })
    else if (again) this.#skip(this.#here(), 'this part stands twice in its object; both were read')
    this.#expecting = 'colon'
  }

  #scalar(value: unknown, offset: number, problem: ProblemCode | undefined): void {
    const parent = this.#startValue('a value', offset)
    const steps = this.#stepsHere(parent)
    if (problem !== undefined && this.#isKept(parent, steps)) this.#problems.push({ path: this.#here(), code: problem })
    this.#finish(parent, steps, value)
  }

  #open(isArray: boolean, offset: number): void {
    const parent = this.#startValue(isArray ? 'a list' : 'an object', offset)
    if (this.#frames.length >= limits.depth) {
      throw new JsonFault(`it is nested deeper than ${limits.depth} levels`, offset, true)
    }
    const steps = this.#stepsHere(parent)
    const value = this.#isKept(parent, steps) ? (isArray ? [] : {}) : undefined
    if (steps.some((step) => walksHere(step, isArray, parent === undefined))) this.sawList = true
    if (parent) this.#path.push(keyOf(parent))
    const met = isArray || value ? undefined : new Set<string>()
    this.#frames.push({ isArray, value, steps, index: 0, key: '', met })
    this.#expecting = isArray ? 'value or ]' : 'key or }'
  }

  #close(isArray: boolean, offset: number): void {
    const frame = this.#frames.at(-1)
    const may = this.#expecting === 'comma or end' || this.#expecting === (isArray ? 'value or ]' : 'key or }')
    if (!may || frame?.isArray !== isArray) throw this.#unexpected(isArray ? 'a closing ]' : 'a closing }', offset)
    this.#frames.pop()
    this.#path.pop()
    this.#finish(this.#frames.at(-1), frame.steps, frame.value)
  }

  #startValue(what: string, offset: number): Frame | undefined {
    if (this.#expecting !== 'value' && this.#expecting !== 'value or ]') throw this.#unexpected(what, offset)
    return this.#frames.at(-1)
  }

  #stepsHere(parent: Frame | undefined): readonly Step[] {
    if (!parent) return [this.#root]
    const steps = follow(parent.steps, keyOf(parent), parent.isArray)
    if (steps.length === 0 && parent.steps.length > 0 && !parent.value) {
      this.#skip(this.#here(), 'no record of this source is read from here')
    }
    return steps
  }

  #isKept = (parent: Frame | undefined, steps: readonly Step[]) =>
    parent?.value !== undefined || steps.some(({ ends }) => ends.length > 0)

  /** The value at hand is whole: it goes into its container, and out as a record where a selector ends. */
  #finish(parent: Frame | undefined, steps: readonly Step[], value: unknown): void {
    for (const { ends } of steps) for (const end of ends) this.#emit(end, value)
    if (parent?.value) put(parent.value, parent.key, value)
    else if (this.#problems.length > 0) this.#problems = []
    if (parent) parent.index++
    this.#expecting = parent ? 'comma or end' : 'nothing'
  }

  #emit(selector: Step['ends'][number], value: unknown): void {
    const path = this.#here()
    const problem = this.#problems.find((it) => path.every((key, i) => it.path[i] === key))
    this.#found.records.push({
      at: selector.at,
      pointer: pointerOf(path),
      keys: starsOf(selector, path),
      value,
      ...(problem && { problem: asProblem(problem.code, problem.path.slice(path.length)) }),
    })
  }

  #here(): string[] {
    const parent = this.#frames.at(-1)
    return parent ? [...this.#path, keyOf(parent)] : []
  }

  /** Each part is noted once, however many list items have it. */
  #skip(path: readonly string[], reason: string): void {
    const pointer = pointerOf(path.map((key, i) => (this.#frames[i]?.isArray ? '*' : key)))
    if (this.#noted.has(pointer) || this.#noted.size >= limits.listed) return
    this.#noted.add(pointer)
    this.#found.skipped.push({ pointer, reason })
  }

  #unexpected = (what: string, offset: number) =>
    new JsonFault(
      `${what} stands where ${this.#expecting === 'comma or end' ? 'a comma or the end' : `a ${this.#expecting}`} is due`,
      offset,
    )
}

/** A selector for lists under any key meets one at the list itself: a document whose keys are but labels is none yet. */
const walksHere = ({ star, index }: Step, isArray: boolean, isDocument: boolean) =>
  (star !== undefined && ((star.index === undefined && !isDocument) || star.ends.length > 0)) ||
  (isArray && index !== undefined)
const keyOf = (frame: Frame): string => (frame.isArray ? String(frame.index) : frame.key)
const pointerOf = (path: readonly string[]) => path.map((key) => `/${escapePointer(key)}`).join('')
const asProblem = (code: ProblemCode, path: readonly string[]): Problem => ({
  code,
  pointer: pointerOf(path),
  message: problemSays[code],
})

function put(container: unknown[] | Record<string, unknown>, key: string, value: unknown): void {
  if (Array.isArray(container)) container.push(value)
  else if (key === '__proto__') {
    Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true })
  } else container[key] = value
}
