import type { FactSource } from '../graph/fact-source.ts'

/** What an export is written from; a store's snapshot is one. */
export type ExportSource = Pick<FactSource, 'revision' | 'nodes' | 'edges'>

/** A format that facts go out in. */
export interface ExportFormat {
  /** As `ambit export` and the API name it. */
  readonly format: string
  readonly mediaType: string
  /** Of a file that holds it, with the dot. */
  readonly extension: string
  /** What it is for, in a sentence. */
  readonly says: string
  /** Writes everything that holds in the source, piece by piece and in no more memory than that takes. */
  readonly write: (source: ExportSource) => AsyncIterable<string>
}

export const defineExport = (format: ExportFormat): ExportFormat => format
