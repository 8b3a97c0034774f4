import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { importFiles } from '../../server/intake/import-files.ts'
import type { InputFile } from '../../server/intake/input-files.ts'
import type { Receipt } from '../../server/intake/receipt.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { Store } from '../../server/store/store.ts'

export interface Bench {
  readonly store: Store
  /** All bytes that the store has on the disk, its write-ahead log too. */
  readonly bytes: () => Buffer
  /** Every text that came back: receipts and errors. */
  readonly said: string[]
  readonly bring: (source: string, files: readonly InputFile[], more?: Brought) => Promise<Receipt | AppError>
}

interface Brought {
  readonly scope?: string | undefined
  readonly confirm?: boolean
}

/** A store in a folder of its own, and everything that ever came out of importing into it. */
export async function bench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-hostile-'))
  const store = await openStore(`sqlite:${join(folder, 'graph.db')}`)
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const said: string[] = []
  const options = { fingerprintKey: new Uint8Array(32).fill(9), now: new Date('2026-01-02T00:00:00Z') }
  return {
    store,
    said,
    bytes: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))),
    async bring(source, files, { scope, confirm = false } = {}) {
      try {
        const receipt = await importFiles(
          store,
          { source, files, confirm, ...(scope !== undefined && { scope }) },
          options,
        )
        said.push(JSON.stringify(receipt))
        expectBalanced(receipt)
        return receipt
      } catch (error) {
        // Anything else is a bug, and fails the test.
        if (!(error instanceof AppError)) throw error
        said.push(error.message, JSON.stringify(error.details ?? {}), String(error.cause ?? ''))
        return error
      }
    },
  }
}

export function expectBalanced({ records, files, rejectionsByCode }: Receipt): void {
  for (const { read, stored, merged, rejected } of [records, ...files.map((file) => file.records)]) {
    expect(read).toBe(stored + merged + rejected)
  }
  const counted = Object.values(rejectionsByCode).reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(records.rejected)
  expect(rejectionsByCode).not.toHaveProperty('importer_failed')
}

/** The file was refused in words for a user, which name it, and the store is what it was. */
export async function expectRefused({ store }: Bench, result: Receipt | AppError, name: string): Promise<AppError> {
  if (!(result instanceof AppError)) expect.fail(`${name} was taken`)
  expect(result.statusCode).toBeLessThan(500)
  expect(result.message).toContain(name)
  expect(await store.current()).toBe(0)
  return result
}
