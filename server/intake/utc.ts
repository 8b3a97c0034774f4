const isoTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/

/** An ISO 8601 time in UTC to the millisecond, so that times compare as text; undefined when it is none, or has no zone. */
export function utc(text: string): string | undefined {
  if (text.length === 24 && text.endsWith('Z') && isoTime.test(text) && !Number.isNaN(Date.parse(text))) return text
  if (!isoTime.test(text)) return undefined
  const time = new Date(text)
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() < 0 || time.getUTCFullYear() > 9999) return undefined
  return time.toISOString()
}
