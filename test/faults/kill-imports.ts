import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { openStore, type StoreOptions } from '../../server/store/open-store.ts'
import type { Revision, Store } from '../../server/store/store.ts'
import { header, node } from '../store/sample-facts.ts'
import { numberIn } from './numbered-batch.ts'

export interface FaultPlace {
  readonly url: string
  readonly options?: StoreOptions
}

export interface Killed {
  readonly kills: number
  readonly acknowledged: ReadonlyMap<Revision, number>
  /** What a reader found wrong, in words. */
  readonly mixed: readonly string[]
  readonly lost: readonly string[]
}

/**
 * Kills an importing process (-9) at random points, and looks after each kill at what the store then holds; another
 * process reads all the while.
 */
export async function killImports({ url, options = {} }: FaultPlace, kills: number, seed: number): Promise<Killed> {
  const random = randomFrom(seed)
  const store = await openStore(url, options)
  const acknowledged = new Map<Revision, number>()
  const numbers = new Map<Revision, number | string>()
  const mixed: string[] = []
  const lost: string[] = []
  for (let kill = 0; kill < kills; kill++) {
    const first = 1 + Math.max(0, ...[...numbers.values()].filter((number) => typeof number === 'number'))
    const acks = await importUntilKilled({ url, options }, first, random, () => readCurrent(store, mixed))
    for (const [revision, number] of acks) acknowledged.set(revision, number)
    // What the killed one left must not come to light with another scope's revision; nor does anyone wait for the dead.
    const writer = await store.write({ waitMs: 0 })
    await writer.put('other', { nodes: [node('other', { name: `${kill}` })], edges: [] })
    await writer.seal(header('other'))
    await writer.flip()
    const held = new Set((await store.revisions()).map(({ revision }) => revision))
    for (const revision of held) {
      if (!numbers.has(revision)) numbers.set(revision, await numberIn(await store.snapshot(revision)))
    }
    for (const [revision, number] of acks) {
      if (numbers.get(revision) !== number)
        lost.push(`revision ${revision} with ${number}, and not ${numbers.get(revision)}`)
    }
  }
  for (const [revision, number] of numbers) {
    // Looked at once more at the very end: a later import must not have touched it.
    const now = await numberIn(await store.snapshot(revision))
    if (typeof now === 'string' || now !== number) mixed.push(`${now}, and before ${number}`)
  }
  await store.close()
  return { kills, acknowledged, mixed, lost }
}

async function readCurrent(store: Store, mixed: string[]): Promise<void> {
  const found = await numberIn(await store.snapshot())
  if (typeof found === 'string') mixed.push(`while importing, ${found}`)
}

async function importUntilKilled(
  { url, options }: FaultPlace,
  first: number,
  random: () => number,
  meanwhile: () => Promise<void>,
): Promise<Map<Revision, number>> {
  const child = spawn(process.execPath, [new URL('import-until-killed.ts', import.meta.url).pathname], {
    env: { ...process.env, AMBIT_FAULT: JSON.stringify({ url, options, first }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const acks = new Map<Revision, number>()
  // An import says 11 lines, so the kill comes within the first or the second one, and anywhere between two lines. The
  // very first import is let through, so that there is something to lose.
  let linesLeft = 1 + Math.floor(random() * 14) + (first === 1 ? 11 : 0)
  const reading: Promise<void>[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, revision, number] = line.split(' ')
    if (word === 'ack') acks.set(Number(revision), Number(number))
    if (--linesLeft === 0) setTimeout(() => child.kill('SIGKILL'), random() * 60)
    if (linesLeft === 3) reading.push(meanwhile())
  }
  const [, signal] = await exited
  if (signal !== 'SIGKILL') throw new Error('The importing process ended before it was killed')
  await Promise.all(reading)
  return acks
}

/** Small and even enough; the seed is told when a test fails. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
