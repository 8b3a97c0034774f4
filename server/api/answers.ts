import type { TSchema } from 'typebox'
import { Problem } from './problem.ts'

const problem = { description: 'What went wrong', content: { 'application/problem+json': { schema: Problem } } }

/** The responses of a route: what it answers, and the one form of every refusal. */
export const answers = <S extends TSchema>(ok: S) => ({ 200: ok, '4xx': problem, '5xx': problem })
export const accepted = <S extends TSchema>(ok: S) => ({ 202: ok, '4xx': problem, '5xx': problem })
