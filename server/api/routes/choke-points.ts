import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { answers } from '../answers.ts'
import { ChokePoints, EstateChokePoints } from '../contract-cuts.ts'
import { cancelled } from '../deadline.ts'
import { isUnchanged } from '../freshness.ts'
import type { RouteParts } from '../parts.ts'
import { Ids, nodesNamed, optionsOf, Question } from '../question.ts'

const limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 100, description: 'How many nodes and how many edges; 10 by default' }),
)
const OfSome = Type.Object({ ...Question, starts: Ids, limit }, { additionalProperties: false })
const OfAll = Type.Object({ ...Question, limit }, { additionalProperties: false })

export const chokePointRoutes: FastifyPluginAsyncTypebox<RouteParts> = async (app, { graphs, aside }) => {
  app.get('/choke-points', {
    schema: {
      summary: 'The nodes and edges that most of a blast radius hangs on',
      querystring: OfSome,
      response: answers(ChokePoints),
    },
    async handler(request, reply) {
      const { starts, limit, ...question } = request.query
      const pinned = await graphs.at(question.revision)
      const nodes = nodesNamed(pinned.graph, starts)
      const options = optionsOf(question)
      if (isUnchanged(request, reply, pinned, options)) return reply
      return aside.ask(pinned, 'chokePoints', [nodes, { ...options, limit }], cancelled(request))
    },
  })
  app.get('/choke-points/estate', {
    schema: {
      summary: 'The nodes and edges that most of what all identities can do hangs on',
      querystring: OfAll,
      response: answers(EstateChokePoints),
    },
    async handler(request, reply) {
      const { limit, ...question } = request.query
      const pinned = await graphs.at(question.revision)
      const options = optionsOf(question)
      if (isUnchanged(request, reply, pinned, options)) return reply
      return aside.ask(pinned, 'estateChokePoints', [{ ...options, limit }], cancelled(request))
    },
  })
}
