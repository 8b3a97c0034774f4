import type { GivenNode } from '../derivation.ts'

export type Match =
  | { readonly list: GivenNode; readonly isCertain: boolean }
  | { readonly list: undefined; readonly candidates: readonly GivenNode[] }

const text = (node: GivenNode, key: string): string | undefined => {
  const value = node.properties?.[key]
  return typeof value === 'string' ? value : undefined
}
/** `@acme/server-notes`, `ghcr.io/acme/server-notes` and the module `server_notes` end alike. */
const lastPart = (name: string) => name.replace(/^.*\//, '').replaceAll('_', '-').toLowerCase()

/**
 * The tool list of a configured server. Certain only where someone who imported the list named the package, address or
 * configured server in full: different servers call themselves by one name, and a file's name is anybody's choice.
 */
export function matchList(server: GivenNode, lists: readonly GivenNode[]): Match {
  const client = text(server, 'client')
  const key = text(server, 'server')
  const full = [`${client}/${key}`, text(server, 'url'), text(server, 'package')]
  for (const name of full) {
    const list = lists.find((one) => text(one, 'namedBy') === 'scope' && text(one, 'listed') === name)
    if (list && name !== undefined) return { list, isCertain: true }
  }
  const ends = [text(server, 'package'), key].flatMap((name) => (name === undefined ? [] : lastPart(name)))
  const candidates = lists.filter((list) => ends.includes(lastPart(text(list, 'listed') ?? '')))
  const [list] = candidates
  return list && candidates.length === 1 ? { list, isCertain: false } : { list: undefined, candidates }
}
