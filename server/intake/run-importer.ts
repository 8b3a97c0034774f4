import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import type { Emit, Importer, Place, Reader, RecordType, Run } from '../../importers/importer.ts'
import { AppError } from '../errors.ts'
import { edgeId } from '../model/edge-id.ts'
import type { CoverageGap, EdgeClaim, EvidenceRef, NodeClaim } from '../model/facts.ts'
import { SaidBefore } from '../model/said-before.ts'
import { edgeFault, nodeFault, scopeFault, tidyEdge, tidyNode } from './claim-check.ts'
import { FactBuffer, type PutFacts } from './fact-buffer.ts'
import { readRecords } from './readers/read-records.ts'
import type { RawRecord } from './readers/record.ts'
import { type Counts, type Notes, noRecords, type RejectionCode } from './receipt.ts'
import { withoutSecretValues } from './secret-values.ts'
import { unknownFields } from './unknown-fields.ts'

/** A file that an importer is to read: its bytes, and how evidence names it. */
export interface Unit {
  readonly name: string
  readonly id: string
  readonly bytes: AsyncIterable<Uint8Array>
}

interface Said {
  readonly scope: string
  readonly at: string
  readonly node?: NodeClaim
  readonly edge?: EdgeClaim
  /** The records that say it, where it is said at the end. */
  readonly from?: readonly Place[] | undefined
}

interface CheckedType extends RecordType {
  readonly check: Validator
}

/** Compiling a schema takes longer than a small import, so it is done once. */
const validators = new WeakMap<TSchema, Validator>()

function validatorOf(schema: TSchema): Validator {
  const validator = validators.get(schema) ?? (Compile(schema) as unknown as Validator)
  validators.set(schema, validator)
  return validator
}

/** One importer at work on all files of one import: records in, facts out, every record accounted for. */
export class ImporterRun {
  readonly importer: Importer
  readonly #reader: Reader
  readonly #types: ReadonlyMap<string, readonly CheckedType[]>
  readonly #buffer: FactBuffer
  readonly #notes: Notes
  readonly #said = new SaidBefore()
  readonly #files: string[] = []
  #rejected = 0

  constructor(importer: Importer, run: Run, put: PutFacts, notes: Notes) {
    this.importer = importer
    this.#reader = importer.open(run)
    const checked = this.#reader.records.map((type) => ({ ...type, check: validatorOf(type.schema) }))
    this.#types = Map.groupBy(checked, ({ at }) => at)
    this.#buffer = new FactBuffer(put)
    this.#notes = notes
  }

  /** Reads one file; `sawList` tells whether a list of the source's records stood in it, even an empty one. */
  async read(unit: Unit, tick: (counts: Counts) => void): Promise<{ counts: Counts; sawList: boolean }> {
    const { importer } = this
    this.#files.push(unit.id)
    const counts = { ...noRecords }
    const { records, ofEmpty, blankIsEmpty = false } = this.#reader
    const file = { source: importer.source, name: unit.name }
    const pieces = readRecords(unit.bytes, importer.format, records, file, blankIsEmpty)
    for (let next = await pieces.next(); ; next = await pieces.next()) {
      if (next.done) {
        const { sawList } = next.value
        const scope = counts.read === 0 && sawList ? ofEmpty?.(unit.name) : undefined
        if (scope !== undefined) this.#buffer.open(scope)
        return { counts, sawList }
      }
      for (const { pointer, reason } of next.value.skipped) this.#notes.skip({ file: unit.name, pointer, reason })
      for (const record of next.value.records) {
        counts.read++
        counts[this.#take(record, unit)]++
      }
      await this.#buffer.flushFull()
      tick(counts)
    }
  }

  /** A file that came with a folder was none of the source's: what it rejected takes nothing from the batch. */
  disown({ rejected }: Counts): void {
    this.#rejected -= rejected
  }

  /**
   * What only the whole can say; after it everything has been put. What cannot be held is left out and told, and the
   * batch closes nothing.
   */
  async end(): Promise<void> {
    const said: Said[] = []
    const skip = (reason: string, pointer = '') => this.#notes.skip({ file: '', pointer, reason })
    const leaveOut = (reason: string, pointer = '') => {
      this.#rejected++
      skip(`${this.importer.source}: left out at the end of the import: ${reason}`, pointer)
    }
    this.#reader.end?.(this.#emitInto(said, { reject: leaveOut, skip, later: () => undefined }))
    for (const it of said) {
      const fault = this.#faultOf(it)
      if (fault) leaveOut(fault, it.at)
      else this.#add(it, it.from?.map(evidenceAt) ?? this.#files.map((file) => ({ file, pointer: it.at })))
    }
    await this.#buffer.flushAll()
  }

  /** Every scope that was written. */
  get scopes(): readonly string[] {
    return this.#buffer.scopes
  }

  get facts(): { readonly nodes: number; readonly edges: number } {
    return this.#buffer.counts
  }

  /** A batch that rejected a record, or whose last page announces more, closes nothing. */
  get isComplete(): boolean {
    return this.#rejected === 0 && !(this.#reader.partial?.() ?? false)
  }

  coverage(scope: string): readonly CoverageGap[] {
    return withoutSecretValues(this.#reader.coverage(scope), () => undefined)
  }

  #take(record: RawRecord, unit: Unit): 'stored' | 'merged' | 'rejected' {
    const reject = (code: RejectionCode, message: string, pointer = '') => {
      this.#rejected++
      this.#notes.reject({
        file: unit.name,
        pointer: record.pointer + pointer,
        code,
        message: `${this.importer.source}: ${message}`,
      })
      return 'rejected' as const
    }
    if (record.problem) return reject(record.problem.code, record.problem.message, record.problem.pointer)
    const types = this.#types.get(record.at) ?? []
    const type = types.find(({ check }) => check.Check(record.value))
    if (!type) return reject('schema', ...this.#shapeFault(types, record.value))
    unknownFields(type.schema, record.value, (name) => this.#notes.unknownField(`${record.at}: ${name}`))

    const pointer = withoutSecretValues(record.pointer, () => undefined)
    const said: Said[] = []
    let refusal: string | undefined
    let isNew = false
    const emit = this.#emitInto(said, {
      reject: (reason) => {
        refusal ??= reason
      },
      skip: (reason) => this.#notes.skip({ file: unit.name, pointer: record.pointer, reason }),
      later: () => {
        isNew = true
      },
    })
    const place: Place = { file: unit.name, fileId: unit.id, pointer: record.pointer, keys: record.keys }
    try {
      type.map(record.value as never, emit, place)
    } catch (error) {
      if (error instanceof AppError) throw error
      // Its message may quote the record, so only its name goes on.
      return reject('importer_failed', `the importer failed (${(error as Error).name}); please report it`)
    }
    if (refusal !== undefined) return reject('refused', refusal)
    for (const it of said) {
      const fault = this.#faultOf(it)
      if (fault) return reject('bad_claim', fault, it.at)
    }
    for (const it of said) {
      if (this.#add(it, [{ file: unit.id, pointer: pointer + it.at }])) isNew = true
    }
    return isNew ? 'stored' : 'merged'
  }

  #emitInto(said: Said[], { reject, skip, later }: Pick<Emit, 'reject' | 'skip' | 'later'>): Emit {
    const leftOut = () => skip('a value that looks like a secret stood in a text; it was left out')
    const into = (scope: string, from?: readonly Place[]) => ({
      node: (node: NodeClaim, at = '') => void said.push({ scope, at, node: tidyNode(node, leftOut), from }),
      edge: (edge: EdgeClaim, at = '') => void said.push({ scope, at, edge: tidyEdge(edge, leftOut), from }),
    })
    return { into, reject, skip, later }
  }

  #faultOf({ scope, node, edge }: Said): string | undefined {
    return scopeFault(this.importer.source, scope) ?? (node ? nodeFault(node) : edge ? edgeFault(edge) : undefined)
  }

  /** What was said already is not stored again under other evidence: ten thousand rows may name one account. */
  #add({ scope, node, edge }: Said, evidence: readonly EvidenceRef[]): boolean {
    if (!this.#said.add(`${scope}\n${JSON.stringify(node ?? edge)}`)) return false
    if (node) this.#buffer.node(scope, { scope, node, evidence })
    if (edge) this.#buffer.edge(scope, { scope, id: edgeId(edge), edge, evidence })
    return true
  }

  #shapeFault(types: readonly CheckedType[], value: unknown): [message: string, pointer: string] {
    const [error] = types[0]?.check.Errors(value) ?? []
    const others = types.length > 1 ? ', and none of its other shapes fits' : ''
    return [`${error?.message ?? 'is of no known shape'}${others}`, error?.instancePath ?? '']
  }
}

const evidenceAt = ({ fileId, pointer }: Place): EvidenceRef => ({
  file: fileId,
  pointer: withoutSecretValues(pointer, () => undefined),
})
