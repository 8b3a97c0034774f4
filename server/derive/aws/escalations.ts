import type { Escalation } from './escalation.ts'
import { furtherEscalations } from './further-escalations.ts'
import { iamEscalations } from './iam-escalations.ts'
import { passroleEscalations } from './passrole-escalations.ts'
import { serviceEscalations } from './service-escalations.ts'
import { workloadEscalations } from './workload-escalations.ts'

/** Every step but sts-001, which is CAN_ASSUME itself. One more is a row in one of these. */
export const escalations: readonly Escalation[] = [
  ...iamEscalations,
  ...passroleEscalations,
  ...workloadEscalations,
  ...furtherEscalations,
  ...serviceEscalations,
]
