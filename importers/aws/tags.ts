import { allowed } from '../../server/model/facts.ts'
import { type NodeId, owner } from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'

export interface Tag {
  readonly Key: string
  readonly Value: string
}

const ENVIRONMENT = new Set(['environment', 'env', 'stage'])
const DATA_CLASS = new Set(['dataclass', 'dataclassification', 'classification', 'sensitivity'])
const TEAM = new Set(['team', 'squad'])
const OWNER = new Set(['owner', 'contact', 'owneremail', 'technicalcontact'])

export interface Tagged {
  readonly environment: string | undefined
  readonly dataClass: string | undefined
  /** For policies that ask for tags. One whose value is not kept may have any value but none. */
  readonly tags: readonly { readonly key: string; readonly value?: string }[]
}

/** A tag's value may hold anything, a password too: what may be one is not kept, by its name or by its looks. */
const SECRET = /passw|pwd|secret|token|credential|api.?key|private.?key|access.?key/i
const PLAIN = /^[\p{L}\p{N} .:@/+=_-]{0,64}$/u
const DENSE = /(?=[^ .:@/-]*\d)(?=[^ .:@/-]*[A-Za-z])[^ .:@/-]{16,}/
const isKept = ({ Key, Value }: Tag): boolean => !SECRET.test(Key) && PLAIN.test(Value) && !DENSE.test(Value)

const plain = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '')
const taggedAs = (tags: readonly Tag[], names: ReadonlySet<string>) => {
  const value = tags.find(({ Key }) => names.has(plain(Key)))?.Value.trim()
  return value !== undefined && /^[\w .@/+-]{1,64}$/.test(value) ? value : undefined
}

export const readTags = (tags: readonly Tag[]): Tagged => ({
  environment: taggedAs(tags, ENVIRONMENT)?.toLowerCase(),
  dataClass: taggedAs(tags, DATA_CLASS)?.toLowerCase(),
  tags: tags.map((tag) => (isKept(tag) ? { key: tag.Key, value: tag.Value } : { key: tag.Key })),
})

/** Who answers for the identity, by its tags. */
export function emitOwners(emit: ScopedEmit, of: NodeId, tags: readonly Tag[]): void {
  const people = taggedAs(tags, OWNER)
  const team = taggedAs(tags, TEAM)
  const said = [
    people === undefined
      ? undefined
      : { kind: people.includes('@') ? ('person' as const) : ('team' as const), name: people },
    team === undefined ? undefined : { kind: 'team' as const, name: team },
  ]
  for (const it of said) {
    if (it === undefined) continue
    const from = owner(it.kind, it.name)
    emit.node({ id: from, kind: 'Owner', type: it.kind, name: it.name }, '/Tags')
    emit.edge({ kind: 'OWNS', from, to: of, confidence: 'granted', ...allowed }, '/Tags')
  }
}
