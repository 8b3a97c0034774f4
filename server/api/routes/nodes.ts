import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { neighbours, nodeDetail, search } from '../../answers/nodes.ts'
import { answers } from '../answers.ts'
import { Found, Neighbours, NodeDetail } from '../contract.ts'
import { isUnchanged } from '../freshness.ts'
import { limits } from '../limits.ts'
import type { Parts } from '../parts.ts'
import { ById, nodesNamed, optionsOf, Question } from '../question.ts'

const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: limits.listed }))
const Sought = Type.Object(
  { revision: Question.revision, q: Type.String({ minLength: 1, maxLength: 2_048 }), limit },
  { additionalProperties: false },
)
const Shown = Type.Object(Question, { additionalProperties: false })
const Around = Type.Object(
  {
    revision: Question.revision,
    depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
    direction: Type.Optional(Type.Enum(['out', 'in', 'both'])),
    limit,
  },
  { additionalProperties: false },
)

export const nodeRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { graphs }) => {
  app.get('/nodes', {
    schema: {
      summary: 'Find nodes by id, alias, key id, name, owner, or a part of a name',
      querystring: Sought,
      response: answers(Found),
    },
    handler: async ({ query: { q, limit = limits.found, revision } }) => search(await graphs.at(revision), q, limit),
  })
  app.get('/nodes/:id', {
    schema: {
      summary: 'All that is known of a node, with the places that say it',
      params: ById,
      querystring: Shown,
      response: answers(NodeDetail),
    },
    async handler(request, reply) {
      const pinned = await graphs.at(request.query.revision)
      const [node] = nodesNamed(pinned.graph, request.params.id)
      const options = optionsOf(request.query)
      if (isUnchanged(request, reply, pinned, options)) return reply
      return nodeDetail(pinned, node!, options)
    },
  })
  app.get('/nodes/:id/neighbours', {
    schema: {
      summary: 'The nodes around one, and the edges between them as sentences',
      params: ById,
      querystring: Around,
      response: answers(Neighbours),
    },
    async handler({ params, query: { revision, depth = 1, direction = 'both', limit = limits.found } }) {
      const pinned = await graphs.at(revision)
      const [node] = nodesNamed(pinned.graph, params.id)
      return neighbours(pinned, node!, { depth, direction, limit })
    },
  })
}
