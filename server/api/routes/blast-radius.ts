import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { radius } from '../../answers/radius.ts'
import { view } from '../../answers/view.ts'
import { answers } from '../answers.ts'
import { BlastRadius, View } from '../contract.ts'
import { isUnchanged } from '../freshness.ts'
import { limits } from '../limits.ts'
import type { Parts } from '../parts.ts'
import { ById, Ids, nodesNamed, optionsOf, Question } from '../question.ts'

const Asked = Type.Object(
  {
    ...Question,
    also: Type.Optional(Ids),
    reach: Type.Optional(Type.Boolean({ description: 'List every reached node too' })),
    contributions: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100_000,
        description: 'How many are told with their path; the rest is summed',
      }),
    ),
  },
  { additionalProperties: false },
)
const Drawn = Type.Object(
  {
    ...Question,
    budget: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000, description: 'The most nodes drawn one by one' })),
  },
  { additionalProperties: false },
)

export const blastRadiusRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { graphs }) => {
  app.get('/identities/:id/blast-radius', {
    schema: {
      summary: 'What this identity could reach if it were compromised now, and how bad that is',
      params: ById,
      querystring: Asked,
      response: answers(BlastRadius),
    },
    async handler(request, reply) {
      const { also = [], reach, contributions = limits.contributions, ...question } = request.query
      const pinned = await graphs.at(question.revision)
      const starts = nodesNamed(pinned.graph, [request.params.id, ...[also].flat()])
      const options = optionsOf(question)
      if (isUnchanged(request, reply, pinned, options)) return reply
      return radius(pinned, starts, { ...options, reach, contributions })
    },
  })
  app.get('/identities/:id/view', {
    schema: {
      summary: 'What can be drawn of a blast radius: nodes, and groups with exact hidden counts',
      params: ById,
      querystring: Drawn,
      response: answers(View),
    },
    async handler(request, reply) {
      const { budget = limits.viewBudget, ...question } = request.query
      const pinned = await graphs.at(question.revision)
      const [start] = nodesNamed(pinned.graph, request.params.id)
      const options = optionsOf(question)
      if (isUnchanged(request, reply, pinned, options)) return reply
      return view(pinned, start!, { ...options, budget })
    },
  })
}
