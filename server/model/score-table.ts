import type { Capability } from './capabilities.ts'
import type { Tier } from './kinds.ts'

/**
 * Every constant of the score, in one place. Change a number here (or hand a changed copy to the functions that take
 * a table) and give it a new version: every answer names the version it was computed under.
 */
export interface ScoreTable {
  readonly version: string
  /** Harm of controlling a node of the tier, were it all that is reached. */
  readonly tierHarm: Readonly<Record<Tier, number>>
  readonly capabilityFactor: Readonly<Record<Capability, number>>
  /** Ease of a crossing by the name an edge kind or a catalogue entry gives it; 1 is certain. */
  readonly ease: Readonly<Record<string, number>>
  /** Multiplies the ease of an edge that is only inferred. */
  readonly inferred: number
  /** Multiplies the ease of an edge whose condition the facts cannot decide. */
  readonly conditional: number
  /** Multiplies the ease of an edge once for each known gate on it. */
  readonly gate: number
  /** No single p·h counts for more, so that every logarithm stays finite. */
  readonly harmCap: number
  readonly exposure: Readonly<Record<ExposurePart, number>>
  readonly policy: { readonly secretMaxAgeDays: number; readonly dormantAfterDays: number }
}

export const exposureParts = [
  'leaked copy',
  'age over policy',
  'static',
  'shared',
  'third party',
  'no owner',
  'dormant',
  'human use',
] as const
export type ExposurePart = (typeof exposureParts)[number]

export const scoreTable: ScoreTable = {
  version: 'ambit-1',
  tierHarm: { 0: 0.8, 1: 0.3, 2: 0.05, 3: 0.01, 4: 0.0001 },
  capabilityFactor: { read: 0.5, write: 0.8, execute: 0.8, control: 1 },
  ease: {
    direct: 1,
    login: 0.9,
    mint: 0.9,
    code_change: 0.4,
    escalation: 0.8,
    persuasion: 0.1,
    untrusted_content: 0.1,
  },
  inferred: 0.7,
  conditional: 0.5,
  gate: 0.5,
  harmCap: 0.99,
  exposure: {
    'leaked copy': 0.9,
    'age over policy': 0.2,
    static: 0.15,
    shared: 0.3,
    'third party': 0.25,
    'no owner': 0.2,
    dormant: 0.15,
    'human use': 0.15,
  },
  policy: { secretMaxAgeDays: 90, dormantAfterDays: 90 },
}
