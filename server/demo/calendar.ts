import { hash } from 'node:crypto'

/** The day the sample estate was looked at. It never moves, so that the estate is the same for everyone. */
export const collectedAt = '2026-11-01T06:00:00.000Z'

const DAY = 86_400_000
/** That many days before (or, below zero, after) the estate was looked at. */
export const daysAgo = (days: number): string => new Date(Date.parse(collectedAt) - days * DAY).toISOString()

/** A number from 0 up to `below` that only the name decides: variety without chance. */
export const varied = (name: string, below: number): number =>
  Number.parseInt(hash('sha256', name, 'hex').slice(0, 8), 16) % below

/** An id as a directory would give it, decided by the name. */
export function guid(name: string): string {
  const digits = hash('sha256', name, 'hex')
  return [8, 4, 4, 4, 12]
    .map((length, i, all) =>
      digits.substr(
        all.slice(0, i).reduce((a, b) => a + b, 0),
        length,
      ),
    )
    .join('-')
}
