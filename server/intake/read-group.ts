import type { AppError } from '../errors.ts'
import { sourceFileId } from '../model/edge-id.ts'
import type { CoverageGap } from '../model/facts.ts'
import type { ScopeChange, Writer } from '../store/store.ts'
import { fingerprint } from './fingerprint.ts'
import { bytesOf, type OpenedFile } from './opened-file.ts'
import { assertBalanced, type FileReceipt, type Notes } from './receipt.ts'
import { type Importers, type Plan, unrecognised } from './recognise.ts'
import { ImporterRun } from './run-importer.ts'

interface Reading {
  readonly writer: Writer
  readonly contentHash: string
  readonly scope: string | undefined
  readonly fingerprintKey: Uint8Array
  readonly importers: Importers
  readonly notes: Notes
  /** Told of each step: how many bytes and records it took. */
  readonly report: (file: string, bytes: number, records: number) => void
}

interface GroupRead {
  readonly files: readonly FileReceipt[]
  readonly changes: readonly ScopeChange[]
  readonly coverage: readonly CoverageGap[]
  readonly facts: { readonly nodes: number; readonly edges: number }
  readonly collectedAt: string
  /** Why none of its files was read, where none was: they came with a folder, whose other files may be. */
  readonly unread?: AppError
}

/** Reads all files of one source into the writer, and seals every scope that they speak of. */
export async function readGroup({ importer, files }: Plan['groups'][number], reading: Reading): Promise<GroupRead> {
  const { writer, scope, contentHash, fingerprintKey, notes } = reading
  const newest = files.reduce((time, { input }) => Math.max(time, input.modifiedAt.getTime()), 0)
  const collectedAt = new Date(newest).toISOString()
  const run = new ImporterRun(
    importer,
    { scope, collectedAt, fingerprint: (value) => fingerprint(fingerprintKey, value) },
    (of, facts) => writer.put(of, facts),
    notes,
  )
  const receipts: FileReceipt[] = []
  const own: OpenedFile[] = []
  for (const file of files) {
    const { receipt, isItsOwn } = await readFile(file, run, reading)
    receipts.push(receipt)
    if (isItsOwn) own.push(file)
  }
  if (own.length === 0) {
    const unread = unrecognised(files[0]!, importer, reading.importers, notes)
    if (!files.every(({ input }) => input.found)) throw unread
    return { files: receipts, changes: [], coverage: [], facts: run.facts, collectedAt, unread }
  }
  await run.end()
  const changes: ScopeChange[] = []
  const coverage: CoverageGap[] = []
  const header = { source: importer.source, importerVersion: importer.version, complete: run.isComplete, collectedAt }
  for (const of of run.scopes) {
    const gaps = run.coverage(of)
    coverage.push(...gaps)
    changes.push(await writer.seal({ ...header, scope: of, coverage: gaps, contentHash }))
  }
  return { files: receipts, changes, coverage, facts: run.facts, collectedAt }
}

async function readFile(
  file: OpenedFile,
  run: ImporterRun,
  reading: Reading,
): Promise<{ receipt: FileReceipt; isItsOwn: boolean }> {
  const { name, sha256, input } = file
  const { importer } = run
  const { source } = importer
  const id = sourceFileId(source, name, sha256)
  await reading.writer.putFiles([{ id, source, name, sha256, collectedAt: input.modifiedAt.toISOString() }])
  reading.report(name, 0, 0)
  async function* counted() {
    for await (const chunk of bytesOf(file, source)) {
      yield chunk
      reading.report(name, chunk.length, 0)
    }
  }
  let told = 0
  const { counts, sawList } = await run.read({ name, id, bytes: counted() }, ({ read }) => {
    reading.report(name, 0, read - told)
    told = read
  })
  assertBalanced(counts)
  const isItsOwn = counts.read > counts.rejected || (counts.read === 0 && sawList)
  const mayBeOther = input.found && !importer.sniff(file.head)
  if (!isItsOwn && !input.found) throw unrecognised(file, importer, reading.importers, reading.notes)
  if (!isItsOwn && mayBeOther) run.disown(counts)
  if (!isItsOwn && counts.read === 0)
    reading.notes.skip({ file: name, pointer: '', reason: 'it holds no record that this source can read' })
  return { receipt: { name, sha256, bytes: file.bytes, source, records: counts }, isItsOwn }
}
