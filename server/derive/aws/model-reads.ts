import { resourceKinds } from './resource-kinds.ts'

/** What every rule about AWS reads: who there is, their policies, and what else decides. */
export const modelTypes: readonly string[] = [
  'role',
  'service_account',
  'human',
  'group',
  'aws_account',
  'aws_organizational_unit',
  'aws_organization_root',
  ...resourceKinds.map(({ type }) => type),
]
export const modelEdges: readonly string[] = ['APPLIES_TO', 'MEMBER_OF']
