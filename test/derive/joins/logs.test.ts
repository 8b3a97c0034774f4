import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { importFiles } from '../../../server/intake/import-files.ts'
import { filesAt } from '../../../server/intake/input-files.ts'
import type { EdgeClaim } from '../../../server/model/facts.ts'
import table from '../../cases/logs/use.json' with { type: 'json' }
import { inputFile } from '../../hostile/fixtures.ts'
import { samplePath, whyNoSamples } from '../../samples/samples.ts'
import { temporaryStore } from '../../store/temporary-store.ts'

const options = { fingerprintKey: new Uint8Array(32).fill(9), now: new Date('2026-06-01T00:00:00Z') }

interface Case {
  readonly name: string
  readonly path: string
  readonly scope?: string
  /** The list of roles in the sample, to be imported as an export of them. */
  readonly roles?: string
  readonly of: string
  readonly has?: readonly string[]
  readonly count?: number
}

function said({ from, kind, to, verdict, properties }: EdgeClaim): string {
  const arrow = `${from} -${kind}${verdict === 'conditional' ? '?' : ''}-> ${to}`
  const actions = (properties?.['actions'] ?? []) as unknown as readonly { action: string; count: number }[]
  return kind === 'USED' ? `${arrow}: ${actions.map(({ action, count }) => `${action} ×${count}`).join(', ')}` : arrow
}

describe.skipIf(whyNoSamples !== undefined)('public logs', () => {
  test.each(table.cases as readonly Case[])('$name', async ({ path, scope, roles, of, has, count }) => {
    const store = await temporaryStore()
    if (roles) {
      const sample = JSON.parse(readFileSync(samplePath(path), 'utf8')) as Record<string, unknown>
      const authz = inputFile('authz.json', JSON.stringify({ RoleDetailList: sample[roles] }))
      await importFiles(store, { source: 'aws-iam', files: [authz] }, options)
    }
    const request = { source: 'auto', files: await filesAt([samplePath(path)]), ...(scope ? { scope } : {}) }
    const { records } = await importFiles(store, request, options)
    expect(records.read).toBe(records.stored + records.merged + records.rejected)
    const told: string[] = []
    for await (const chunk of (await store.snapshot()).edges()) told.push(...chunk.map(({ edge }) => said(edge)))
    const fitting = [...new Set(told.filter((line) => new RegExp(of).test(line)))].sort()
    if (has) expect(fitting).toEqual([...has].sort())
    if (count !== undefined) expect(fitting.length).toBe(count)
  })
})
