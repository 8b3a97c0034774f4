import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { answers } from '../answers.ts'
import { Paths, WhoCanReach } from '../contract.ts'
import { cancelled } from '../deadline.ts'
import { isUnchanged } from '../freshness.ts'
import { limits } from '../limits.ts'
import type { RouteParts } from '../parts.ts'
import { ById, Ids, nodesNamed, optionsOf, Question } from '../question.ts'

const Between = Type.Object(
  {
    ...Question,
    from: Ids,
    to: Ids,
    k: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'How many paths; 1 by default' })),
    by: Type.Optional(
      Type.Enum(['ease', 'hops'], { description: 'Which are best: the easiest (default) or the shortest' }),
    ),
    maxHops: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  },
  { additionalProperties: false },
)
const Listed = Type.Object(
  { ...Question, limit: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.listed })) },
  { additionalProperties: false },
)

export const pathRoutes: FastifyPluginAsyncTypebox<RouteParts> = async (app, { graphs, aside }) => {
  app.get('/paths', {
    schema: {
      summary: 'The best paths between nodes, each hop with its evidence',
      querystring: Between,
      response: answers(Paths),
    },
    async handler(request, reply) {
      const { from, to, k, by, maxHops, ...question } = request.query
      const pinned = await graphs.at(question.revision)
      const ends = [nodesNamed(pinned.graph, from), nodesNamed(pinned.graph, to)] as const
      const options = optionsOf(question)
      if (isUnchanged(request, reply, pinned, options)) return reply
      return aside.ask(pinned, 'paths', [...ends, { ...options, k, by, maxHops }], cancelled(request))
    },
  })
  app.get('/nodes/:id/who-can-reach', {
    schema: {
      summary: 'Everything whose compromise reaches this node, nearest first',
      params: ById,
      querystring: Listed,
      response: answers(WhoCanReach),
    },
    async handler(request, reply) {
      const { limit = limits.whoListed, ...question } = request.query
      const pinned = await graphs.at(question.revision)
      const [target] = nodesNamed(pinned.graph, request.params.id)
      const options = optionsOf(question)
      if (isUnchanged(request, reply, pinned, options)) return reply
      return aside.ask(pinned, 'whoReaches', [target!, { ...options, limit }], cancelled(request))
    },
  })
}
