import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { exportFormats } from '../../export/index.ts'
import { answers, streamed } from '../answers.ts'
import { limits } from '../limits.ts'
import type { Parts } from '../parts.ts'
import { Question } from '../question.ts'

const Formats = Type.Array(Type.Object({ format: Type.String(), says: Type.String(), mediaType: Type.String() }))
const names = [...exportFormats.keys()]
const Named = Type.Object({ format: Type.Enum(names) })
const Asked = Type.Object({ revision: Question.revision }, { additionalProperties: false })

export const exportRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { store }) => {
  app.get('/export', {
    schema: { summary: 'The formats that facts go out in', response: answers(Formats) },
    handler: async () =>
      [...exportFormats.values()].map(({ format, says, mediaType }) => ({ format, says, mediaType })),
  })
  app.get('/export/:format', {
    config: { deadlineMs: limits.exportMs },
    schema: {
      summary: 'Everything that holds at a revision, as a file of that format',
      params: Named,
      querystring: Asked,
      response: streamed(...new Set([...exportFormats.values()].map(({ mediaType }) => mediaType))),
    },
    async handler({ params, query }, reply) {
      const { mediaType, extension, write } = exportFormats.get(params.format)!
      const snapshot = await (await store()).snapshot(query.revision)
      const name = `ambit-${params.format}-${snapshot.revision}${extension}`
      reply.type(mediaType).header('content-disposition', `attachment; filename="${name}"`)
      return reply.send(Readable.from(write(snapshot)))
    },
  })
}
