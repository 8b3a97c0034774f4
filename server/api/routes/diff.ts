import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { diff } from '../../answers/diff.ts'
import { namedInEither } from '../../answers/named-in-either.ts'
import { answers } from '../answers.ts'
import { Diff } from '../contract-diff.ts'
import { cancelled } from '../deadline.ts'
import { isUnchanged } from '../freshness.ts'
import type { RouteParts } from '../parts.ts'
import { Ids, optionsOf, Question } from '../question.ts'

const { revision: _, ...question } = Question
const Asked = Type.Object(
  {
    ...question,
    from: Type.Integer({ minimum: 0, description: 'The earlier revision' }),
    to: Type.Optional(Type.Integer({ minimum: 0, description: 'The later revision; the newest by default' })),
    starts: Type.Optional(Ids),
    targets: Type.Optional(Ids),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000, description: 'How many changes each way; 100 by default' }),
    ),
  },
  { additionalProperties: false },
)

export const diffRoutes: FastifyPluginAsyncTypebox<RouteParts> = async (app, { graphs }) => {
  app.get('/diff', {
    schema: {
      summary: 'Who reaches what in one revision and not in the other, by which path, over which edges',
      querystring: Asked,
      response: answers(Diff),
    },
    async handler(request, reply) {
      const { from, to, starts, targets, limit, ...question } = request.query
      const [before, after] = [await graphs.at(from), await graphs.at(to)]
      const options = optionsOf(question)
      const named = { starts: texts(starts), targets: texts(targets) }
      for (const all of Object.values(named)) namedInEither(after.graph, before.graph, all ?? [])
      if (isUnchanged(request, reply, after, options)) return reply
      return diff(before, after, { ...options, ...named, limit, signal: cancelled(request) })
    },
  })
}

const texts = (given: string | string[] | undefined) => (given === undefined ? undefined : [given].flat())
