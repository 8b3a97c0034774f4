// What a log is to its importer: events in lists, lines or wrappers, each read to what it tells, and all of them folded.
import { type Static, type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import type { CoverageGap, NodeClaim } from '../../server/model/facts.ts'
import {
  defineImporter,
  type Emit,
  type Importer,
  type Place,
  type RecordType,
  type Run,
  recordType,
} from '../importer.ts'
import { logTime } from './times.ts'
import { type Use, UseLog } from './uses.ts'

/** What one event tells. */
export interface Told {
  /** The account, tenant, organisation or cluster it happened in. */
  readonly part: string
  /** As the log writes it; undefined where it writes none. */
  readonly at: unknown
  readonly id?: string | null | undefined
  /** Or why it is no use. */
  readonly uses: readonly Use[] | string
  /** `by` acted on behalf of `whom`. */
  readonly delegated?: readonly { readonly by: NodeClaim; readonly whom: NodeClaim; readonly action: string }[]
}

interface LogSource<S extends TSchema> extends Pick<Importer, 'source' | 'version' | 'reads' | 'get' | 'sniff'> {
  readonly event: S
  readonly read: (event: Static<S>, run: Run) => Told
  readonly coverage: readonly CoverageGap[]
}

/** Where events stand: in any list of a document, a bare one, or line by line. */
const places = ['/*/#', '/#', 'line'] as const

/** Where an answer of an API says that it goes on. */
const further = ['/nextPageToken', '/@odata.nextLink']

/** As collectors wrap an event: the object inside, or its text in a `message` or `log`. */
const Wrapped = Type.Object({
  event: Type.Optional(Type.Unknown()),
  message: Type.Optional(Type.String()),
  log: Type.Optional(Type.String()),
  properties: Type.Optional(Type.Object({ log: Type.Optional(Type.String()) })),
})

export function defineLogImporter<S extends TSchema>({ event, read, coverage, ...rest }: LogSource<S>): Importer {
  return defineImporter({
    ...rest,
    format: 'json or ndjson',
    open(run) {
      const log = new UseLog(rest.source)
      const own = (it: Static<S>, emit: Emit, place: Place) => take(read(it, run), emit, place, log)
      const wrapped = (it: Static<typeof Wrapped>, emit: Emit, place: Place) => {
        const inside = unwrapped(event, it)
        if (inside !== undefined) own(inside, emit, place)
        else emit.reject('it is no event of this log')
      }
      let goesOn = false
      const next = (token: string) => {
        goesOn ||= token !== ''
      }
      return {
        records: [
          ...places.flatMap((at): RecordType[] => [recordType(at, event, own), recordType(at, Wrapped, wrapped)]),
          ...further.map((at) => recordType(at, Type.String(), next)),
        ],
        end: (emit) => log.end(emit),
        partial: () => goesOn,
        coverage: () => [timeGap, ...(goesOn ? [pageGap] : []), ...coverage],
      }
    },
  })
}

const timeGap: CoverageGap = { missing: 'what was done before and after the time of these files' }

const pageGap: CoverageGap = { missing: 'what stands on the pages that follow', settledBy: 'all pages of the answer' }

/** The event in at most three wrappers. */
function unwrapped<S extends TSchema>(event: S, value: unknown, depth = 3): Static<S> | undefined {
  if (Check(event, value)) return value as Static<S>
  if (depth === 0 || !Check(Wrapped, value)) return undefined
  return unwrapped(event, value.event ?? parsed(value.message ?? value.log ?? value.properties?.log), depth - 1)
}

/** A parser's message would quote the text, so none leaves here. */
function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function take({ part, at: written, id, uses, delegated = [] }: Told, emit: Emit, place: Place, log: UseLog): void {
  const at = logTime(written)
  if (at === undefined && written !== undefined) {
    emit.reject('its time is none')
    return
  }
  const folded = log.of(part)
  folded.saw(at)
  if (log.isRepeated(id)) return
  if (typeof uses === 'string') {
    log.leaves(uses)
    return
  }
  if (at === undefined) log.leaves('bear no time: that it was done is told, and not when')
  let isNew = false
  for (const use of uses) if (folded.use(use, at, place)) isNew = true
  for (const { by, whom, action } of delegated) if (folded.delegated(by, whom, action, at, place)) isNew = true
  if (isNew) emit.later()
}
