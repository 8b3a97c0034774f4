import type { Importer } from './importer.ts'

/** Every source, one file or folder each; another one is a file, a fixture, a test and a line here. */
const list: readonly Importer[] = []

export const importers: ReadonlyMap<string, Importer> = new Map(list.map((importer) => [importer.source, importer]))
