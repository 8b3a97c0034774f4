import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { AppError } from '../../errors.ts'
import { answers } from '../answers.ts'
import { limits } from '../limits.ts'
import type { Parts } from '../parts.ts'

const Up = Type.Object({ status: Type.Literal('ok') })

export const healthRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { store }) => {
  const config = { open: true }
  app.get('/health', {
    config,
    schema: { summary: 'Whether the server runs', security: [], response: answers(Up) },
    handler: async () => ({ status: 'ok' as const }),
  })
  app.get('/ready', {
    config,
    schema: {
      summary: 'Whether the store answers, so that questions can be asked',
      security: [],
      response: answers(Up),
    },
    async handler() {
      const late = new AppError('store_unreachable', 'The store does not answer.')
      const timer = Promise.withResolvers<never>()
      const timeout = setTimeout(() => timer.reject(late), limits.readyMs)
      await Promise.race([store().then((opened) => opened.current()), timer.promise]).finally(() =>
        clearTimeout(timeout),
      )
      return { status: 'ok' as const }
    },
  })
}
