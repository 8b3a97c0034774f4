import { expect, onTestFinished, test } from 'vitest'
import { protectedNodes } from '../../server/answers/containment.ts'
import type { AnswerContext } from '../../server/answers/context.ts'
import { openAside } from '../../server/answers/threads/aside.ts'
import { answered } from '../../server/answers/threads/questions.ts'
import { cutOf } from '../../server/answers/what-if.ts'
import { compile } from '../../server/graph/compile.ts'
import { oneNode } from '../../server/graph/find-node.ts'
import { fill } from '../api/fill.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const asOf = new Date('2026-06-01T00:00:00Z')
const { signal } = new AbortController()

function aside(options: Parameters<typeof openAside>[0] = {}) {
  const opened = openAside({ leastArcs: 0, ...options })
  onTestFinished(opened.close)
  return opened
}

async function filled(...more: readonly string[]) {
  const store = await temporaryStore()
  await fill(
    store,
    'bot -USES_SECRET-> Secret:key',
    'Secret:key -AUTHENTICATES_AS-> admin',
    'admin -CAN_CONTROL-> Resource:estate@0',
    'admin -CAN_READ?which table?-> Resource:ledger@1',
    ...more,
  )
  const snapshot = await store.snapshot()
  const graph = await compile(snapshot)
  const node = (name: string) => oneNode(graph, name)
  return { context: { graph, snapshot }, bot: node('bot'), estate: node('estate') }
}

type Read = AnswerContext['snapshot']

/** The snapshot, but for what happens on the way. */
const changed = (snapshot: Read, change: Partial<Read>): Read => ({
  nodes: (filter) => snapshot.nodes(filter),
  edges: (filter) => snapshot.edges(filter),
  files: (ids) => snapshot.files(ids),
  ...change,
})

test('a question that is answered aside has the answer that it has here, evidence and all', async () => {
  const { context, bot, estate } = await filled()
  const { ask } = aside()
  const { graph } = context
  const plan = [[bot], { protect: protectedNodes(graph, ['tier:0']) }, { asOf }] as const
  expect(await ask(context, 'containment', [...plan], signal)).toEqual(
    await answered(context, 'containment', [...plan]),
  )
  const between = [[bot], [estate], { asOf, k: 3 }] as const
  const paths = await ask(context, 'paths', [...between], signal)
  expect(paths).toEqual(await answered(context, 'paths', [...between]))
  expect(paths.paths[0]!.path.flatMap(({ evidence }) => evidence)).toHaveLength(3)
  const cut = cutOf(graph, ['key'])
  expect(await ask(context, 'whatIf', [[bot], cut, { asOf }], signal)).toEqual(
    await answered(context, 'whatIf', [[bot], cut, { asOf }]),
  )
  expect(await ask(context, 'whoReaches', [estate, { asOf }], signal)).toEqual(
    await answered(context, 'whoReaches', [estate, { asOf }]),
  )
  expect(await ask(context, 'chokePoints', [[bot], { asOf }], signal)).toEqual(
    await answered(context, 'chokePoints', [[bot], { asOf }]),
  )
})

test('a question that cannot be answered is refused aside in the same words, and the next one is answered', async () => {
  const { context, bot, estate } = await filled()
  const { ask } = aside({ most: 1 })
  const keep = ['e0123456789abcdef0123']
  await expect(ask(context, 'containment', [[bot], { protect: [estate] }, { keep }], signal)).rejects.toMatchObject({
    code: 'unknown_edge',
    message: `Revision 1 has no edge ${keep[0]}`,
  })
  expect((await ask(context, 'paths', [[bot], [estate], {}], signal)).paths).toHaveLength(1)
})

test('more questions than there are threads, about several revisions, are all answered', async () => {
  const estates = await Promise.all([filled(), filled('bot -CAN_CONTROL-> Resource:estate@0')])
  const { ask } = aside()
  const shortest = await Promise.all(
    [0, 1, 0, 1, 1, 0, 0].map(async (at) => {
      const { context, bot, estate } = estates[at]!
      return (await ask(context, 'paths', [[bot], [estate], {}], signal)).paths[0]!.hops
    }),
  )
  expect(shortest).toEqual([3, 1, 3, 1, 1, 3, 3])
})

test('a question that is called off half-way is given up, and leaves room for the next', async () => {
  const { context, bot, estate } = await filled()
  const { ask } = aside({ most: 1 })
  const caller = new AbortController()
  const { graph, snapshot } = context
  const leaving = changed(snapshot, {
    edges: (filter) => {
      caller.abort()
      return snapshot.edges(filter)
    },
  })
  const given = ask({ graph, snapshot: leaving }, 'paths', [[bot], [estate], {}], caller.signal)
  const waiting = new AbortController()
  const second = ask(context, 'paths', [[bot], [estate], {}], waiting.signal)
  const third = ask(context, 'paths', [[bot], [estate], {}], signal)
  waiting.abort()
  const stopped = expect.objectContaining({ message: 'The work was stopped before it was done; ask again.' })
  expect(await Promise.allSettled([given, second])).toEqual([
    { status: 'rejected', reason: stopped },
    { status: 'rejected', reason: stopped },
  ])
  expect((await third).paths).toHaveLength(1)
})

test('a store that fails meanwhile is told, and the next question is answered', async () => {
  const { context, bot, estate } = await filled()
  const { ask } = aside({ most: 1 })
  const { graph, snapshot } = context
  const failing = changed(snapshot, { files: () => Promise.reject(new Error('the disk is gone')) })
  await expect(ask({ graph, snapshot: failing }, 'paths', [[bot], [estate], {}], signal)).rejects.toThrow(
    'disk is gone',
  )
  expect((await ask(context, 'paths', [[bot], [estate], {}], signal)).paths).toHaveLength(1)
})

test('what goes wrong in a thread is told, and does not leave anyone waiting', async () => {
  const { context, bot, estate } = await filled()
  const { ask } = aside({ most: 1 })
  const damaged = { ...context, graph: { ...context.graph, nodeOf: undefined as never } }
  await expect(ask(damaged, 'paths', [[bot], [estate], {}], signal)).rejects.toThrow(TypeError)
  expect((await ask(context, 'paths', [[bot], [estate], {}], signal)).paths).toHaveLength(1)
})

test('closing ends what is asked and refuses what comes after', async () => {
  const { context, bot, estate } = await filled()
  const { ask, close } = aside({ most: 1 })
  const asked = [1, 2, 3].map(() => ask(context, 'paths', [[bot], [estate], {}], signal))
  const settled = Promise.allSettled(asked)
  await close()
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await expect(ask(context, 'paths', [[bot], [estate], {}], signal)).rejects.toThrow('stopped')
})
