import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findings } from '../../answers/findings.ts'
import { answers } from '../answers.ts'
import { Findings } from '../contract.ts'
import { cancelled } from '../deadline.ts'
import { isUnchanged } from '../freshness.ts'
import { limits } from '../limits.ts'
import type { RouteParts } from '../parts.ts'
import { optionsOf, Question } from '../question.ts'

const Wanted = Type.Object(
  {
    ...Question,
    rule: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Only findings of this rule' })),
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.listed, description: '100 by default' })),
  },
  { additionalProperties: false },
)

export const findingRoutes: FastifyPluginAsyncTypebox<RouteParts> = async (app, { graphs, rankings }) => {
  app.get('/findings', {
    schema: {
      summary: 'What is wrong, the severest first, and which rules no source lets anyone judge',
      querystring: Wanted,
      response: answers(Findings),
    },
    async handler(request, reply) {
      const { rule, limit = 100, ...question } = request.query
      const pinned = await graphs.at(question.revision)
      const signal = cancelled(request)
      const options = optionsOf(question)
      const { ranked, asOf } = await rankings.of(pinned.graph, signal, options.asOf)
      if (isUnchanged(request, reply, pinned, { asOf })) return reply
      return findings(pinned, { ...options, asOf, rule, limit, signal, ranked })
    },
  })
}
