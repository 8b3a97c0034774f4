import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { aimOf } from '../../answers/containment.ts'
import { MOST_COST } from '../../answers/cut-terms.ts'
import { cutOf, refuseGates } from '../../answers/what-if.ts'
import { answers } from '../answers.ts'
import { WhatIf } from '../contract.ts'
import { Containment } from '../contract-cuts.ts'
import { cancelled } from '../deadline.ts'
import { limits } from '../limits.ts'
import type { RouteParts } from '../parts.ts'
import { AnyId, nodesNamed, optionsOf, Question } from '../question.ts'

const Some = Type.Array(AnyId, { minItems: 1, maxItems: 100 })
const ContainmentOrder = Type.Object(
  {
    ...Question,
    compromised: Some,
    protect: Type.Optional(
      Type.Array(AnyId, { minItems: 1, maxItems: 1_000, description: 'Ids, or tier:0 to tier:4; tier:0 by default' }),
    ),
    under: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 100,
        description: 'Instead of protecting nodes: the score that the plan is to fall under, by cutting edges',
      }),
    ),
    unit: Type.Optional(
      Type.Enum(['edge', 'node'], { description: 'What is cut: edges (the default), or whole nodes' }),
    ),
    keep: Type.Optional(
      Type.Array(AnyId, { maxItems: 1_000, description: 'What may not be cut: edge ids, kinds of edges, nodes' }),
    ),
    costs: Type.Optional(
      Type.Array(Type.Object({ of: AnyId, cost: Type.Integer({ minimum: 1, maximum: MOST_COST }) }), {
        maxItems: 1_000,
        description: 'What a cut costs, by edge id or kind of edge, or by node or kind of node; 1 for all others',
      }),
    ),
  },
  { additionalProperties: false },
)
const WhatIfOrder = Type.Object(
  {
    ...Question,
    starts: Some,
    cut: Type.Array(AnyId, { maxItems: 10_000, description: 'Edge ids, or nodes, which lose all their edges' }),
    everyone: Type.Optional(
      Type.Boolean({ description: 'Also how many identities’ scores fall, and what the whole estate’s sum becomes' }),
    ),
  },
  { additionalProperties: false },
)

export const containmentRoutes: FastifyPluginAsyncTypebox<RouteParts> = async (app, { graphs, aside, rankings }) => {
  app.post('/containment', {
    schema: {
      summary:
        'The cheapest cuts that keep the protected from the compromised, or bring the score under a target, in order',
      body: ContainmentOrder,
      response: answers(Containment),
    },
    async handler(request) {
      const { compromised, protect = [], under, unit, keep, costs, ...question } = request.body
      const pinned = await graphs.at(question.revision)
      const starts = nodesNamed(pinned.graph, compromised)
      const options = { ...optionsOf(question), unit, keep, costs }
      const aim = aimOf(pinned.graph, protect, under, unit)
      return aside.ask(pinned, 'containment', [starts, aim, options], cancelled(request))
    },
  })
  app.post('/what-if', {
    schema: {
      summary: 'The blast radius before and after some cuts; nothing is stored',
      body: WhatIfOrder,
      response: answers(WhatIf),
    },
    async handler(request) {
      const { starts, cut, everyone, ...question } = request.body
      const signal = cancelled(request)
      const pinned = await graphs.at(question.revision)
      const nodes = nodesNamed(pinned.graph, starts)
      const mask = cutOf(pinned.graph, cut)
      const options = { ...optionsOf(question), lost: limits.listed }
      if (!everyone) return aside.ask(pinned, 'whatIf', [nodes, mask, options], signal)
      refuseGates(options)
      const { ranked, asOf } = await rankings.of(pinned.graph, signal, options.asOf)
      return aside.ask(pinned, 'whatIf', [nodes, mask, { ...options, asOf, everyone: ranked }], signal)
    },
  })
}
