import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { ranking } from '../../answers/ranking.ts'
import { answers } from '../answers.ts'
import { Ranking } from '../contract.ts'
import { cursorText, readCursor } from '../cursor.ts'
import { cancelled } from '../deadline.ts'
import { isUnchanged } from '../freshness.ts'
import { limits } from '../limits.ts'
import type { RouteParts } from '../parts.ts'
import { Question } from '../question.ts'

const word = Type.Optional(Type.String({ minLength: 1, maxLength: 2_048 }))
const Listed = Type.Object(
  {
    revision: Question.revision,
    asOf: Question.asOf,
    sort: Type.Optional(Type.Enum(['blast', 'risk'], { description: 'blast by default; risk = blast × exposure' })),
    q: word,
    type: word,
    environment: word,
    provider: word,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.listed, description: '100 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before' })),
  },
  { additionalProperties: false },
)

export const identityRoutes: FastifyPluginAsyncTypebox<RouteParts> = async (app, { graphs, rankings }) => {
  app.get('/identities', {
    schema: {
      summary: 'Every identity with its blast radius, the worst first',
      querystring: Listed,
      response: answers(Ranking),
    },
    async handler(request, reply) {
      const { cursor, limit = 100, revision, asOf, ...filters } = request.query
      const from = cursor === undefined ? { revision, asOf, offset: 0 } : readCursor(cursor)
      const pinned = await graphs.at(from.revision)
      const dated = await rankings.of(
        pinned.graph,
        cancelled(request),
        from.asOf === undefined ? undefined : new Date(from.asOf),
      )
      if (isUnchanged(request, reply, pinned, dated)) return reply
      const page = ranking(pinned, dated.ranked, { ...filters, asOf: dated.asOf, offset: from.offset, limit })
      const next = { revision: page.revision, asOf: dated.asOf.toISOString(), offset: from.offset + limit }
      return { ...page, next: page.next === null ? null : cursorText(next) }
    },
  })
}
