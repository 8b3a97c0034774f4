import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import { temporaryStore } from '../store/temporary-store.ts'
import { everyAnswer, importSample } from './import-samples.ts'
import { samplePath, samples, whyNoSamples } from './samples.ts'

describe.skipIf(whyNoSamples !== undefined)('on public samples', () => {
  test.each(samples)('$path balances, and a second import changes nothing', async (sample) => {
    const store = await temporaryStore()
    const { records, facts, rejections } = await importSample(store, sample)
    expect(records.read).toBe(records.stored + records.merged + records.rejected)
    expect(records.rejected, JSON.stringify(rejections.slice(0, 3))).toBeLessThan(records.read)
    expect(facts.nodes).toBeGreaterThan(0)
    const revision = await store.current()
    const again = await importSample(store, sample)
    expect(again.changed).toBe(false)
    expect(await store.current()).toBe(revision)
  })

  test('a damaged file leaves the store as it was and says where it broke', async () => {
    const store = await temporaryStore()
    await importSample(store, samples[0]!)
    const before = await everyAnswer(store)
    const folder = mkdtempSync(join(tmpdir(), 'ambit-damaged-'))
    try {
      const damaged = join(folder, 'authz.json')
      const whole = readFileSync(samplePath(samples[0]!.path))
      for (const length of [0, 1, 40_000, whole.length - 2]) {
        writeFileSync(damaged, whole.subarray(0, length))
        const options = { fingerprintKey: new Uint8Array(32), now: new Date() }
        const attempt = importFiles(store, { source: 'aws-iam', files: await filesAt([damaged]) }, options)
        await expect(attempt).rejects.toThrow(/authz\.json.*(byte|line|empty)/)
      }
      copyFileSync(samplePath('mcp/tools-list/server-memory.json'), damaged)
      const wrong = importFiles(
        store,
        { source: 'aws-iam', files: await filesAt([damaged]) },
        { fingerprintKey: new Uint8Array(32), now: new Date() },
      )
      await expect(wrong).rejects.toMatchObject({ code: 'unrecognised_file', message: expect.stringContaining('mcp') })
      expect(await everyAnswer(store)).toEqual(before)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('the two accounts of one AWS export stay apart, and denied users are no administrators', async () => {
    const store = await temporaryStore()
    await importSample(store, samples[0]!)
    const { ranked, nodes } = await everyAnswer(store)
    const of = (name: string) => ranked.find(({ node }) => nodes[node] === `arn:aws:iam::200611803367:user/${name}`)!
    const worst = (name: string) => of(name).worst !== undefined && nodes[of(name).worst!]
    for (const name of ['fp1-allow-and-deny-user', 'fp2-allow-and-deny-multiple-policies-user', 'fp3-deny-iam-user']) {
      expect(worst(name), name).not.toBe('aws:account:200611803367')
    }
    expect(worst('privesc4-CreateAccessKey-user')).toBe('aws:account:200611803367')
    const obama = ranked.find(({ node }) => nodes[node]!.endsWith(':user/obama'))!
    expect(nodes[obama.worst!]).toBe('aws:account:012345678901')
    const across = ranked.filter(
      ({ node, worst }) =>
        nodes[node]!.includes('::012345678901:') && worst !== undefined && nodes[worst] === 'aws:account:200611803367',
    )
    expect(across).toEqual([])
  })
})
