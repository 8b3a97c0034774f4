import type { Blast } from '../analysis/blast.ts'
import { isCuttable, minCut } from '../analysis/cuts/min-cut.ts'
import { minNodeCut } from '../analysis/cuts/node-cut.ts'
import { planUnder } from '../analysis/cuts/score-plan.ts'
import { unionOf, type WalkOptions } from '../analysis/walk-options.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type CutTerms, type CutUnit, edgesOfNode } from './cut-terms.ts'

/** What to cut, before it is told. */
export interface CutPlan {
  /** Edges or nodes, by the unit; undefined where none suffice. */
  readonly cuts: readonly number[] | undefined
  /** No plan costs less; 0 where there is none. */
  readonly lowerBound: number
  /** What the plan is for. */
  readonly goals: readonly number[]
  readonly says: string
}

interface PlanQuestion {
  readonly graph: PrivilegeGraph
  readonly compromised: readonly number[]
  readonly walk: WalkOptions
  readonly terms: CutTerms
  readonly before: Blast
}

/** The cheapest cuts that leave no way from the compromised to the goals. */
export function planToProtect(question: PlanQuestion, goals: readonly number[]): CutPlan {
  const { terms, before } = question
  const { cuts, lowerBound } = cheapest(question, goals, terms)
  if (goals.length === 0)
    return {
      cuts,
      lowerBound,
      goals,
      says: 'There is nothing to protect: name a target, or import what would be a tier 0 one.',
    }
  if (cuts === undefined) return { cuts, lowerBound: 0, goals, says: whyNone(question, goals) }
  if (cuts.length === 0) {
    const says = 'Nothing to cut: none of the protected is reached over granted edges.'
    return { cuts, lowerBound, goals, says: says + nearest(before) }
  }
  const separates = cuts.length === 1 ? 'separates' : 'separate'
  const says = `${countOf(cuts, terms)} ${separates} the compromised from the protected; ${howGood(cuts, lowerBound, terms)}.`
  return { cuts, lowerBound, goals, says }
}

/** The cheapest edges to cut so that the score falls under a target. */
export function planToFall(question: PlanQuestion, under: number): CutPlan {
  const { graph, compromised, walk, terms, before } = question
  const { edges: cuts, lowerBound, floor } = planUnder(graph, compromised, under, { ...walk, ...terms })
  const told = (says: string): CutPlan => ({ cuts, lowerBound, goals: [], says })
  if (cuts === undefined) return told(whyNotUnder(question, under, floor))
  if (cuts.length === 0) return told(`Nothing to cut: the score is ${fixed(before.score)}, under ${under} already.`)
  const brings = cuts.length === 1 ? 'brings' : 'bring'
  const open =
    lowerBound < costOfCuts(cuts, terms) ? ' Whether fewer would do was not decided: the search is limited.' : ''
  return told(`${countOf(cuts, terms)} ${brings} the score under ${under}; ${howGood(cuts, lowerBound, terms)}.${open}`)
}

const fixed = (score: number) => score.toFixed(1)

function whyNotUnder({ graph, compromised, walk, terms }: PlanQuestion, under: number, floor: number): string {
  const none = `No set of cuts brings the score under ${under}: with all gone that may be cut it is ${fixed(floor)}.`
  if (terms.keep.size === 0) return none
  const least = planUnder(graph, compromised, under, { ...walk, costOf: terms.costOf, budget: 0 })
  if (least.edges === undefined) return none
  return `No cut exists without a kept edge: sparing those the score stays at ${fixed(floor)} at least, without keeping any it can fall to ${fixed(least.floor)}.`
}

function cheapest(
  { graph, compromised, walk }: PlanQuestion,
  goals: readonly number[],
  { unit, keep, costOf }: CutTerms,
) {
  if (unit === 'node') {
    const { nodes, lowerBound } = minNodeCut(graph, compromised, goals, { ...walk, keep, costOf })
    return { cuts: nodes, lowerBound }
  }
  const { edges, lowerBound } = minCut(graph, compromised, goals, { ...walk, keep, costOf })
  return { cuts: edges, lowerBound }
}

export const costOfCuts = (cuts: readonly number[], { costOf }: CutTerms): number =>
  cuts.reduce((sum, at) => sum + costOf(at), 0)

const words: Readonly<Record<CutUnit, readonly [one: string, more: string]>> = {
  edge: ['cut', 'cuts'],
  node: ['node taken out', 'nodes taken out'],
}

const countOf = ({ length }: readonly number[], { unit }: CutTerms) => `${length} ${words[unit][length === 1 ? 0 : 1]}`

function howGood(cuts: readonly number[], lowerBound: number, terms: CutTerms): string {
  const cost = costOfCuts(cuts, terms)
  if (cost === cuts.length) return lowerBound === cost ? 'no smaller set suffices' : `at least ${lowerBound} are needed`
  return `the cost is ${cost}, and ${lowerBound === cost ? 'no cheaper set suffices' : `no set costs less than ${lowerBound}`}`
}

/** A plan that spares what is to be kept may not exist where another one does. */
function whyNone(question: PlanQuestion, goals: readonly number[]): string {
  const { unit, keep } = question.terms
  const way =
    unit === 'edge' ? 'a way leads only over what cannot be cut' : 'a way leads through nothing that can be taken out'
  const none = `No set of ${unit === 'edge' ? 'cuts' : 'nodes'} suffices: ${way}.`
  if (keep.size === 0) return none
  const { cuts } = cheapest(question, goals, { ...question.terms, keep: new Set() })
  if (cuts === undefined) return none
  const taken = cuts.filter((at) => keep.has(at)).length
  const what = unit === 'edge' ? 'edge' : 'node'
  return `No cut exists without a kept ${what}. Without keeping any, ${countOf(cuts, question.terms)} would suffice, ${taken} of them kept.`
}

/** Where the protected are out of reach already: what to protect instead. */
function nearest({ contributions }: Blast): string {
  const highest = contributions.reduce((tier, part) => Math.min(tier, part.tier), 5)
  const count = contributions.filter(({ tier }) => tier === highest).length
  return count === 0 ? '' : ` It does reach ${count} of tier ${highest}: protect tier:${highest}, or one of them.`
}

/** The mask of some cuts. */
export function maskOf(graph: PrivilegeGraph, unit: CutUnit, cuts: readonly number[]): Uint8Array {
  const mask = new Uint8Array(graph.edges.count)
  for (const at of cuts) for (const edge of unit === 'edge' ? [at] : edgesOfNode(graph, at)) mask[edge] = 1
  return mask
}

/** The walk with all gone that may be cut: what is still reached then, no plan can protect. */
export function uncuttable({ graph, compromised, walk, terms }: PlanQuestion, goals: readonly number[]): WalkOptions {
  const { unit, keep } = terms
  const ends = new Set([...compromised, ...goals])
  const staysIn = (node: number) => ends.has(node) || keep.has(node)
  const { from, to, count } = graph.edges
  const mask = new Uint8Array(count)
  for (let edge = 0; edge < count; edge++) {
    const goes =
      unit === 'edge' ? !keep.has(edge) && isCuttable(graph, edge) : !staysIn(from[edge]!) || !staysIn(to[edge]!)
    mask[edge] = goes ? 1 : 0
  }
  return { ...walk, cut: unionOf(walk.cut, mask) }
}
