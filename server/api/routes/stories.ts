import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { stories } from '../../demo/stories.ts'
import { answers } from '../answers.ts'
import { Stories } from '../contract.ts'
import type { Parts } from '../parts.ts'

export const storyRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { store }) => {
  app.get('/demo/stories', {
    schema: {
      summary: 'What is worth finding in the demo estate; none where the store does not hold it',
      response: answers(Stories),
    },
    async handler() {
      const scopes = await (await (await store()).snapshot()).scopes()
      return { stories: scopes.some(({ source }) => source === 'demo') ? [...stories] : [] }
    },
  })
}
