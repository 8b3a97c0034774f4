import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reach } from '../../../server/analysis/reach.ts'
import { asked } from '../../../server/answers/context.ts'
import { paths } from '../../../server/answers/paths.ts'
import { compile } from '../../../server/graph/compile.ts'
import { isPrincipal } from '../../../server/graph/node-table.ts'
import { type Basis, GRANTED } from '../../../server/graph/privilege-graph.ts'
import { importFiles } from '../../../server/intake/import-files.ts'
import { filesAt } from '../../../server/intake/input-files.ts'
import { capabilityOf } from '../../../server/model/capabilities.ts'
import type { EdgeClaim } from '../../../server/model/facts.ts'
import { openStore } from '../../../server/store/open-store.ts'

/** What Ambit says of some exports, asked as a user would: imported into a store of their own, compiled, walked. */
export interface Estate {
  readonly identities: readonly string[]
  /** `<node id> <capability>` for everything reached; undefined for a start that is not there. */
  readonly reached: (start: string, basis?: Basis) => ReadonlySet<string> | undefined
  /** The keys of all edges that leave what the start reaches: a step of the catalogue has its id for one. */
  readonly steps: (start: string) => ReadonlySet<string>
  /** The hops of the best path, with conditional ones where nothing else leads there. */
  readonly path: (start: string, goal: string) => Promise<readonly Hop[]>
}

export interface Hop {
  readonly kind: string
  /** The catalogue's id of the step, where it is one. */
  readonly key: string | undefined
  readonly evidence: number
  readonly missing: string | null
}

/** Opens the estate for as long as `ask` runs. */
export async function asking<T>(
  exports: readonly string[],
  now: Date,
  ask: (estate: Estate) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-truth-'))
  const store = await openStore(`sqlite:${join(folder, 'graph.db')}`)
  try {
    const request = { source: 'aws-iam', files: await filesAt(exports) }
    await importFiles(store, request, { fingerprintKey: new Uint8Array(32), now })
    const snapshot = await store.snapshot()
    const context = { graph: await compile(snapshot), snapshot }
    const { graph } = context
    const { walk } = asked(context, { asOf: now })
    const edges = new Map<string, EdgeClaim>()
    for await (const facts of snapshot.edges({})) for (const { id, edge } of facts) edges.set(id, edge)
    const at = new Map(graph.nodes.ids.map((id, i) => [id as string, i]))
    return await ask({
      identities: graph.nodes.ids.filter((_, node) => isPrincipal(graph.nodes, node)),
      reached(start, basis = GRANTED) {
        const node = at.get(start)
        if (node === undefined) return undefined
        const { order } = reach(graph, [node], { ...walk, basis })
        return new Set(Array.from(order, (state) => `${graph.nodes.ids[state >> 2]} ${capabilityOf(state)}`))
      },
      steps(start) {
        const { order } = reach(graph, [at.get(start)!], walk)
        const held = new Set(Array.from(order, (state) => graph.nodes.ids[state >> 2]))
        return new Set([...edges.values()].flatMap(({ from, key }) => (held.has(from) ? (key ?? []) : [])))
      },
      async path(start, goal) {
        const answer = await paths(context, [at.get(start)!], [at.get(goal)!], { asOf: now })
        const hops = answer.paths[0]?.path ?? answer.none?.conditionalPath?.path ?? []
        return hops.map(({ edge, kind, evidence, missing }) => ({
          kind,
          key: edges.get(edge)?.key,
          evidence: evidence.length,
          missing,
        }))
      },
    })
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A goal is there to be read or taken over; writing to it is not what the labels mean. */
export const isHeld = (held: ReadonlySet<string>, node: string): boolean =>
  ['read', 'control'].some((it) => held.has(`${node} ${it}`))

export const isAdministrator = (held: ReadonlySet<string>): boolean =>
  [...held].some((it) => /^aws:account:\d{12} control$/.test(it))
