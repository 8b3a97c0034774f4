import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { containment, protectedNodes } from '../../answers/containment.ts'
import { cutOf, whatIf } from '../../answers/what-if.ts'
import { answers } from '../answers.ts'
import { Containment, WhatIf } from '../contract.ts'
import type { Parts } from '../parts.ts'
import { AnyId, nodesNamed, optionsOf, Question } from '../question.ts'

const Some = Type.Array(AnyId, { minItems: 1, maxItems: 100 })
const ContainmentOrder = Type.Object(
  {
    ...Question,
    compromised: Some,
    protect: Type.Optional(
      Type.Array(AnyId, { minItems: 1, maxItems: 1_000, description: 'Ids, or tier:0 to tier:4; tier:0 by default' }),
    ),
  },
  { additionalProperties: false },
)
const WhatIfOrder = Type.Object(
  {
    ...Question,
    starts: Some,
    cut: Type.Array(AnyId, { maxItems: 10_000, description: 'Edge ids, or nodes, which lose all their edges' }),
  },
  { additionalProperties: false },
)

export const containmentRoutes: FastifyPluginAsyncTypebox<Parts> = async (app, { graphs }) => {
  app.post('/containment', {
    schema: {
      summary: 'The fewest cuts that keep the protected from the compromised, in order, with what each one breaks',
      body: ContainmentOrder,
      response: answers(Containment),
    },
    async handler({ body: { compromised, protect = ['tier:0'], ...question } }) {
      const pinned = await graphs.at(question.revision)
      const starts = nodesNamed(pinned.graph, compromised)
      return containment(pinned, starts, protectedNodes(pinned.graph, protect), optionsOf(question))
    },
  })
  app.post('/what-if', {
    schema: {
      summary: 'The blast radius before and after some cuts; nothing is stored',
      body: WhatIfOrder,
      response: answers(WhatIf),
    },
    async handler({ body: { starts, cut, ...question } }) {
      const pinned = await graphs.at(question.revision)
      return whatIf(pinned, nodesNamed(pinned.graph, starts), cutOf(pinned.graph, cut), optionsOf(question))
    },
  })
}
