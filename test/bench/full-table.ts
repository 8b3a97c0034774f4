import type { NodeKind } from '../../server/model/kinds.ts'

/** How the kinds of a CSV estate read in Ambit's words; `key` says what a tool does, or what a thing contains. */
export const edgeKindOf: Readonly<Record<string, { readonly kind: string; readonly key?: string }>> = {
  AUTHENTICATES_AS: { kind: 'AUTHENTICATES_AS' },
  MEMBER_OF: { kind: 'MEMBER_OF' },
  NESTED_IN: { kind: 'MEMBER_OF' },
  HAS_ROLE: { kind: 'CAN_ASSUME' },
  CAN_ASSUME: { kind: 'CAN_ASSUME' },
  GRANTS: { kind: 'CAN_WRITE' },
  CAN_READ: { kind: 'CAN_READ' },
  HOLDS: { kind: 'HAS_GRANT' },
  SCOPES: { kind: 'CAN_READ' },
  ACTS_AS: { kind: 'CAN_ASSUME' },
  USES: { kind: 'CAN_CALL' },
  ACCESSES: { kind: 'ACTS_ON', key: 'read' },
  RUNS_AS: { kind: 'RUNS_AS' },
  EXPOSES: { kind: 'CONTAINS', key: 'part' },
}

export const nodeKindOf: Readonly<Record<string, NodeKind>> = {
  human: 'Identity',
  service_account: 'Identity',
  app: 'Identity',
  agent: 'Identity',
  workload: 'Identity',
  role: 'Identity',
  secret: 'Secret',
  group: 'Group',
  grant: 'Grant',
  tool: 'Tool',
  resource: 'Resource',
}

/** What only conveys is valued by what it leads to. */
export const unvaluedKinds: ReadonlySet<NodeKind> = new Set<NodeKind>(['Group', 'Grant'])

/** The least criticality that is of a tier. */
export const tierFrom = { 1: 10, 2: 8, 3: 4, 4: 0 } as const

const tierByCriticality = Int8Array.from({ length: 11 }, (_, criticality) =>
  criticality >= tierFrom[1] ? 1 : criticality >= tierFrom[2] ? 2 : criticality >= tierFrom[3] ? 3 : 4,
)
export const tierOf = (criticality: number): number => tierByCriticality[criticality]!

/** What the full mode's numbers rest on, printed beside them. */
export const fullTable = { edges: edgeKindOf, nodes: nodeKindOf, unvalued: [...unvaluedKinds], tierFrom }
