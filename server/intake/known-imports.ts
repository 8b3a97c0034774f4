import { createHmac, hash } from 'node:crypto'
import { DERIVED_PREFIX } from '../model/facts.ts'
import type { ScopeInfo, Store } from '../store/store.ts'
import type { Receipt } from './receipt.ts'
import type { Plan } from './recognise.ts'

/** What an import would say depends on all of this, and on nothing else but time. */
export function contentHashOf(
  { importer, files }: Plan['groups'][number],
  scope: string | undefined,
  fingerprintKey: Uint8Array,
): string {
  const key = createHmac('sha256', fingerprintKey).update('ambit key id').digest('hex').slice(0, 16)
  const parts = [importer.source, importer.version, scope ?? '', key, files.map(({ name, sha256 }) => [name, sha256])]
  return hash('sha256', JSON.stringify(parts), 'hex')
}

/** What an import has left to be recognised by, beside its facts. */
interface Remembered {
  readonly rules: string
  readonly scopes: readonly string[]
  readonly receipt: Receipt
}

const kind = 'known-import'
const idOf = (hashes: readonly string[]) => hash('sha256', hashes.join(), 'hex')

/** The receipt of the same files, where all that they said is still the newest word on its scopes. */
export async function knownImport(
  store: Store,
  hashes: readonly string[],
  rules: string,
): Promise<Receipt | undefined> {
  const remembered = (await store.records.get(kind, idOf(hashes))) as Remembered | undefined
  if (!remembered || remembered.rules !== rules) return undefined
  const scopes = await (await store.snapshot()).scopes()
  const current = new Set(scopes.flatMap(({ scope, contentHash }) => (hashes.includes(contentHash) ? scope : [])))
  if (!remembered.scopes.every((scope) => current.has(scope))) return undefined
  const { receipt } = remembered
  return { ...receipt, facts: { ...receipt.facts, derived: derivedIn(scopes) }, scopes: [] }
}

/** What follows from all that is in the store, which other imports may have changed since. */
const derivedIn = (scopes: readonly ScopeInfo[]) =>
  scopes.reduce((sum, { scope, nodes, edges }) => (scope.startsWith(DERIVED_PREFIX) ? sum + nodes + edges : sum), 0)

/** Kept after the flip: without it the files are only read once more. */
export async function rememberImport(
  store: Store,
  hashes: readonly string[],
  rules: string,
  scopes: readonly string[],
  receipt: Receipt,
): Promise<void> {
  await store.records.put(kind, idOf(hashes), { rules, scopes, receipt } satisfies Remembered)
}
