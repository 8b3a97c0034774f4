import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import { replaceScope } from '../../server/store/store.ts'
import { batch, contentOf, header, node, sorted } from '../store/sample-facts.ts'
import { numberedBatch, SCOPE } from './numbered-batch.ts'
import { smallDisk } from './small-disk.ts'

test('R6: a full disk loses nothing, is named, and works again once there is space', async ({ skip }) => {
  const disk = smallDisk(32)
  if (typeof disk === 'string') return skip(disk)
  onTestFinished(disk.remove)
  const store = await openStore(`sqlite:${join(disk.folder, 'graph.db')}`)
  onTestFinished(() => store.close())
  const ballast = join(disk.folder, 'ballast')
  writeFileSync(ballast, new Uint8Array(20 * 2 ** 20))

  const held = { nodes: [node('a'), node('b')] }
  await replaceScope(store, batch('s', held))
  const tooMuch = async () => {
    const writer = await store.write()
    try {
      for (let number = 0; ; number++) for (const facts of numberedBatch(number)) await writer.put(SCOPE, facts)
    } finally {
      await writer.abandon()
    }
  }
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(tooMuch()).rejects.toMatchObject({ code: 'store_full', message: expect.stringContaining('is full') })
    expect(await contentOf(await store.snapshot())).toEqual(sorted(held))
  }

  rmSync(ballast)
  const revision = await replaceScope(store, batch('s', { nodes: [node('c')] }))
  expect(await store.current()).toBe(revision)
  expect(await contentOf(await store.snapshot())).toEqual(sorted({ nodes: [node('c')] }))
  const writer = await store.write({ waitMs: 0 })
  expect(await writer.drop('s')).toMatchObject({ removed: { nodes: 1 } })
  await writer.seal(header('t'))
  await writer.flip()
})
