import { allowed, conditionalOn, type EdgeClaim } from '../../server/model/facts.ts'
import { accessEdges, permissionsOf, reachesNothing } from './githound-permissions.ts'
import type { SeenNode } from './seen-nodes.ts'

type Draw = (from: SeenNode, to: SeenNode) => readonly EdgeClaim[]

const plainly =
  (kind: string, more: Partial<Pick<EdgeClaim, 'confidence' | 'note' | 'key'>> = {}): Draw =>
  (from, to) => [{ kind, from: from.claim.id, to: to.claim.id, confidence: 'granted', ...more, ...allowed }]

/** Between nodes of two kinds only; between others the edge describes. */
const where = (fromKind: string, toKind: string, draw: Draw): Draw => {
  return (from, to) => (from.given.kinds.includes(fromKind) && to.given.kinds.includes(toKind) ? draw(from, to) : [])
}

const either =
  (...draws: readonly Draw[]): Draw =>
  (from, to) =>
    draws.flatMap((draw) => draw(from, to))

/** A pushed branch brings its own workflow files, which run with the secrets of the repository. */
const runsOnPush: Draw = ({ parts }, { claim }) =>
  parts?.job ? [{ kind: 'RUNS_AS', from: claim.id, to: parts.job, confidence: 'granted', ...allowed }] : []

/** Workflows may name an environment; what it asks for before they run is not in the graph. */
const runsInEnvironment: Draw = (from, to) => [
  {
    kind: 'RUNS_AS',
    from: from.claim.id,
    to: to.claim.id,
    confidence: 'granted',
    ...conditionalOn('which reviewers or branches the environment asks for'),
  },
]

/** What its edges mean in Ambit's words; one row each. Kinds without a row only describe. */
const kinds: ReadonlyMap<string, Draw> = new Map<string, Draw>([
  ['GH_HasRole', plainly('MEMBER_OF')],
  ['GH_HasBaseRole', plainly('MEMBER_OF')],
  ['GH_MemberOf', plainly('MEMBER_OF')],
  ['GH_AddMember', plainly('CAN_CONTROL', { note: 'It may add members to the team.' })],
  ['GH_Owns', where('GH_Organization', 'GH_Repository', plainly('CONTAINS'))],
  ['GH_HasBranch', either(plainly('CONTAINS', { key: 'part' }), runsOnPush)],
  ['GH_HasVariable', plainly('CONTAINS')],
  ['GH_ReadRepoContents', plainly('CAN_READ')],
  ['GH_WriteRepoContents', plainly('CAN_WRITE')],
  ['GH_AdminTo', plainly('CAN_CONTROL')],
  ['GH_CanCreateBranch', plainly('CAN_WRITE', { key: 'new branch', note: 'It may push to a new branch.' })],
  ['GH_CanWriteBranch', plainly('CAN_WRITE')],
  [
    'GH_CanEditProtection',
    (from, to) => [
      {
        kind: 'CAN_WRITE',
        from: from.claim.id,
        to: to.claim.id,
        key: 'edit protection',
        confidence: 'granted',
        note: 'It may lift the protection of the branch.',
        ...conditionalOn('whether it may also push to the repository'),
      },
    ],
  ],
  [
    'GH_HasSecret',
    (from, { claim }) =>
      from.parts?.job
        ? [{ kind: 'USES_SECRET', from: from.parts.job, to: claim.id, confidence: 'granted', ...allowed }]
        : [],
  ],
  [
    'GH_Contains',
    either(
      where('GH_Environment', 'GH_EnvironmentSecret', plainly('USES_SECRET')),
      where('GH_Repository', 'GH_SecretScanningAlert', (from, { parts }) =>
        parts?.place
          ? [{ kind: 'CONTAINS', from: from.claim.id, to: parts.place, key: 'part', confidence: 'granted', ...allowed }]
          : [],
      ),
    ),
  ],
  ['GH_HasEnvironment', runsInEnvironment],
  ['GH_HasWorkflow', plainly('CONTAINS')],
  ['GH_CanReadSecretScanningAlert', plainly('CAN_READ', { note: 'An alert shows the leaked secret.' })],
  [
    'GH_ValidToken',
    plainly('AUTHENTICATES_AS', {
      confidence: 'inferred',
      note: 'The token works; what it was limited to is not known.',
    }),
  ],
  ['GH_HasPersonalAccessToken', plainly('OWNS')],
  [
    'GH_WriteOrganizationCustomOrgRole',
    plainly('CAN_CONTROL', {
      confidence: 'inferred',
      key: 'custom roles',
      note: 'It may give a role of its own more rights.',
    }),
  ],
  [
    'GH_CanAccess',
    (from, to) => {
      const permissions = permissionsOf(from.given)
      if (!permissions || reachesNothing(from.given)) return []
      const target = to.given.kinds.includes('GH_Organization') ? 'organization' : 'repository'
      return accessEdges(from.parts?.grant ?? from.claim.id, to.claim.id, permissions, target)
    },
  ],
])

/** The edges that an edge of the collector stands for; none for what only describes, undefined for a kind without a row. */
export const githoundEdges = (kind: string, from: SeenNode, to: SeenNode): readonly EdgeClaim[] | undefined =>
  kinds.get(kind)?.(from, to)
