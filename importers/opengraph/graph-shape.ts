import { type Static, Type } from 'typebox'

const Properties = Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]))
const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

const Matcher = Type.Object({ key: Type.String(), operator: Type.Literal('equals'), value: Scalar })

const End = Type.Object({
  match_by: Type.Optional(Type.Union([Type.Literal('id'), Type.Literal('name'), Type.Literal('property')])),
  value: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  property_matchers: Type.Optional(Type.Array(Matcher, { minItems: 1 })),
})
export type End = Static<typeof End>

export const GraphNode = Type.Object({
  id: Type.String({ minLength: 1 }),
  kinds: Type.Array(Type.String()),
  properties: Properties,
})
export type GraphNode = Static<typeof GraphNode>

export const GraphEdge = Type.Object({
  kind: Type.String({ pattern: '^[A-Za-z0-9_]{1,200}$' }),
  start: End,
  end: End,
  properties: Properties,
})
export type GraphEdge = Static<typeof GraphEdge>

/** What a node says of itself under a name, as text; collectors leave out what they do not know as `""` or null. */
export function textOf(
  { properties }: { readonly properties?: GraphNode['properties'] | undefined },
  name: string,
): string | undefined {
  const value = properties?.[name]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
