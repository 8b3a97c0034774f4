/**
 * A log's time in UTC, to the millisecond: seconds or milliseconds since 1970, ISO 8601, or the like without a zone,
 * which logs write in UTC. Undefined when it is none.
 */
export function logTime(value: unknown): string | undefined {
  if (typeof value === 'number') return isoOf(value > 1e11 ? value : value * 1000)
  if (typeof value !== 'string') return undefined
  if (/^\d{10,19}(?:\.\d+)?$/.test(value)) return logTime(Number(value) / (value.length > 16 ? 1e6 : 1))
  const [, day, clock, fraction = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?$/.exec(value) ?? []
  if (day === undefined || clock === undefined) return undefined
  return isoOf(Date.parse(`${day}T${clock}${fraction.slice(0, 4)}${zone}`))
}

/** Years that no clock of a log shows are a fault of the file. */
const isoOf = (ms: number): string | undefined =>
  ms >= 0 && ms < 253402300800000 ? new Date(ms).toISOString() : undefined
