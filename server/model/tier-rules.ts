import type { NodeClaim } from './facts.ts'
import type { Tier } from './kinds.ts'

interface TierRule {
  readonly tier: Tier
  readonly because: string
  readonly dataClass?: readonly string[]
  readonly type?: readonly string[]
}

/** Rules that raise a tier; the strictest that fits counts, and its reason is shown beside the tier. */
export const tierRules: readonly TierRule[] = [
  {
    tier: 0,
    because: 'controls everything inside its boundary',
    type: [
      'aws_account',
      'aws_organization',
      'entra_tenant',
      'gcp_organization',
      'k8s_cluster',
      'github_organization',
      'okta_org',
      'vault_server',
      'spiffe_trust_domain',
      'google_customer',
    ],
  },
  {
    tier: 1,
    because: 'holds a whole environment',
    type: ['azure_management_group', 'azure_subscription', 'gcp_folder', 'gcp_project'],
  },
  { tier: 1, because: 'holds regulated or payment data', dataClass: ['payment', 'customer', 'health', 'secret'] },
  {
    tier: 1,
    because: 'holds every mailbox or every file',
    type: ['entra_all_mailboxes', 'entra_all_files', 'google_all_mail', 'google_all_drive'],
  },
  {
    tier: 1,
    because: 'holds every chat of the organisation',
    type: ['entra_all_messages', 'slack_workspace', 'slack_messages'],
  },
  { tier: 1, because: 'runs code on every managed device', type: ['entra_all_devices'] },
  { tier: 1, because: 'decides who may sign in', type: ['entra_policies'] },
  {
    tier: 2,
    because: 'holds what everybody keeps of one kind',
    type: [
      'entra_directory',
      'entra_all_users',
      'entra_all_groups',
      'entra_all_calendars',
      'entra_all_contacts',
      'entra_all_notes',
      'entra_all_meetings',
      'entra_security_records',
      'slack_files',
      'google_all_calendar',
      'google_all_contacts',
      'slack_directory',
    ],
  },
  {
    tier: 2,
    because: 'holds credentials or opens what is encrypted',
    type: ['aws_secretsmanager_secret', 'aws_kms_key', 'azure_key_vault', 'gcp_secret', 'gcp_kms_key', 'vault_path'],
  },
  { tier: 2, because: 'holds confidential data', dataClass: ['confidential', 'source', 'employee'] },
]

export interface RatedTier {
  readonly tier: Tier
  readonly because: string
}

/** What a node of a kind counts as when nothing states or raises its tier; other kinds do not count. */
const unstated: Partial<Record<NodeClaim['kind'], Tier>> = { Resource: 3, Identity: 4, Secret: 4, Tool: 4 }

/** The tier a node is valued at and why, or undefined when it does not count. */
export function rateTier(node: NodeClaim): RatedTier | undefined {
  if (node.counts === false || node.stub) return undefined
  const fits = ({ type, dataClass }: TierRule) =>
    (type?.includes(node.type) ?? false) ||
    (node.dataClass !== undefined && (dataClass?.includes(node.dataClass) ?? false))
  let best: RatedTier | undefined = node.tier === undefined ? undefined : { tier: node.tier, because: 'stated' }
  for (const rule of tierRules) {
    if (fits(rule) && rule.tier < (best?.tier ?? 5)) best = { tier: rule.tier, because: rule.because }
  }
  const fallback = unstated[node.kind]
  return best ?? (fallback === undefined ? undefined : { tier: fallback, because: 'no tier stated' })
}
