import type { Importer } from '../../importers/importer.ts'
import { AppError } from '../errors.ts'
import type { OpenedFile } from './opened-file.ts'
import type { Notes, Skipped } from './receipt.ts'

export type Importers = ReadonlyMap<string, Importer>

/** Which importer reads which files; those that none reads are told. */
export interface Plan {
  readonly groups: readonly { readonly importer: Importer; readonly files: readonly OpenedFile[] }[]
  readonly skipped: readonly Skipped[]
}

export function planImport(source: string, files: readonly OpenedFile[], importers: Importers): Plan {
  return source === 'auto' ? planAuto(files, importers) : planOne(importerOf(source, importers), files, importers)
}

export function importerOf(source: string, importers: Importers): Importer {
  const importer = importers.get(source)
  if (importer) return importer
  const known = [...importers.keys(), 'auto'].join(', ')
  throw new AppError('unknown_source', `There is no such source. Ambit reads ${known}.`)
}

/** The source that a file looks like, other than `but`. */
export function looksLike({ head }: OpenedFile, importers: Importers, but?: Importer): Importer | undefined {
  return [...importers.values()].find((importer) => importer !== but && importer.sniff(head))
}

function planAuto(files: readonly OpenedFile[], importers: Importers): Plan {
  const known = Map.groupBy(files, (file) => looksLike(file, importers))
  const unknown = known.get(undefined) ?? []
  if (unknown.length === files.length) {
    if (files.every(({ bytes }) => bytes === 0)) {
      const what = files.length === 1 ? `${files[0]!.name} is empty` : `all ${files.length} files are empty`
      throw new AppError('unrecognised_file', `auto: ${what}. Nothing was imported: export again.`)
    }
    const which = files.length === 1 ? files[0]!.name : `none of the ${files.length} files`
    const not = files.length === 1 ? 'is no file of any source' : 'is of any source'
    throw new AppError(
      'unrecognised_file',
      `auto: ${which} ${not} that Ambit knows. Name the source, or see \`ambit sources\` for what it reads.`,
    )
  }
  const groups = [...known].flatMap(([importer, its]) => (importer ? { importer, files: its } : []))
  return { groups, skipped: unknown.map((file) => skip(file, 'no source knows this file; it was not read')) }
}

/**
 * Files that a user named are read, unless they are plainly another source's; those that came with a folder or an
 * archive may be something else.
 */
function planOne(importer: Importer, files: readonly OpenedFile[], importers: Importers): Plan {
  for (const file of files) {
    if (file.input.found || importer.sniff(file.head)) continue
    if (looksLike(file, importers, importer)) throw unrecognised(file, importer, importers)
  }
  const other = (file: OpenedFile) => (importer.sniff(file.head) ? undefined : whyNot(file, importer, importers))
  const rest = files.flatMap((file) => {
    const reason = file.input.found ? other(file) : undefined
    return reason === undefined ? [] : { file, reason }
  })
  const left = new Set(rest.map(({ file }) => file))
  const read = files.filter((file) => !left.has(file))
  if (read.length === 0) {
    throw new AppError(
      'unrecognised_file',
      `${importer.source}: none of the ${files.length} files is its own: ${rest[0]!.file.name}: ${rest[0]!.reason}.`,
    )
  }
  return { groups: [{ importer, files: read }], skipped: rest.map(({ file, reason }) => skip(file, reason)) }
}

const extensions: Readonly<Record<Importer['format'], RegExp>> = {
  json: /\.json$/i,
  jsonc: /\.jsonc?$/i,
  ndjson: /\.(?:nd)?jsonl?$/i,
  'json or ndjson': /\.(?:nd)?jsonl?$/i,
  csv: /\.csv$/i,
  'csv or json': /\.(?:csv|json)$/i,
}

function whyNot(file: OpenedFile, importer: Importer, importers: Importers): string | undefined {
  const like = looksLike(file, importers, importer)
  if (like) return `this looks like a file of ${like.source}; it was not read`
  const name = file.name.replace(/\.gz$/i, '')
  return extensions[importer.format].test(name) ? undefined : `this is no file of ${importer.source}; it was not read`
}

const skip = ({ name }: OpenedFile, reason: string): Skipped => ({ file: name, pointer: '', reason })

/** Nothing in the file was a record of the source it was given to. */
export function unrecognised(file: OpenedFile, importer: Importer, importers: Importers, notes?: Notes): AppError {
  const like = importer.sniff(file.head) ? undefined : looksLike(file, importers, importer)
  const advice = like
    ? `It looks like a file of ${like.source} (${like.reads}): import it as that, or as auto.`
    : `That source reads ${importer.reads}.${notes ? insteadOf(file, notes) : ''}`
  const message = `${importer.source}: ${file.name} holds no record that this source can read. ${advice}`
  return new AppError('unrecognised_file', message, {
    details: { file: file.name, ...(like && { looksLike: like.source }) },
  })
}

/** What was found instead, so that one sees where to look. */
function insteadOf({ name }: OpenedFile, { rejections, skipped }: Notes): string {
  const first = rejections.find((it) => it.file === name)
  if (first) return ` The first record was rejected: ${first.pointer} ${first.message}.`
  const parts = skipped.flatMap((it) => (it.file === name ? it.pointer : [])).slice(0, 5)
  return parts.length > 0 ? ` Found instead: ${parts.join(', ')}.` : ''
}
