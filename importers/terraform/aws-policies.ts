import { nameInArn } from '../../server/model/arn.ts'
import type { Json } from '../../server/model/facts.ts'
import { awsPolicy, globalId, type NodeId } from '../../server/model/node-id.ts'
import { documentOf } from '../aws/documents.ts'
import { type Estate, idOf, leaveOut, sayEdge, text } from './estate.ts'
import type { Thing } from './plan-file.ts'

export type Layer = 'identity' | 'boundary' | 'trust' | 'resource'

/** Who holds a policy; `isThere` before the plan is applied. */
export interface Holder {
  readonly id: NodeId
  readonly isThere: boolean
}

/** A document that stands on its holder. */
export function sayDocument(estate: Estate, thing: Thing, holder: Holder, layer: Layer, name: string, key: string) {
  const raw = text(thing, key)
  const isWanted = raw !== undefined || layer === 'trust' || thing.type.endsWith('_policy')
  if (!isWanted) return
  const change = thing.when === 'planned' && holder.isThere
  if (change && raw !== undefined && isSaidNow(estate, thing, key, raw)) return
  const at = awsPolicy(holder.id, layer === 'identity' ? 'inline' : layer, change ? `${name} (planned)` : name)
  sayPolicy(estate, thing, at, name, layer, key)
  apply(estate, thing, at, holder, layer)
}

/** The same text before and after is no change. */
function isSaidNow({ things }: Estate, thing: Thing, key: string, raw: string): boolean {
  const now = things.find(({ address, when }) => when === 'now' && address === thing.address)
  return now !== undefined && text(now, key) === raw
}

export function sayPolicy(estate: Estate, thing: Thing, id: NodeId, name: string, layer: Layer, key = 'policy'): void {
  const raw = text(thing, key)
  const read = raw === undefined ? undefined : documentOf(raw, layer === 'identity' ? 'identity' : 'other')
  if (read === undefined) leaveOut(estate, 'a policy whose document is known only after apply')
  else if ('wrong' in read) estate.emit.skip(`${thing.address}: ${read.wrong}; it grants nothing here`)
  const properties: { [key: string]: Json } =
    read === undefined ? { unknownUntilApply: true } : 'ok' in read ? { document: read.ok } : { malformed: read.wrong }
  const common = { provider: 'aws', account: estate.accounts.of(thing), counts: false }
  estate.scoped.node({ id, kind: 'Resource', type: 'aws_policy', name, ...common, properties }, thing.pointer)
}

const apply = (estate: Estate, thing: Thing, policy: NodeId, holder: Holder, layer: Layer) =>
  sayEdge(estate, thing, { kind: 'APPLIES_TO', from: policy, to: holder.id, key: layer })

/** A managed policy on a holder: by its ARN, or by what the argument refers to. */
export function sayAttached(
  estate: Estate,
  thing: Thing,
  holder: Holder,
  argument: string,
  layer: Layer,
  arn?: string,
) {
  const stated = arn ?? text(thing, argument)
  const own = stated === undefined ? [] : estate.things.filter((it) => isPolicy(it) && idOf(estate, it) === stated)
  const found =
    own.length > 0 ? own : stated === undefined ? estate.references.of(thing, argument).filter(isPolicy) : []
  const [policy] = found
  if (policy === undefined && stated === undefined) {
    leaveOut(estate, 'an attachment of a policy that is known only after apply')
    return
  }
  const id = policy === undefined ? globalId(stated!) : idOf(estate, policy)
  if (policy === undefined) {
    const name = nameInArn(stated!)
    const stub = { provider: 'aws', counts: false, stub: true }
    estate.scoped.node({ id, kind: 'Resource', type: 'aws_policy', name, ...stub }, thing.pointer)
  }
  const changed = found.find(({ when, isNew }) => when === 'planned' && !isNew)
  if (changed === undefined || holder.isThere) apply(estate, thing, id, holder, layer)
  if (changed === undefined || isSaidNow(estate, changed, 'policy', text(changed, 'policy') ?? '')) return
  // The text of before stays that of the policy itself; the one to come is another.
  const copy = awsPolicy(holder.id, 'planned', changed.address)
  sayPolicy(estate, changed, copy, text(changed, 'name') ?? changed.address, layer)
  apply(estate, changed, copy, holder, layer)
}

const isPolicy = ({ type }: Thing) => type === 'aws_iam_policy'
