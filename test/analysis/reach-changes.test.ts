import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edgesIn, NewCrossings, nodesIn } from '../../server/analysis/edge-changes.ts'
import { newReach } from '../../server/analysis/reach-changes.ts'
import { isPrincipal } from '../../server/graph/node-table.ts'
import type { PrivilegeGraph } from '../../server/graph/privilege-graph.ts'
import { capabilities } from '../../server/model/capabilities.ts'
import { compiled, type Drawing } from '../draw.ts'
import { naiveReach } from './naive-reach.ts'
import { type Arrow, denseArrows, drawArrows } from './random-graphs.ts'

/** `from to capability` for all that the one reaches and the other does not, each in an analysis of its own. */
function naiveChanges(old: Drawing, now: Drawing, principals: readonly string[], targets: readonly string[]): string[] {
  const firm = ({ nodes, edges }: Drawing) => ({
    nodes,
    edges: edges.filter(({ verdict, confidence }) => verdict === 'allowed' && confidence === 'granted'),
  })
  return principals.flatMap((from) => {
    const before = naiveReach(firm(old), from, 99)
    return [...naiveReach(firm(now), from, 99)]
      .filter((state) => !before.has(state) && !state.startsWith(`${from} `) && targets.includes(state.split(' ')[0]!))
      .map((state) => `${from} ${state}`)
  })
}

function changes(before: PrivilegeGraph, after: PrivilegeGraph, limit: number) {
  const [old, now] = [before, after].map((graph) => ({ graph, walk: {} })) as [
    { graph: PrivilegeGraph; walk: object },
    { graph: PrivilegeGraph; walk: object },
  ]
  const nodeBefore = nodesIn(before, after)
  const work = newReach({
    ...{ old, now, nodeBefore, limit },
    crossings: new NewCrossings(old, now, nodeBefore, edgesIn(before, after)),
    isStart: (node) => isPrincipal(after.nodes, node),
    targets: [...Array(after.nodes.count).keys()],
  })
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value
}

const told = ({ nodes }: PrivilegeGraph, { listed }: ReturnType<typeof changes>) =>
  listed.flatMap(({ from, to, capabilities: bits }) =>
    capabilities.flatMap((it, bit) => (bits & (1 << bit) ? [`${nodes.ids.at(from)} ${nodes.ids.at(to)} ${it}`] : [])),
  )

/** Arrows of two revisions: most are in both, some in one, and some are there under other marks. */
const revisions = fc.tuple(
  denseArrows,
  fc.array(fc.constantFrom('both', 'both', 'both', 'before', 'after', 'firmer'), { minLength: 28, maxLength: 28 }),
)
const drawn = (arrows: readonly Arrow[], fates: readonly string[], revision: 'before' | 'after') =>
  drawArrows(
    arrows
      .filter((_, i) => [revision, 'both', 'firmer'].includes(fates[i]!))
      .map((arrow) =>
        fates[arrows.indexOf(arrow)] === 'firmer' && revision === 'after' ? { ...arrow, marks: '' } : arrow,
      ),
  )

test('who reaches what anew and no more is the difference of what each revision’s walks reach', async () => {
  await fc.assert(
    fc.asyncProperty(revisions, async ([arrows, fates]) => {
      const [old, now] = [drawn(arrows, fates, 'before'), drawn(arrows, fates, 'after')]
      const [before, after] = [await compiled(old), await compiled(now)]
      const principals = ['0', '2', '5', '7']
      const all = [...Array(8).keys()].map(String)
      const gained = changes(before, after, 999)
      expect(told(after, gained).sort()).toEqual(naiveChanges(old, now, principals, all).sort())
      expect(gained.total).toBe(gained.listed.length)
      expect(changes(before, after, 1)).toEqual({ ...gained, listed: gained.listed.slice(0, 1) })
      expect(told(before, changes(after, before, 999)).sort()).toEqual(naiveChanges(now, old, principals, all).sort())
    }),
    { numRuns: 300 },
  )
})

test('nothing changes from a revision to itself, and changes one after the other add up', async () => {
  await fc.assert(
    fc.asyncProperty(revisions, denseArrows, async ([arrows, fates], others) => {
      const [a, b, c] = await Promise.all(
        [
          drawn(arrows, fates, 'before'),
          drawn(arrows, fates, 'after'),
          drawArrows([...arrows.slice(4), ...others]),
        ].map(compiled),
      )
      expect(changes(a!, a!, 999)).toEqual({ total: 0, starts: 0, targets: 0, listed: [] })
      const step = (from: PrivilegeGraph, to: PrivilegeGraph) => ({
        gained: new Set(told(to, changes(from, to, 999))),
        lost: new Set(told(from, changes(to, from, 999))),
      })
      const [first, second, both] = [step(a!, b!), step(b!, c!), step(a!, c!)]
      const gained = first.gained.difference(second.lost).union(second.gained.difference(first.lost))
      expect([...both.gained].sort()).toEqual([...gained].sort())
    }),
    { numRuns: 150 },
  )
})
