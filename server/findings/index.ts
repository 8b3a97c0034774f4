import type { Finding } from './finding.ts'
import { ownerMissing } from './owner-missing.ts'
import { reachesTierZero } from './reaches-tier-zero.ts'
import { secretExposed } from './secret-exposed.ts'
import { secretLongLived } from './secret-long-lived.ts'
import { secretShared } from './secret-shared.ts'

/** Every rule, one file each; another one is a file, a case file and a line here. */
export const findings: readonly Finding[] = [
  secretExposed,
  reachesTierZero,
  secretShared,
  secretLongLived,
  ownerMissing,
]
