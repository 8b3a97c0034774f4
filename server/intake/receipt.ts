import type { CoverageGap } from '../model/facts.ts'
import type { ScopeChange } from '../store/store.ts'
import { limits } from './limits.ts'
import type { ProblemCode } from './readers/record.ts'
import { withoutSecretValues } from './secret-values.ts'

/** Records of the source, each in exactly one of stored, merged and rejected. */
export interface Counts {
  readonly read: number
  /** Said something new. */
  readonly stored: number
  /** Said only what was said already in this import, or nothing. */
  readonly merged: number
  readonly rejected: number
}

/**
 * Why a record was not taken: its shape, what the importer says, a claim no store could hold, a fault of the importer,
 * or how it is written.
 */
export type RejectionCode = 'schema' | 'refused' | 'bad_claim' | 'importer_failed' | ProblemCode

export interface Rejection {
  readonly file: string
  readonly pointer: string
  readonly code: RejectionCode
  readonly message: string
}

export interface Skipped {
  readonly file: string
  readonly pointer: string
  readonly reason: string
}

export interface FileReceipt {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  /** The source that read it; empty where none knew it. */
  readonly source: string
  readonly records: Counts
}

export interface Receipt {
  readonly source: string
  /** The newest revision after the import; of a dry run, the one it found. */
  readonly revision: number
  readonly changed: boolean
  readonly dryRun: boolean
  readonly files: readonly FileReceipt[]
  readonly records: Counts
  /** Nodes and edges that this import states, and how many facts follow from all that is then in the store. */
  readonly facts: { readonly nodes: number; readonly edges: number; readonly derived: number }
  readonly scopes: readonly ScopeChange[]
  /** The first 1,000. */
  readonly rejections: readonly Rejection[]
  readonly rejectionsByCode: Readonly<Record<string, number>>
  /** The first 1,000 parts that were not understood. */
  readonly skipped: readonly Skipped[]
  readonly skippedTotal: number
  /** Fields no importer reads, by record selector and name. */
  readonly unknownFields: Readonly<Record<string, number>>
  readonly coverage: readonly CoverageGap[]
}

/** Keys of a file come into pointers and messages, and a secret may stand in a key. */
const silent = <T>(note: T): T => withoutSecretValues(note, () => undefined)

/** What is noted while files are read. */
export class Notes {
  readonly rejections: Rejection[] = []
  readonly rejectionsByCode = new Map<RejectionCode, number>()
  readonly skipped: Skipped[] = []
  skippedTotal = 0
  readonly unknownFields = new Map<string, number>()

  reject(rejection: Rejection): void {
    const { code } = rejection
    this.rejectionsByCode.set(code, (this.rejectionsByCode.get(code) ?? 0) + 1)
    if (this.rejections.length < limits.listed) this.rejections.push(silent(rejection))
  }

  skip(skipped: Skipped): void {
    this.skippedTotal++
    if (this.skipped.length < limits.listed) this.skipped.push(silent(skipped))
  }

  unknownField(field: string): void {
    const name = silent(field)
    const known = this.unknownFields.get(name)
    if (known !== undefined) this.unknownFields.set(name, known + 1)
    else if (this.unknownFields.size < limits.listed) this.unknownFields.set(name, 1)
  }
}

export const noRecords: Counts = { read: 0, stored: 0, merged: 0, rejected: 0 }

export const addCounts = (a: Counts, b: Counts): Counts => ({
  read: a.read + b.read,
  stored: a.stored + b.stored,
  merged: a.merged + b.merged,
  rejected: a.rejected + b.rejected,
})

/** Every record ended in exactly one way; anything else is a bug that must not pass for an import. */
export function assertBalanced({ read, stored, merged, rejected }: Counts): void {
  if (read === stored + merged + rejected) return
  throw new Error(
    `the receipt does not balance: ${read} read, ${stored} stored, ${merged} merged, ${rejected} rejected`,
  )
}
