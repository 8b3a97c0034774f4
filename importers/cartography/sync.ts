import { type TObject, Type } from 'typebox'
import type { CoverageGap } from '../../server/model/facts.ts'
import type { Emit, Place, ScopedEmit } from '../importer.ts'

export const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** What every query of ours returns beside its own columns; numbers come as text, so that no way to save them matters. */
const common = {
  rows: Type.String({ pattern: '^[0-9]+$' }),
  lastUpdated: Text,
}
export const rowOf = <P extends TObject['properties'], Q extends string>(query: Q, properties: P) =>
  Type.Object({ cartography: Type.Literal(query), ...common, ...properties })

export interface Row {
  readonly cartography: string
  readonly rows: string
  readonly lastUpdated?: string | null | undefined
}

interface Saved {
  read: number
  readonly of: number
}

/** What one import learns of its files as a whole: whether rows are missing, and how old each scope is. */
export class Sync {
  readonly #saved = new Map<string, Saved>()
  readonly #ages = new Map<string, Map<number, number>>()

  /** Counts the row, whatever becomes of it. */
  count({ file, fileId }: Place, row: Row): void {
    const key = `${fileId} ${file} ${row.cartography}`
    const saved = this.#saved.get(key) ?? { read: 0, of: Number(row.rows) }
    saved.read++
    this.#saved.set(key, saved)
  }

  into(emit: Emit, around: string, row: Row): ScopedEmit {
    const scope = `cartography:${around}:${row.cartography}`
    const ages = this.#ages.get(scope) ?? new Map<number, number>()
    this.#ages.set(scope, ages)
    const seconds = Number(row.lastUpdated ?? Number.NaN)
    if (dateOf(seconds)) ages.set(seconds, (ages.get(seconds) ?? 0) + 1)
    return emit.into(scope)
  }

  /** Neo4j Browser saves no more rows than it shows. */
  isPartial = (): boolean => [...this.#saved.values()].some(({ read, of }) => read !== of)

  coverage = (scope: string): readonly CoverageGap[] => {
    const gaps: CoverageGap[] = []
    for (const { read, of } of this.#saved.values()) {
      if (read === of) continue
      const missing = `rows of a result: ${read} of ${of} could be read`
      gaps.push({ missing, settledBy: 'all rows, such as by apoc.export.json.query' })
    }
    const ages = this.#ages.get(scope) ?? new Map<number, number>()
    const newest = [...ages.keys()].reduce((a, b) => Math.max(a, b), 0)
    if (newest === 0) return [...gaps, { missing: 'when Cartography last saw these things' }]
    const older = [...ages].reduce((sum, [seconds, count]) => (seconds < newest ? sum + count : sum), 0)
    gaps.push({ missing: `what changed since Cartography last looked, on ${dateOf(newest)}` })
    if (older > 0)
      gaps.push({ missing: `whether ${older} of its things still exist, which its latest look did not see again` })
    return gaps
  }
}

/** Cartography stamps what it saw with the second its run began, unless it was started with a stamp of one's own. */
const dateOf = (seconds: number): string | undefined =>
  seconds >= 1e9 && seconds < 1e10 ? new Date(seconds * 1000).toISOString() : undefined

/** A time that names its zone; Python writes a space for the `T`. Words such as `never used` are none. */
export function timeOf(text: string | null | undefined): string | undefined {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|\+00:?00)$/.exec(text ?? '') ?? []
  const parsed = day === undefined ? Number.NaN : Date.parse(`${day}T${time}Z`)
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString()
}
