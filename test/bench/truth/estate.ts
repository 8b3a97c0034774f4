import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paths } from '../../../server/answers/paths.ts'
import { radius } from '../../../server/answers/radius.ts'
import { matcher } from '../../../server/derive/aws/match.ts'
import { compile } from '../../../server/graph/compile.ts'
import { isPrincipal } from '../../../server/graph/node-table.ts'
import { importFiles } from '../../../server/intake/import-files.ts'
import { filesAt } from '../../../server/intake/input-files.ts'
import { accountOf } from '../../../server/model/arn.ts'
import type { EdgeClaim } from '../../../server/model/facts.ts'
import { openStore } from '../../../server/store/open-store.ts'

/** What Ambit says of some exports, asked as a user would: imported into a store of their own, compiled, answered. */
export interface Estate {
  readonly identities: readonly string[]
  /** What is reached from the start, itself left out; nothing from a start that is not there. */
  readonly reached: (start: string) => Promise<Reached>
  /** The keys of all edges that leave what the start reaches: a step of the catalogue has its id for one. */
  readonly steps: (start: string) => Promise<ReadonlySet<string>>
  /** The hops of the best path, with conditional ones where nothing else leads there. */
  readonly path: (start: string, goal: string) => Promise<readonly Hop[]>
}

export interface Reached {
  /** Whether it may be read or taken over; writing to it is not what labels mean. */
  readonly holds: (id: string) => boolean
  /** The account it administers: for sure, or on a condition. */
  readonly administers: string | undefined
  readonly mightAdminister: string | undefined
  readonly ids: ReadonlySet<string>
}

export interface Hop {
  readonly kind: string
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
    const { nodes } = context.graph
    const edges: EdgeClaim[] = []
    for await (const facts of snapshot.edges({})) for (const { edge } of facts) edges.push(edge)
    const at = new Map([...nodes.ids].map((id, i) => [id, i]))
    const reached = async (start: string): Promise<Reached> => {
      const node = at.get(start)
      if (node === undefined) return reachedOf([], () => true)
      const { reach = [] } = await radius(context, [node], { asOf: now, reach: true, contributions: 0 })
      return reachedOf(reach, (id) => at.has(id))
    }
    return await ask({
      identities: [...nodes.ids].filter((_, node) => isPrincipal(nodes, node)),
      reached,
      async steps(start) {
        const { ids } = await reached(start)
        return new Set(edges.flatMap(({ from, key }) => (from === start || ids.has(from) ? (key ?? []) : [])))
      },
      async path(start, goal) {
        const answer = await paths(context, [at.get(start)!], [at.get(goal)!], { asOf: now })
        const hops = answer.paths[0]?.path ?? answer.none?.conditionalPath?.path ?? []
        return hops.map(({ kind, evidence, missing }) => ({ kind, evidence: evidence.length, missing }))
      },
    })
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

type Rows = NonNullable<Awaited<ReturnType<typeof radius>>['reach']>

const READ_OR_CONTROL = ['read', 'control'] as const

/**
 * A goal that no file tells of has no node: it is held with the account that its ARN names, and with a set of resources
 * whose pattern it fits.
 */
function reachedOf(rows: Rows, isThere: (id: string) => boolean): Reached {
  const granted = new Map(rows.filter(({ basis }) => basis === 'granted').map((row) => [row.id, row.capabilities]))
  const account = rows.filter((it) => /^aws:account:\d{12}$/.test(it.id) && it.capabilities.includes('control'))
  const isHeld = (capabilities: Rows[number]['capabilities'] | undefined) =>
    READ_OR_CONTROL.some((it) => capabilities?.includes(it))
  const administered = (id: string) => granted.get(`aws:account:${accountOf(id)}`)?.includes('control') === true
  const sets = [...granted].flatMap(([id, held]) => (/^arn:.*[*?]/.test(id) && isHeld(held) ? [matcher(id)] : []))
  return {
    holds: (id) => isHeld(granted.get(id)) || (!isThere(id) && (administered(id) || sets.some((fits) => fits(id)))),
    administers: account.find(({ basis }) => basis === 'granted')?.id,
    mightAdminister: account[0]?.id,
    ids: new Set(granted.keys()),
  }
}
