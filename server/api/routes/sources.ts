import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { importers } from '../../../importers/index.ts'
import { answers } from '../answers.ts'
import { CoverageGap } from '../contract-imports.ts'
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

export const sourceRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { store }) => {
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
}
