import { allowed } from '../../server/model/facts.ts'
import { type NodeId, owner } from '../../server/model/node-id.ts'
import type { ScopedEmit } from '../importer.ts'
import type { Tag } from './shapes.ts'

const ENVIRONMENT = new Set(['environment', 'env', 'stage'])
const DATA_CLASS = new Set(['dataclass', 'dataclassification', 'classification', 'sensitivity'])
const TEAM = new Set(['team', 'squad'])
const OWNER = new Set(['owner', 'contact', 'owneremail', 'technicalcontact'])

export interface Tagged {
  readonly environment: string | undefined
  readonly dataClass: string | undefined
  /** The names alone: a tag's value may hold anything, a password too. */
  readonly tagKeys: readonly string[]
}

const plain = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '')
const taggedAs = (tags: readonly Tag[], names: ReadonlySet<string>) => {
  const value = tags.find(({ Key }) => names.has(plain(Key)))?.Value.trim()
  return value !== undefined && /^[\w .@/+-]{1,64}$/.test(value) ? value : undefined
}

export const readTags = (tags: readonly Tag[]): Tagged => ({
  environment: taggedAs(tags, ENVIRONMENT)?.toLowerCase(),
  dataClass: taggedAs(tags, DATA_CLASS)?.toLowerCase(),
  tagKeys: tags.map(({ Key }) => Key),
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
