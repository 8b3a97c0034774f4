import type { Json } from '../../server/model/facts.ts'
import type { GraphNode } from './graph-shape.ts'

/** Properties that may hold a secret's value or free text, and BloodHound's own bookkeeping. */
const leftOut =
  /^query_|^objectid$|^lastseen$|secret|password|passwd|token|credential|private|api_?key|^key$|^value$|content|hash|hint|description|notes?$|comment|body|text|message|url$|^permissions$|^events$/i
const longest = 120

/** What is kept of a node whose kind nobody described: what it is, never what it holds. */
export function keptProperties({ properties }: GraphNode): { readonly [key: string]: Json } | undefined {
  const kept: [string, Json][] = []
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (typeof value === 'boolean' || typeof value === 'number') kept.push([name, value])
    else if (typeof value === 'string' && value !== '' && value.length <= longest && !leftOut.test(name)) {
      kept.push([name, value])
    }
  }
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** The named properties of a node whose kind is described, under our own names. */
export function pick(
  { properties }: GraphNode,
  names: Readonly<Record<string, string>>,
): { readonly [key: string]: Json } {
  const picked: [string, Json][] = []
  for (const [theirs, ours] of Object.entries(names)) {
    const value = properties?.[theirs]
    if (typeof value === 'boolean' || typeof value === 'number' || (typeof value === 'string' && value !== '')) {
      picked.push([ours, value])
    }
  }
  return Object.fromEntries(picked)
}
