import { type Static, Type } from 'typebox'
import { answered, Evidence, NodeRef, Total } from './contract.ts'

const carried = {
  /** What its removal takes from the sum, target by target, and how much of the sum that is, 0–100. */
  carries: Type.Number(),
  percent: Type.Number(),
  /** Targets that nothing else leads to, and those left with a harder way or a lesser capability. */
  cutOff: Type.Integer({ minimum: 0 }),
  weakened: Type.Integer({ minimum: 0 }),
}

/** Where a blast radius is narrow: the nodes and edges that most of it hangs on. */
export const ChokePoints = Type.Object({
  ...answered,
  starts: Type.Array(NodeRef),
  blast: Total,
  /** What is lost beyond the node; its own part is not counted. */
  nodes: Type.Array(Type.Object({ ...carried, node: NodeRef })),
  /** Edges that can be cut: what is a fact of how things are built is passed over. */
  edges: Type.Array(
    Type.Object({
      ...carried,
      edge: Type.String(),
      kind: Type.String(),
      from: NodeRef,
      to: NodeRef,
      says: Type.String(),
      cutBy: Type.String(),
      undoneBy: Type.String(),
      evidence: Type.Array(Evidence),
    }),
  ),
})
export type ChokePoints = Static<typeof ChokePoints>
