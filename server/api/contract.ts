import { type Static, type TSchema, Type } from 'typebox'
import { capabilities } from '../model/capabilities.ts'
import { confidences, nodeKinds } from '../model/kinds.ts'

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>(Type.Enum([...values]))
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const count = Type.Integer({ minimum: 0 })

export const NodeKindSchema = oneOf(nodeKinds)
export const CapabilitySchema = oneOf(capabilities)
export const TierSchema = nullable(Type.Integer({ minimum: 0, maximum: 4 }))

/** A node as every list and path shows it. */
export const NodeRef = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: NodeKindSchema,
  type: Type.String(),
  provider: nullable(Type.String()),
  account: nullable(Type.String()),
  environment: nullable(Type.String()),
  tier: TierSchema,
  tierBecause: nullable(Type.String()),
  stub: Type.Boolean(),
  demo: Type.Boolean(),
})
export type NodeRef = Static<typeof NodeRef>

export const Evidence = Type.Object({
  source: Type.String(),
  file: Type.String(),
  sha256: Type.String(),
  pointer: Type.String(),
  collectedAt: Type.String(),
})
export type Evidence = Static<typeof Evidence>

/** One hop of a path: a sentence, what is crossed, and what shows it to be true. */
export const Hop = Type.Object({
  edge: Type.String(),
  kind: Type.String(),
  from: Type.String(),
  to: Type.String(),
  fromName: Type.String(),
  toName: Type.String(),
  says: Type.String(),
  needs: CapabilitySchema,
  gives: CapabilitySchema,
  ease: Type.Number(),
  confidence: oneOf(confidences),
  verdict: oneOf(['allowed', 'conditional']),
  missing: nullable(Type.String()),
  gates: Type.Array(Type.String()),
  stale: Type.Boolean(),
  technique: nullable(Type.String()),
  cutBy: Type.String(),
  evidence: Type.Array(Evidence),
})
export type Hop = Static<typeof Hop>

export const Contribution = Type.Object({
  node: Type.String(),
  name: Type.String(),
  kind: NodeKindSchema,
  type: Type.String(),
  tier: Type.Integer(),
  tierBecause: nullable(Type.String()),
  capability: CapabilitySchema,
  ease: Type.Number(),
  harm: Type.Number(),
  value: Type.Number(),
  path: Type.Array(Hop),
})
export type Contribution = Static<typeof Contribution>

export const Reached = Type.Object({
  total: count,
  byKind: Type.Record(Type.String(), count),
  byTier: Type.Record(Type.String(), count),
  principals: count,
  nonHumanPrincipals: count,
  percentOfPrincipals: Type.Number(),
})
export type Reached = Static<typeof Reached>

export const Total = Type.Object({ score: Type.Number(), sum: Type.Number(), reached: count })
export const Totals = Type.Object({ granted: Total, withInferred: Total, withConditional: Total })
export type Totals = Static<typeof Totals>

export const CoverageNote = Type.Object({
  scope: Type.String(),
  missing: Type.String(),
  settledBy: nullable(Type.String()),
})
export type CoverageNote = Static<typeof CoverageNote>

/** What limits the answer was given under: nothing is limited unless the caller asked. */
export const Limits = Type.Object({
  asOf: Type.String(),
  gates: oneOf(['count', 'open', 'hold']),
  maxHops: nullable(count),
  contributions: nullable(count),
  notes: Type.Array(Type.String()),
})
export type Limits = Static<typeof Limits>

/** What every graph answer says beside its own. */
export const answered = {
  revision: count,
  scoreTable: Type.String(),
  limits: Limits,
  truncated: Type.Boolean(),
  coverage: Type.Array(CoverageNote),
}

export const ExposureAnswer = Type.Object({
  score: Type.Number(),
  parts: Type.Array(
    Type.Object({ part: Type.String(), weight: Type.Number(), holds: nullable(Type.Boolean()), says: Type.String() }),
  ),
})
export type ExposureAnswer = Static<typeof ExposureAnswer>

export const ReachRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: NodeKindSchema,
  type: Type.String(),
  tier: TierSchema,
  hops: count,
  capabilities: Type.Array(CapabilitySchema),
  basis: oneOf(['granted', 'inferred', 'conditional']),
})

export const BlastRadius = Type.Object({
  ...answered,
  identity: NodeRef,
  starts: Type.Array(NodeRef),
  owners: Type.Array(NodeRef),
  blast: Type.Object({
    score: Type.Number(),
    sum: Type.Number(),
    contributions: Type.Array(Contribution),
    rest: Type.Object({ count, value: Type.Number() }),
  }),
  reached: Reached,
  totals: Totals,
  exposure: ExposureAnswer,
  reach: Type.Optional(Type.Array(ReachRow)),
})
export type BlastRadius = Static<typeof BlastRadius>

export const RankedIdentity = Type.Object({
  ...NodeRef.properties,
  score: Type.Number(),
  sum: Type.Number(),
  exposure: Type.Number(),
  risk: Type.Number(),
  reached: count,
  byTier: Type.Record(Type.String(), count),
  worst: nullable(Type.Object({ id: Type.String(), name: Type.String(), tier: TierSchema })),
  owner: nullable(Type.String()),
  lastUsedAt: nullable(Type.String()),
})
export type RankedIdentity = Static<typeof RankedIdentity>

export const Ranking = Type.Object({
  ...answered,
  total: count,
  identities: Type.Array(RankedIdentity),
  next: nullable(Type.String()),
})
export type Ranking = Static<typeof Ranking>

export const PathAnswer = Type.Object({
  ease: Type.Number(),
  hops: count,
  basis: oneOf(['granted', 'inferred', 'conditional']),
  from: Type.String(),
  to: Type.String(),
  capability: CapabilitySchema,
  path: Type.Array(Hop),
})
export const Paths = Type.Object({
  ...answered,
  from: Type.Array(NodeRef),
  to: Type.Array(NodeRef),
  k: count,
  by: oneOf(['ease', 'hops']),
  paths: Type.Array(PathAnswer),
  /** Where there is no path: how far one side reaches and how many reach the other, and what would change it. */
  none: nullable(
    Type.Object({
      reachedByFrom: count,
      reachingTo: count,
      conditionalPath: nullable(PathAnswer),
      says: Type.String(),
    }),
  ),
})
export type Paths = Static<typeof Paths>

export const WhoCanReach = Type.Object({
  ...answered,
  target: NodeRef,
  total: count,
  principals: count,
  percentOfPrincipals: Type.Number(),
  reachedBy: Type.Array(
    Type.Object({
      ...NodeRef.properties,
      hops: count,
      capabilities: Type.Array(CapabilitySchema),
      path: Type.Array(Hop),
    }),
  ),
})
export type WhoCanReach = Static<typeof WhoCanReach>

export const BeforeAfter = Type.Object({
  before: Type.Object({ score: Type.Number(), sum: Type.Number(), reached: count }),
  after: Type.Object({ score: Type.Number(), sum: Type.Number(), reached: count }),
})
export const WhatIf = Type.Object({
  ...answered,
  starts: Type.Array(NodeRef),
  cut: Type.Object({ edges: Type.Array(Type.String()), nodes: Type.Array(Type.String()) }),
  blast: BeforeAfter,
  totals: Type.Object({ before: Totals, after: Totals }),
  delta: Type.Object({ score: Type.Number(), sum: Type.Number(), reached: Type.Integer() }),
  /** Targets no longer reached, largest loss of harm first, and those still reached another way. */
  lost: Type.Array(Type.Object({ node: NodeRef, value: Type.Number() })),
  /** What of the lost is not told one by one. */
  lostRest: Type.Object({ count, value: Type.Number() }),
  stillReached: Type.Array(Contribution),
  /** Where it was asked for: how many identities’ scores fall, the sum over all of them, and those that lose most. */
  everyone: Type.Optional(
    Type.Object({
      ranked: count,
      falls: count,
      sum: Type.Object({ before: Type.Number(), after: Type.Number() }),
      most: Type.Array(Type.Object({ ...NodeRef.properties, before: Total, after: Total })),
    }),
  ),
})
export type WhatIf = Static<typeof WhatIf>

/** What can be drawn: shown + hidden = total. */
export const View = Type.Object({
  ...answered,
  start: Type.String(),
  nodes: Type.Array(
    Type.Object({
      ...NodeRef.properties,
      hop: count,
      capabilities: Type.Array(CapabilitySchema),
      onWitness: Type.Boolean(),
    }),
  ),
  groups: Type.Array(
    Type.Object({
      id: Type.String(),
      parent: Type.String(),
      edgeKind: Type.String(),
      childKind: NodeKindSchema,
      tier: TierSchema,
      hop: count,
      nodes: count,
      sum: Type.Number(),
    }),
  ),
  edges: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      from: Type.String(),
      to: Type.String(),
      confidence: oneOf(confidences),
      says: Type.String(),
      verdict: oneOf(['allowed', 'conditional']),
      count,
    }),
  ),
  shown: count,
  hidden: count,
  total: count,
})
export type View = Static<typeof View>

export const Neighbours = Type.Object({
  revision: count,
  node: NodeRef,
  depth: count,
  direction: oneOf(['out', 'in', 'both']),
  byKind: Type.Record(Type.String(), count),
  nodes: Type.Array(Type.Object({ ...NodeRef.properties, depth: count })),
  edges: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      from: Type.String(),
      to: Type.String(),
      says: Type.String(),
    }),
  ),
  total: count,
  shown: count,
  truncated: Type.Boolean(),
})
export type Neighbours = Static<typeof Neighbours>

export const NodeDetail = Type.Object({
  ...answered,
  node: NodeRef,
  dataClass: nullable(Type.String()),
  times: Type.Object({
    createdAt: nullable(Type.String()),
    expiresAt: nullable(Type.String()),
    lastUsedAt: nullable(Type.String()),
    rotatedAt: nullable(Type.String()),
  }),
  aliases: Type.Array(Type.String()),
  owners: Type.Array(NodeRef),
  /** Everything each scope says of it, as it was said. */
  facts: Type.Array(Type.Object({ scope: Type.String(), claim: Type.Unknown(), evidence: Type.Array(Evidence) })),
  edges: Type.Object({ out: Type.Record(Type.String(), count), in: Type.Record(Type.String(), count) }),
})
export type NodeDetail = Static<typeof NodeDetail>

export const Found = Type.Object({
  revision: count,
  total: count,
  nodes: Type.Array(Type.Object({ ...NodeRef.properties, matched: Type.String() })),
})
export type Found = Static<typeof Found>

export const Findings = Type.Object({
  ...answered,
  total: count,
  bySeverity: Type.Record(Type.String(), count),
  findings: Type.Array(
    Type.Object({
      rule: Type.String(),
      severity: oneOf(['low', 'medium', 'high', 'critical']),
      subject: NodeRef,
      owner: nullable(Type.String()),
      says: Type.String(),
      because: Type.String(),
      fix: Type.String(),
      frameworks: Type.Array(Type.String()),
      blast: Type.Object({ score: Type.Number(), sum: Type.Number() }),
      evidence: Type.Array(Evidence),
      witness: Type.Array(Hop),
    }),
  ),
  /** Rules that no source imported so far lets anyone judge: not the same as nothing found. */
  notAssessed: Type.Array(Type.Object({ rule: Type.String(), missing: Type.String() })),
})
export type Findings = Static<typeof Findings>
/** What is worth finding in the demo estate; none where the store does not hold it. */
export const Stories = Type.Object({
  stories: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      start: Type.String(),
      worst: Type.String(),
      says: Type.String(),
    }),
  ),
})
export type Stories = Static<typeof Stories>
