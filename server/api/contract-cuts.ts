import { type Static, Type } from 'typebox'
import { answered, BeforeAfter, Evidence, NodeRef, PathAnswer, Total } from './contract.ts'

const count = Type.Integer({ minimum: 0 })
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

/** An edge as whoever is to cut it needs to know it. */
export const ToldEdge = Type.Object({
  edge: Type.String(),
  kind: Type.String(),
  from: NodeRef,
  to: NodeRef,
  says: Type.String(),
  cutBy: Type.String(),
  undoneBy: Type.String(),
  evidence: Type.Array(Evidence),
})
export type ToldEdge = Static<typeof ToldEdge>

const carried = {
  /** What its removal takes from the sum, target by target, and how much of the sum that is, 0–100. */
  carries: Type.Number(),
  percent: Type.Number(),
  /** Targets that nothing else leads to, and those left with a harder way or a lesser capability. */
  cutOff: count,
  weakened: count,
}

/** Where a blast radius is narrow: the nodes and edges that most of it hangs on. */
export const ChokePoints = Type.Object({
  ...answered,
  starts: Type.Array(NodeRef),
  blast: Total,
  /** What is lost beyond the node; its own part is not counted. */
  nodes: Type.Array(Type.Object({ ...carried, node: NodeRef })),
  /** Edges that can be cut: what is a fact of how things are built is passed over. */
  edges: Type.Array(Type.Object({ ...carried, ...ToldEdge.properties })),
})
export type ChokePoints = Static<typeof ChokePoints>

const carriedOfAll = {
  /** What all identities lose together without it, and how much of their sums that is, 0–100. */
  carries: Type.Number(),
  percent: Type.Number(),
  /** How many of them lose something. */
  identities: count,
}

/** Where the whole estate is narrow. */
export const EstateChokePoints = Type.Object({
  ...answered,
  /** The sums of all identities together. */
  sum: Type.Number(),
  identities: count,
  /** Of how many identities that reach anything the ways were read to choose what to try; the order is proven by all. */
  reaching: count,
  read: count,
  /** What is lost when nothing leads on from the node; its own score is not counted. */
  nodes: Type.Array(Type.Object({ ...carriedOfAll, node: NodeRef })),
  edges: Type.Array(Type.Object({ ...carriedOfAll, ...ToldEdge.properties })),
})
export type EstateChokePoints = Static<typeof EstateChokePoints>

const step = {
  order: count,
  cost: count,
  /** The score once this step and those before it are taken; null far down a long plan. */
  after: nullable(Type.Object({ score: Type.Number(), sum: Type.Number() })),
  breaks: Type.Object({
    known: Type.Boolean(),
    says: Type.String(),
    consumers: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), lastUsedAt: nullable(Type.String()) })),
    total: count,
  }),
}
export const CutStep = Type.Object({ ...step, ...ToldEdge.properties })
export type CutStep = Static<typeof CutStep>
/** A node that is taken out: all its edges go. */
export const NodeStep = Type.Object({ ...step, node: NodeRef, edges: count, says: Type.String() })
export type NodeStep = Static<typeof NodeStep>

export const Containment = Type.Object({
  ...answered,
  compromised: Type.Array(NodeRef),
  protect: Type.Array(NodeRef),
  /** The score that the plan is to fall under, where it does not protect nodes. */
  under: nullable(Type.Number()),
  unit: Type.Union([Type.Literal('edge'), Type.Literal('node')]),
  size: count,
  /** Exact when lower bound and cost meet. An edge or node costs 1 unless the question says otherwise. */
  cost: count,
  lowerBound: count,
  exact: Type.Boolean(),
  feasible: Type.Boolean(),
  says: Type.String(),
  /** Edges to cut, where the unit is the edge, and nodes to take out, where it is the node. */
  steps: Type.Array(CutStep),
  nodeSteps: Type.Array(NodeStep),
  blast: BeforeAfter,
  /** Protected targets that stay reachable whatever is cut, or over conditional edges only. */
  remaining: Type.Array(PathAnswer),
})
export type Containment = Static<typeof Containment>
