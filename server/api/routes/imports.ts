import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { accepted, answers, streamed } from '../answers.ts'
import { ImportJob, ImportOrder } from '../contract-imports.ts'
import { cancelled } from '../deadline.ts'
import { eventLines } from '../event-lines.ts'
import { limits } from '../limits.ts'
import type { Parts } from '../parts.ts'
import { bareTypes, takeUpload } from '../upload.ts'

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) })
const Key = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' })),
})
const Resume = Type.Object({ 'last-event-id': Type.Optional(Type.Integer({ minimum: 0 })) })

export const importRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { jobs, spool }) => {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser([...bareTypes], (_request, body, done) => done(null, body))
  await app.register(multipart, {
    limits: { parts: limits.uploadParts, fields: limits.uploadParts, fieldSize: 2_000, headerPairs: 20 },
  })
  app.post('/imports', {
    bodyLimit: limits.uploadBytes,
    config: { accepts: ['multipart/form-data', ...bareTypes], deadlineMs: limits.uploadMs },
    schema: {
      summary: 'Import files, as multipart/form-data or one as the bare body; fields and query say the same',
      consumes: ['multipart/form-data', ...bareTypes],
      querystring: ImportOrder,
      headers: Key,
      response: accepted(ImportJob),
    },
    async handler(request, reply) {
      const order = await takeUpload(request, spool)
      const job = await jobs.submit(order, request.headers['idempotency-key'])
      return reply.code(202).header('location', `/api/v1/imports/${job.id}`).send(job)
    },
  })
  app.get('/imports', {
    schema: { summary: 'The last imports, newest first', response: answers(Type.Array(ImportJob)) },
    handler: async () => [...(await jobs.list(limits.jobsListed))],
  })
  app.get('/imports/:id', {
    schema: {
      summary: 'How an import stands, with its receipt once it has ended',
      params: ById,
      response: answers(ImportJob),
    },
    handler: ({ params }) => jobs.get(params.id),
  })
  app.delete('/imports/:id', {
    schema: {
      summary: 'Cancel an import that has not ended; nothing of it stays',
      params: ById,
      response: accepted(ImportJob),
    },
    handler: async ({ params }, reply) => reply.code(202).send(await jobs.cancel(params.id)),
  })
  app.get('/imports/:id/events', {
    compress: false,
    config: { deadlineMs: limits.uploadMs },
    schema: {
      summary: 'The progress of an import as server-sent events',
      params: ById,
      headers: Resume,
      response: streamed('text/event-stream'),
    },
    async handler(request, reply) {
      const events = await jobs.events(request.params.id)
      const from = request.headers['last-event-id'] ?? 0
      return reply.type('text/event-stream').send(Readable.from(eventLines(events, from, cancelled(request))))
    },
  })
}
