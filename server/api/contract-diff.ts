import { type Static, Type } from 'typebox'
import { answered, CapabilitySchema, NodeRef, PathAnswer } from './contract.ts'
import { ToldEdge } from './contract-cuts.ts'

const count = Type.Integer({ minimum: 0 })

/** Things by id. Changed: a node of another kind or tier; an edge that is crossed on other terms or has other ends. */
const Changed = Type.Object({ added: count, removed: count, changed: count })

const ReachChange = Type.Object({
  from: NodeRef,
  to: NodeRef,
  /** What is held there in this revision and was not in the other. */
  capabilities: Type.Array(CapabilitySchema),
  path: PathAnswer,
  /** The edges of the path over which it could not go in the other revision. */
  because: Type.Array(Type.String()),
})

const ReachChanges = Type.Object({
  /** Pairs of a start and a target, and how many different ones of each; exact, however many are told. */
  total: count,
  starts: count,
  targets: count,
  changes: Type.Array(ReachChange),
  /** The edges that made the difference, those of the most told changes first. */
  because: Type.Array(Type.Object({ ...ToldEdge.properties, changes: count })),
})
export type ReachChanges = Static<typeof ReachChanges>

/** What changed between two revisions: who reaches what anew and no more, by which path, over which edges. */
export const Diff = Type.Object({
  /** Of the later revision. */
  ...answered,
  from: count,
  to: count,
  /** Whose reach was compared, and to what: as asked, or `principals`, `tier:0` and `tier:1`. */
  starts: Type.Array(Type.String()),
  targets: Type.Array(Type.String()),
  nodes: Changed,
  edges: Changed,
  /** Told of the later revision. */
  gained: ReachChanges,
  /** Told of the earlier revision. */
  lost: ReachChanges,
})
export type Diff = Static<typeof Diff>
