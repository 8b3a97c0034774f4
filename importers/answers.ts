import type { Emit } from './importer.ts'

/** What was found in a file of answers of an API. */
export interface Answer {
  readonly it: unknown
  /** The path of keys and of the file's name that leads to it: often the call that it answers. */
  readonly call: string
  /** Its pointer inside the record at hand. */
  readonly at: string
  /** False for what lies around records and is none. */
  readonly isRecord: boolean
}

const deepest = 6

/** Records in lists, in pages, alone, or in several answers that lie in one object, each under a name of its own. */
export function* answersIn(
  it: unknown,
  isRecord: (it: object, call: string) => boolean,
  call: string,
  at = '',
  depth = 0,
): Generator<Answer> {
  if (Array.isArray(it)) {
    for (const [i, item] of it.entries()) yield* answersIn(item, isRecord, call, `${at}/${i}`, depth + 1)
  } else if (typeof it !== 'object' || it === null) yield { it, call, at, isRecord: false }
  else if (isRecord(it, call)) yield { it, call, at, isRecord: true }
  else {
    const parts = Object.entries(it).filter(([, part]) => typeof part === 'object' && part !== null)
    if (parts.length === 0 || depth >= deepest) yield { it, call, at, isRecord: false }
    else {
      for (const [key, part] of parts) {
        const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
        yield* answersIn(part, isRecord, `${call}/${key}`, pointer, depth + 1)
      }
    }
  }
}

/** The emit of a record for a part of it: evidence points to the part, and what is not taken does not take the rest along. */
export function emitAt(emit: Emit, at: string, leftOut: () => void): Emit {
  if (at === '') return emit
  return {
    skip: emit.skip,
    later: emit.later,
    reject: (reason) => {
      leftOut()
      emit.skip(`a part of this record was left out: ${reason}`)
    },
    into: (scope, from) => {
      const into = emit.into(scope, from)
      return {
        node: (claim, inner = '') => into.node(claim, at + inner),
        edge: (claim, inner = '') => into.edge(claim, at + inner),
      }
    },
  }
}

/** The call that a file answers, when answers are kept under its path; `__` may stand for `/`. */
export const callOfFile = (file: string): string => file.replace(/\.(?:nd)?jsonl?(?:\.gz)?$/i, '').replaceAll('__', '/')
