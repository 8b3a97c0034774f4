import { expect, test } from 'vitest'
import { type KeyState, one } from '../../../server/derive/aws/context.ts'
import { decide } from '../../../server/derive/aws/evaluate.ts'
import { modelOf } from '../../../server/derive/aws/model.ts'
import { isOpen, type Truth, timesOf } from '../../../server/derive/aws/truth.ts'
import type { GivenEdge, GivenNode } from '../../../server/derive/derivation.ts'
import { edgeId } from '../../../server/model/edge-id.ts'
import { allowed, type Json } from '../../../server/model/facts.ts'
import { globalId } from '../../../server/model/node-id.ts'
import cases from '../../cases/aws/evaluator.json' with { type: 'json' }
import { ASOF } from './derived.ts'

interface Case {
  readonly name: string
  readonly who: string
  readonly policies: readonly Json[]
  readonly boundary?: Json
  readonly version?: string
  readonly asks: {
    readonly action: string
    readonly resource: string
    readonly context?: Readonly<Record<string, string>>
  }
  readonly expects: string
  readonly missing?: string
}

const node = (id: string, more: Partial<GivenNode>): GivenNode => ({
  id: globalId(id),
  kind: 'Resource',
  type: 'aws_policy',
  name: id,
  evidence: [],
  ...more,
})

function principalOf({ who, policies, boundary, version = '2012-10-17' }: Case) {
  const id = globalId(`arn:aws:iam::111122223333:${who}/ada`)
  const nodes = [node(id, { kind: 'Identity', type: who === 'role' ? 'role' : 'service_account', name: 'ada' })]
  const edges: GivenEdge[] = []
  const attach = (name: string, key: string, statements: Json | undefined) => {
    const properties = statements === undefined ? {} : { document: { Version: version, Statement: statements } }
    nodes.push(node(name, { properties }))
    const edge = { kind: 'APPLIES_TO', from: globalId(name), to: id, key, confidence: 'granted', ...allowed } as const
    edges.push({ ...edge, id: edgeId(edge), evidence: [] })
  }
  for (const [i, statements] of policies.entries()) attach(`policy-${i}`, 'identity', statements)
  if (boundary !== undefined) attach('limit', 'boundary', boundary === 'missing' ? undefined : boundary)
  return modelOf({ nodes, edges, node: () => undefined, asOf: ASOF }).principals.get(id)!
}

/** `allowed from … until …` where it depends on the time. */
function saidOf(truth: Truth): string {
  const times = timesOf(truth).map(({ from, to, truth: then }) => {
    const on = (word: string, time: number) => (Number.isFinite(time) ? ` ${word} ${new Date(time).toISOString()}` : '')
    return `${isOpen(then) ? 'conditional' : 'allowed'}${on('from', from)}${on('until', to)}`
  })
  return times.length === 0 ? 'denied' : times.join(', ')
}

test.for(cases as readonly Case[])('$name', (it) => {
  const { action, resource, context = {} } = it.asks
  const known = new Map<string, KeyState>(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), one(value)]),
  )
  const { truth } = decide({ principal: principalOf(it) }, { action, resource, context: known })
  expect(saidOf(truth)).toBe(it.expects)
  const missing = timesOf(truth).flatMap(({ truth: then }) => (isOpen(then) ? then.open : []))
  if (it.missing !== undefined) expect(missing.join()).toContain(it.missing)
})
