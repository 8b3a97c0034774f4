import type { Readable } from 'node:stream'
import { type TSchema, Type } from 'typebox'
import { Problem } from './problem.ts'

const problem = { description: 'What went wrong', content: { 'application/problem+json': { schema: Problem } } }

/** The responses of a route: what it answers, and the one form of every refusal. */
export const answers = <S extends TSchema>(ok: S) => ({ 200: ok, '4xx': problem, '5xx': problem })
export const accepted = <S extends TSchema>(ok: S) => ({ 202: ok, '4xx': problem, '5xx': problem })
/** What goes out piece by piece, in a form of its own. */
export const streamed = (...mediaTypes: readonly string[]) => ({
  200: {
    description: 'The stream',
    content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: Type.Unsafe<Readable>(Type.String()) }])),
  },
  '4xx': problem,
  '5xx': problem,
})
