import { AppError } from '../errors.ts'
import { oneNode } from '../graph/find-node.ts'
import { tierOf } from '../graph/node-table.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

/** The nodes that the texts mean in either revision, as far as this one has them. */
export function namedInEither(graph: PrivilegeGraph, other: PrivilegeGraph, texts: readonly string[]): number[] {
  const ids = texts.flatMap((text) => {
    if (/^tier:[0-4]$/.test(text)) return [graph, other].flatMap((it) => idsOfTier(it, Number(text.at(-1))))
    const [here, there] = [graph, other].map((it) => idOf(it, text))
    if (here === undefined && there === undefined) oneNode(graph, text) // says what is wrong
    return [here, there].filter((id) => id !== undefined)
  })
  return [...new Set(ids.map((id) => graph.nodes.indexOf(id)).filter((node) => node !== undefined))]
}

function idOf(graph: PrivilegeGraph, text: string): string | undefined {
  try {
    return graph.nodes.ids.at(oneNode(graph, text))
  } catch (error) {
    if (error instanceof AppError && error.code === 'unknown_node') return undefined
    throw error
  }
}

const idsOfTier = ({ nodes }: PrivilegeGraph, tier: number): string[] =>
  Array.from({ length: nodes.count }, (_, node) => node)
    .filter((node) => tierOf(nodes, node) === tier)
    .map((node) => nodes.ids.at(node))
