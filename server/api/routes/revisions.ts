import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { answers } from '../answers.ts'
import type { Parts } from '../parts.ts'

const Revisions = Type.Object({
  current: Type.Integer(),
  revisions: Type.Array(
    Type.Object({ revision: Type.Integer(), committedAt: Type.String(), scopes: Type.Array(Type.String()) }),
  ),
})

export const revisionRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { store }) => {
  app.get('/revisions', {
    schema: { summary: 'Every revision that can be asked, with the scopes it changed', response: answers(Revisions) },
    async handler() {
      const opened = await store()
      const revisions = await opened.revisions()
      const current = await opened.current()
      return { current, revisions: revisions.map(({ scopes, ...rest }) => ({ ...rest, scopes: [...scopes] })) }
    },
  })
}
