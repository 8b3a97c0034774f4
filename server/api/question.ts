import { type Static, Type } from 'typebox'
import type { AnswerOptions } from '../answers/context.ts'
import { oneNode } from '../graph/find-node.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'

/** What every graph question may add: which revision is asked, at what time, and how gates count. */
export const Question = {
  revision: Type.Optional(Type.Integer({ minimum: 0, description: 'A past revision; the newest by default' })),
  asOf: Type.Optional(
    Type.String({ format: 'date-time', description: 'When expiry and conditions are judged; now by default' }),
  ),
  gates: Type.Optional(
    Type.Enum(['count', 'open', 'hold'], {
      description: 'Known gates halve the ease (count), let pass (open) or hold',
    }),
  ),
}
type Question = Static<Type.TObject<typeof Question>>

export const AnyId = Type.String({
  minLength: 1,
  maxLength: 2_048,
  description: 'An id, or anything that names one node: ARN, name, key id, owner’s address',
})
export const ById = Type.Object({ id: AnyId })
/** Said once or several times in the query. */
export const Ids = Type.Union([AnyId, Type.Array(AnyId, { minItems: 1, maxItems: 100 })])

export const optionsOf = ({ asOf, gates }: Question): AnswerOptions => ({
  asOf: asOf === undefined ? undefined : new Date(asOf),
  gates,
})

/** Each text as the one node that it names, and no node twice. */
export const nodesNamed = (graph: PrivilegeGraph, texts: string | readonly string[]): number[] => [
  ...new Set([texts].flat().map((text) => oneNode(graph, text))),
]
