import { importers as known } from '../../importers/index.ts'
import { deriveAll, ruleVersions } from '../derive/run.ts'
import { AppError } from '../errors.ts'
import { type CoverageGap, DEMO_PREFIX } from '../model/facts.ts'
import type { ScopeChange, Store, Writer } from '../store/store.ts'
import { refuseDangling } from './dangling.ts'
import type { InputFile } from './input-files.ts'
import { contentHashOf, knownImport, rememberImport } from './known-imports.ts'
import { limits } from './limits.ts'
import { type OpenedFile, openFile } from './opened-file.ts'
import { readGroup } from './read-group.ts'
import { addCounts, assertBalanced, type FileReceipt, Notes, noRecords, type Receipt } from './receipt.ts'
import { type Importers, type Plan, planImport } from './recognise.ts'
import { guardScopes } from './shrink-guard.ts'
import { unzipped } from './zip/open-zip.ts'

export interface ImportRequest {
  /** A source's name, or `auto`. */
  readonly source: string
  readonly files: readonly InputFile[]
  /** Names what the files themselves do not: a cluster, a tenant, a client. */
  readonly scope?: string
  /** Does everything but make it true. */
  readonly dryRun?: boolean
  /** Said after `needs_confirmation`. */
  readonly confirm?: boolean
}

export interface Progress {
  readonly phase: 'hashing' | 'reading' | 'deriving'
  readonly file: string
  /** Of all files together, as they lie. */
  readonly bytes: number
  readonly totalBytes: number
  readonly records: number
}

export interface ImportOptions {
  readonly fingerprintKey: Uint8Array
  readonly now: Date
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
  /** How long to wait for another import to end. */
  readonly waitMs?: number
  /** Those of Ambit, unless a test brings its own. */
  readonly importers?: Importers
}

/** Reads files into the store in one step: all of it becomes true at once, or nothing changes. */
export async function importFiles(store: Store, request: ImportRequest, options: ImportOptions): Promise<Receipt> {
  return new FileImport(store, request, options).run()
}

class FileImport {
  readonly #store: Store
  readonly #request: ImportRequest
  readonly #options: ImportOptions
  readonly #importers: Importers
  readonly #notes = new Notes()
  #progress: Progress = { phase: 'hashing', file: '', bytes: 0, totalBytes: 0, records: 0 }

  constructor(store: Store, request: ImportRequest, options: ImportOptions) {
    this.#store = store
    this.#request = request
    this.#options = options
    this.#importers = options.importers ?? known
  }

  async run(): Promise<Receipt> {
    const files = await this.#open()
    const plan = planImport(this.#request.source, files, this.#importers)
    for (const skipped of plan.skipped) this.#notes.skip(skipped)
    const hashes = plan.groups.map((group) => contentHashOf(group, this.#request.scope, this.#options.fingerprintKey))
    const before = await knownImport(this.#store, hashes, ruleVersions())
    if (before) {
      const dryRun = this.#request.dryRun ?? false
      return { ...before, dryRun, changed: false, revision: await this.#store.current() }
    }
    const { waitMs } = this.#options
    const writer = await this.#store.write(waitMs === undefined ? {} : { waitMs })
    try {
      return await this.#write(writer, plan, hashes)
    } catch (error) {
      await writer.abandon().catch(() => undefined) // what went wrong first is what counts
      throw error
    }
  }

  /** Sorted, so that the order in which files are given decides nothing. */
  async #open(): Promise<OpenedFile[]> {
    const { files, source } = this.#request
    if (files.length === 0) throw new AppError('bad_input', 'No file was given.')
    if (files.length > limits.files)
      throw new AppError('limit_exceeded', `An import takes ${limits.files} files at most.`)
    const opened: OpenedFile[] = []
    for (const given of files) {
      this.#report({ file: given.name })
      for (const input of await unzipped(given, source)) {
        opened.push(await openFile(input, source, (bytes) => this.#report({ bytes: this.#progress.bytes + bytes })))
      }
    }
    if (opened.length === 0)
      throw new AppError('bad_input', `${source}: ${files[0]!.name} is an archive without files.`)
    this.#report({ totalBytes: this.#progress.bytes })
    return opened.sort((a, b) => compare(a.name, b.name) || compare(a.sha256, b.sha256))
  }

  async #write(writer: Writer, plan: Plan, hashes: readonly string[]): Promise<Receipt> {
    const { source, dryRun = false, confirm = false } = this.#request
    const known = await (await this.#store.snapshot()).scopes()
    this.#report({ phase: 'reading', bytes: 0 })
    const files: FileReceipt[] = []
    const changes: ScopeChange[] = []
    const coverage: CoverageGap[] = []
    const facts = { nodes: 0, edges: 0, derived: 0 }
    const unread: AppError[] = []
    for (const [i, group] of plan.groups.entries()) {
      const done = await readGroup(group, {
        writer,
        contentHash: hashes[i]!,
        scope: this.#request.scope,
        fingerprintKey: this.#options.fingerprintKey,
        importers: this.#importers,
        notes: this.#notes,
        report: (file, bytes, records) => this.#advance(file, bytes, records),
      })
      files.push(...done.files)
      changes.push(...done.changes)
      coverage.push(...done.coverage)
      facts.nodes += done.facts.nodes
      facts.edges += done.facts.edges
      if (done.unread) unread.push(done.unread)
      if (!confirm) guardScopes(done.changes, known, done.collectedAt)
    }
    if (unread.length === plan.groups.length) throw unread[0]!
    // Invented and real facts never stand in one ranking.
    const gone: ScopeChange[] = []
    for (const { scope } of known.filter((it) => it.scope.startsWith(DEMO_PREFIX))) gone.push(await writer.drop(scope))
    await refuseDangling(writer)
    this.#report({ phase: 'deriving', file: '' })
    const derived = await deriveAll(writer, this.#options.now.toISOString())
    facts.derived = derived.facts
    this.#options.signal?.throwIfAborted()

    const revision = dryRun ? await this.#store.current() : await writer.flip()
    if (dryRun) await writer.abandon()
    const records = files.reduce((sum, file) => addCounts(sum, file.records), noRecords)
    assertBalanced(records)
    const receipt: Receipt = {
      source,
      revision,
      changed: !dryRun && revision === writer.revision,
      dryRun,
      files,
      records,
      facts,
      scopes: [...changes, ...gone, ...derived.changes],
      rejections: this.#notes.rejections,
      rejectionsByCode: Object.fromEntries(this.#notes.rejectionsByCode),
      skipped: this.#notes.skipped,
      skippedTotal: this.#notes.skippedTotal,
      unknownFields: Object.fromEntries(this.#notes.unknownFields),
      coverage: distinct([...coverage, ...derived.gaps]),
    }
    if (!dryRun)
      await rememberImport(
        this.#store,
        hashes,
        ruleVersions(),
        changes.map(({ scope }) => scope),
        receipt,
      )
    return receipt
  }

  #advance(file: string, bytes: number, records: number): void {
    const { bytes: before, records: already } = this.#progress
    this.#report({ file, bytes: before + bytes, records: already + records })
  }

  #report(change: Partial<Progress>): void {
    this.#options.signal?.throwIfAborted()
    this.#progress = { ...this.#progress, ...change }
    this.#options.onProgress?.(this.#progress)
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const distinct = (gaps: readonly CoverageGap[]): readonly CoverageGap[] => [
  ...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values(),
]
