import type { GivenNode } from '../derivation.ts'
import { type KeyState, one } from './context.ts'
import { isObject } from './statement.ts'

/** By key in lower case, as conditions name them; undefined for a value that the import did not keep. */
export type Tags = ReadonlyMap<string, string | undefined>

export const noTags: Tags = new Map()

/** Undefined where the import says nothing of them. An account export leaves the list out of an identity without any. */
export function tagsOf(node: GivenNode | undefined): Tags | undefined {
  if (node === undefined || node.stub) return undefined
  const stated = node.properties?.['tags']
  if (!Array.isArray(stated)) return node.kind === 'Identity' ? noTags : undefined
  return new Map(
    stated.flatMap((it) => {
      const { key, value } = isObject(it) ? it : {}
      return typeof key === 'string' ? [[key.toLowerCase(), typeof value === 'string' ? value : undefined]] : []
    }),
  )
}

/** What a condition finds under a tag's key. */
export function stateOf(tags: Tags | undefined, key: string): KeyState {
  if (tags === undefined) return 'unknown'
  const value = tags.get(key)
  if (value !== undefined) return one(value)
  return tags.has(key) ? 'present' : 'absent'
}
