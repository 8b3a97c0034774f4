import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { importers } from '../../../importers/index.ts'
import { forgetScope } from '../../intake/forget-scope.ts'
import { answers } from '../answers.ts'
import { CoverageGap, Forgotten } from '../contract-imports.ts'
import { limits } from '../limits.ts'
import type { Parts } from '../parts.ts'

const Source = Type.Object({
  source: Type.String(),
  reads: Type.String({ description: 'What its file is' }),
  get: Type.Array(Type.String(), { description: 'The commands that make the file' }),
  format: Type.String(),
})
const Scope = Type.Object({
  scope: Type.String(),
  source: Type.String(),
  importerVersion: Type.Integer(),
  complete: Type.Boolean(),
  coverage: Type.Array(CoverageGap),
  collectedAt: Type.String(),
  contentHash: Type.String(),
  revision: Type.Integer(),
  nodes: Type.Integer(),
  edges: Type.Integer(),
})

export const sourceRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { store, graphs }) => {
  app.get('/sources', {
    schema: { summary: 'The formats that can be imported', response: answers(Type.Array(Source)) },
    handler: async () =>
      [...importers.values()].map(({ source, reads, get, format }) => ({ source, reads, get: [...get], format })),
  })
  app.get('/scopes', {
    schema: {
      summary: 'What has been imported, and what each import did not see',
      response: answers(Type.Array(Scope)),
    },
    async handler() {
      const snapshot = await (await store()).snapshot()
      return (await snapshot.scopes()).map((scope) => ({ ...scope, coverage: [...scope.coverage] }))
    },
  })
  app.delete('/scopes/:scope', {
    config: { deadlineMs: limits.uploadMs },
    schema: {
      summary: 'Forget all that was imported into a scope, and what was derived from it; past revisions still show it',
      params: Type.Object({ scope: Type.String({ minLength: 1, maxLength: limits.paramLength }) }),
      querystring: Type.Object(
        { confirm: Type.Optional(Type.Boolean({ description: 'Without it nothing changes; what would go is told' })) },
        { additionalProperties: false },
      ),
      response: answers(Forgotten),
    },
    async handler({ params, query }) {
      const { revision, changes } = await forgetScope(await store(), params.scope, { now: new Date(), ...query })
      void graphs.prefetch()
      return { revision, changes: [...changes] }
    },
  })
}
