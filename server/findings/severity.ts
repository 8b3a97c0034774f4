export const severities = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** The band of a subject's blast radius (granted total). */
export function bandOf(score: number): Severity {
  if (score >= 60) return 'critical'
  if (score >= 25) return 'high'
  return score >= 5 ? 'medium' : 'low'
}

/** Some steps up or down, never past the ends. */
export function moved(band: Severity, steps: number): Severity {
  return severities[Math.max(0, Math.min(severities.length - 1, severities.indexOf(band) + steps))]!
}
