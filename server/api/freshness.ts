import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AnswerContext, type AnswerOptions, asked } from '../answers/context.ts'

/**
 * Names the answer by all that decides it beside its address: revision, score table, instant. True when the caller
 * holds that answer already: the reply is then a 304. Asked after every check, so that a 304 tells nothing that the
 * answer would not.
 */
export function isUnchanged(
  request: FastifyRequest,
  reply: FastifyReply,
  context: AnswerContext,
  options: AnswerOptions,
): boolean {
  const { graph } = context
  const tag = `W/"g${graph.revision}-${graph.scoreTable}-${asked(context, options).asOf.toISOString()}"`
  reply.header('etag', tag)
  const held = request.headers['if-none-match']?.split(',').map((one) => one.trim()) ?? []
  if (!held.includes(tag)) return false
  reply.code(304).send()
  return true
}
