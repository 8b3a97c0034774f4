import { expect, test } from 'vitest'
import { type KeyState, one } from '../../../server/derive/aws/context.ts'
import { decide } from '../../../server/derive/aws/evaluate.ts'
import { modelOf } from '../../../server/derive/aws/model.ts'
import { isOpen, type Truth, timesOf } from '../../../server/derive/aws/truth.ts'
import type { GivenEdge, GivenNode } from '../../../server/derive/derivation.ts'
import { edgeId } from '../../../server/model/edge-id.ts'
import { allowed, type Json } from '../../../server/model/facts.ts'
import { awsAccount, awsOrganizationPart, globalId, type NodeId } from '../../../server/model/node-id.ts'
import choices from '../../cases/aws/choices.json' with { type: 'json' }
import documented from '../../cases/aws/documented.json' with { type: 'json' }
import cases from '../../cases/aws/evaluator.json' with { type: 'json' }
import layers from '../../cases/aws/layers.json' with { type: 'json' }
import reference from '../../cases/aws/reference.json' with { type: 'json' }
import tags from '../../cases/aws/tags.json' with { type: 'json' }
import { ASOF } from './derived.ts'

interface Case {
  readonly name: string
  readonly who: string
  readonly policies: readonly Json[]
  readonly boundary?: Json
  /** Policies that its session was made with. */
  readonly session?: readonly Json[]
  /** A policy on the resource that is asked about, and the account it is in where its ARN does not say. */
  readonly onResource?: Json
  readonly owner?: string
  /** One policy a level: the account, its unit, the root. */
  readonly serviceControl?: readonly Json[]
  readonly resourceControl?: readonly Json[]
  readonly managesOrganization?: boolean
  /** The page of AWS's documentation that the answer was worked out from. */
  readonly from?: string
  readonly uniqueId?: string
  readonly version?: string
  /** Before the name in its ARN, `aws-service-role/`. */
  readonly path?: string
  /** Of the principal, and of the resource where an import told them; null for a value that was not kept. */
  readonly tags?: Readonly<Record<string, string | null>>
  readonly resourceTags?: Readonly<Record<string, string | null>>
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

const tagged = (tags: Case['tags']): Record<string, Json> =>
  tags === undefined
    ? {}
    : { tags: Object.entries(tags).map(([key, value]) => ({ key, ...(value === null ? {} : { value }) })) }

function principalOf(it: Case) {
  const { who, policies, boundary, version = '2012-10-17' } = it
  const id = globalId(`arn:aws:iam::111122223333:${who}/${it.path ?? ''}ada`)
  const type = who === 'role' ? 'role' : 'service_account'
  const nodes = [
    node(id, {
      kind: 'Identity',
      type,
      name: 'ada',
      properties: { ...tagged(it.tags), ...(it.uniqueId === undefined ? {} : { uniqueId: it.uniqueId }) },
    }),
  ]
  const edges: GivenEdge[] = []
  const attach = (name: string, key: string, statements: Json | undefined, to: NodeId = id) => {
    const properties =
      statements === undefined || statements === 'missing'
        ? {}
        : { document: { Version: version, Statement: statements } }
    nodes.push(node(name, { properties }))
    const edge = { kind: 'APPLIES_TO', from: globalId(name), to, key, confidence: 'granted', ...allowed } as const
    edges.push({ ...edge, id: edgeId(edge), evidence: [] })
  }
  for (const [i, statements] of policies.entries()) attach(`policy-${i}`, 'identity', statements)
  for (const [i, statements] of (it.session ?? []).entries()) attach(`session-${i}`, 'session', statements)
  if (boundary !== undefined) attach('limit', 'boundary', boundary)
  for (const node of around(it, attach)) nodes.push(node)
  const known = new Map(nodes.map((node) => [node.id, node]))
  return modelOf({ nodes, edges, node: (of) => known.get(of), asOf: ASOF }).principals.get(id)!
}

type Attach = (name: string, key: string, statements: Json, to: NodeId) => void

/** The resource with its policy, and the account in its unit under the root. */
function around(it: Case, attach: Attach): readonly GivenNode[] {
  const { asks, onResource, owner, serviceControl = [], resourceControl = [], managesOrganization = false } = it
  const account = awsAccount('111122223333')
  const unit = awsOrganizationPart('ou-1')
  const root = awsOrganizationPart('r-1')
  const levels = [account, unit, root]
  for (const [i, statements] of serviceControl.entries()) attach(`scp-${i}`, 'scp', statements, levels[i]!)
  for (const [i, statements] of resourceControl.entries()) attach(`rcp-${i}`, 'rcp', statements, levels[i]!)
  const whole = globalId(asks.resource.replace(/^(arn:aws:s3:::[^/]+).*$/, '$1'))
  if (onResource !== undefined) attach('on-resource', 'resource', onResource, whole)
  const inOrganization = { parent: 'ou-1', organization: 'o-1', managesOrganization }
  return [
    node(whole, { type: 'aws_resource', account: owner, properties: tagged(it.resourceTags) }),
    node(account, { type: 'aws_account', properties: inOrganization }),
    node(unit, { type: 'aws_organizational_unit', properties: { parent: 'r-1' } }),
    node(root, { type: 'aws_organization_root' }),
  ]
}

/** `allowed from … until …` where it depends on the time. */
function saidOf(truth: Truth): string {
  const times = timesOf(truth).map(({ from, to, truth: then }) => {
    const on = (word: string, time: number) => (Number.isFinite(time) ? ` ${word} ${new Date(time).toISOString()}` : '')
    return `${isOpen(then) ? 'conditional' : 'allowed'}${on('from', from)}${on('until', to)}`
  })
  return times.length === 0 ? 'denied' : times.join(', ')
}

test.for([...cases, ...choices, ...documented, ...layers, ...reference, ...tags] as readonly Case[])('$name', (it) => {
  const { action, resource, context = {} } = it.asks
  const known = new Map<string, KeyState>(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), one(value)]),
  )
  const { truth } = decide({ principal: principalOf(it) }, { action, resource, context: known })
  expect(saidOf(truth)).toBe(it.expects)
  const missing = timesOf(truth).flatMap(({ truth: then }) => (isOpen(then) ? then.open : []))
  if (it.missing !== undefined) expect(missing.join()).toContain(it.missing)
})
