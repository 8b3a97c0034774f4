import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importFiles } from '../../server/intake/import-files.ts'
import { filesAt } from '../../server/intake/input-files.ts'
import { temporaryStore } from '../store/temporary-store.ts'

const data = join(import.meta.dirname, '../../../shared/data')
if (!existsSync(data)) console.info('skipped: no real exports in ../shared/data')
const options = { fingerprintKey: new Uint8Array(32).fill(1), now: new Date('2026-01-02T00:00:00Z') }

test.skipIf(!existsSync(data)).for([
  ['mcp', 'mcp', { read: 12, stored: 11, merged: 0, rejected: 1 }],
  ['mcp', 'mcp/configs/github-mcp-server-configs.json', { read: 1, stored: 1, merged: 0, rejected: 0 }],
  ['gitleaks', 'secret-scanners/gitleaks8_many.json', { read: 4, stored: 3, merged: 1, rejected: 0 }],
  ['gitleaks', 'secret-scanners/gitleaks-json_simple.json', { read: 1, stored: 1, merged: 0, rejected: 0 }],
  ['trufflehog', 'secret-scanners/trufflehog_v3_github.jsonl', { read: 4, stored: 3, merged: 1, rejected: 0 }],
] as const)(
  '%s reads %s, accounts for every record, and a second import changes nothing',
  async ([source, path, records]) => {
    const store = await temporaryStore()
    const request = { source, files: await filesAt([join(data, path)]) }
    const first = await importFiles(store, request, options)
    expect([first.changed, first.records]).toEqual([true, records])
    const again = await importFiles(store, request, options)
    expect([again.changed, again.revision]).toEqual([false, first.revision])
  },
)

test('a file in a folder that is none of the source’s is told, and takes nothing from the batch', async () => {
  const file = (name: string, text: string) => {
    const bytes = async function* () {
      yield Buffer.from(text)
    }
    return { name, modifiedAt: new Date('2026-01-01T00:00:00Z'), bytes, found: true }
  }
  const files = [file('a.json', '{"mcpServers":{"s":{"command":"a"}}}'), file('b.json', '{"method":"tools/call"}')]
  const store = await temporaryStore()
  const receipt = await importFiles(store, { source: 'mcp', files }, options)
  expect(receipt.rejections.map((one) => one.file)).toEqual(['b.json'])
  const scopes = await (await store.snapshot()).scopes()
  expect(scopes.every(({ complete }) => complete)).toBe(true)
  await expect(importFiles(store, { source: 'mcp', files: files.slice(1) }, options)).rejects.toThrow('no record')
})
