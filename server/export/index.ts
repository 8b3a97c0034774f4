import type { ExportFormat } from './export-format.ts'
import { facts } from './facts.ts'
import { opengraph } from './opengraph.ts'

/** Every format out, one file each; another one is a file and a line here. */
const list: readonly ExportFormat[] = [facts, opengraph]

export const exportFormats: ReadonlyMap<string, ExportFormat> = new Map(list.map((format) => [format.format, format]))
