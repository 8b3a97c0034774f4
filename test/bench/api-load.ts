import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import { openStore } from '../../server/store/open-store.ts'
import { type EstateSize, seeded, writeEstate } from './estate.ts'
import { quantiles } from './timing.ts'

// What a caller waits for a blast radius over HTTP: alone, and while everyone is being ranked beside it.

const ASKED_ALONE = 400
const RANKINGS = 3
const main = join(import.meta.dirname, '../../server/main.ts')

export async function measureLoad(folder: string, size: EstateSize, print: (line: object) => void): Promise<void> {
  const file = join(folder, 'estate.ndjson')
  const store = `sqlite:${join(folder, 'load.db')}`
  await writeEstate(file, size)
  await fill(store, file)
  const { ask, stop } = await serving(store, folder)
  try {
    const radius = asker(ask, size)
    for (let i = 0; i < ASKED_ALONE / 4; i++) await radius()
    const alone: number[] = []
    for (let i = 0; i < ASKED_ALONE; i++) alone.push(await radius())
    const beside: number[] = []
    const rankings: number[] = []
    for (let hour = 0; hour < RANKINGS; hour++) {
      const from = performance.now()
      let isRanked = false
      const ranked = ask(`/identities?limit=1&asOf=2026-06-01T0${hour}:00:00Z`).then(() => (isRanked = true))
      while (!isRanked) beside.push(await radius())
      await ranked
      rankings.push(performance.now() - from)
    }
    const [idle, loaded] = [quantiles(alone), quantiles(beside)]
    print({ job: 'radius over HTTP', n: alone.length, ...size, ...idle })
    print({ job: 'radius over HTTP, while ranking', n: beside.length, ranking_s: seconds(rankings), ...loaded })
    print({ ratio: 'alone', p50: ratio(loaded.p50_ms, idle.p50_ms), p99: ratio(loaded.p99_ms, idle.p99_ms) })
  } finally {
    await stop()
  }
}

async function fill(url: string, path: string): Promise<void> {
  const store = await openStore(url)
  const files = await filesAt([path])
  await importFiles(store, { source: 'facts', files }, { fingerprintKey: new Uint8Array(32), now: new Date(0) })
  await store.close()
}

type Ask = (path: string) => Promise<void>

/** The real server in a process of its own. */
async function serving(store: string, home: string): Promise<{ ask: Ask; stop: () => Promise<void> }> {
  const env = { PATH: process.env['PATH'], AMBIT_HOME: join(home, 'home'), PORT: '0' }
  const child = spawn(process.execPath, [main, '--no-demo', '--store', store], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const address = await new Promise<URL>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      const found = /http:\S+#t=\S+/.exec(line)?.[0]
      if (found) resolve(new URL(found))
      else console.error(line)
    })
    child.once('exit', (code) => reject(new Error(`the server left with ${code}`)))
  })
  const headers = { authorization: `Bearer ${address.hash.slice('#t='.length)}` }
  const ask: Ask = async (path) => {
    for (;;) {
      const answer = await fetch(`${address.origin}/api/v1${path}`, { headers })
      const body = await answer.text()
      if (answer.status === 200) return
      // A ranking that takes longer than a request may goes on, and is there for whoever asks again.
      if (answer.status !== 503) throw new Error(`${path} was answered ${answer.status}: ${body}`)
    }
  }
  const stop = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { ask, stop }
}

/** Asks for one blast radius after the other, of identities all over the estate; milliseconds. */
function asker(ask: Ask, { nodes, seed }: EstateSize): () => Promise<number> {
  const random = seeded(seed)
  const identities = Math.floor(nodes * 0.28)
  return async () => {
    const id = `estate:identity:${Math.floor(identities * random())}`
    const from = performance.now()
    await ask(`/identities/${encodeURIComponent(id)}/blast-radius?contributions=20`)
    return performance.now() - from
  }
}

const seconds = (times: readonly number[]) => times.map((ms) => Number((ms / 1000).toFixed(2)))
const ratio = (ours: number, theirs: number) => Number((ours / theirs).toFixed(2))
