import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { errorCodes } from '../../errors.ts'
import { answers } from '../answers.ts'
import { titleOf } from '../problem.ts'

const Codes = Type.Array(Type.Object({ code: Type.String(), status: Type.Integer(), title: Type.String() }))

export const problemRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/problems', {
    schema: { summary: 'Every problem the API can answer with', response: answers(Codes) },
    handler: async () => errorCodes.map(({ code, status }) => ({ code, status, title: titleOf(code) })),
  })
}
