import { nameInArn, parseArn } from '../../server/model/arn.ts'
import { allowed, type Json } from '../../server/model/facts.ts'
import { awsPolicy, globalId, type NodeId } from '../../server/model/node-id.ts'
import { documentOf } from '../aws/documents.ts'
import type { Emit, ScopedEmit } from '../importer.ts'
import { type Batch, into } from './batch.ts'
import { type Attached, type Boundary, type Inline, listOf, type Policy, timeOf } from './shapes.ts'

export type Layer = 'identity' | 'boundary' | 'trust' | 'resource'

export interface Holder {
  readonly id: NodeId
  readonly account: string
}

/** A policy is kept whole; what it decides is derived, so that a better table re-reads old imports. */
export function emitDocument(
  emit: Emit,
  scoped: ScopedEmit,
  holder: Holder,
  policy: { readonly name: string; readonly layer: Layer; readonly raw: unknown; readonly at: string },
): void {
  const { name, layer, raw, at } = policy
  const document = documentOf(raw, layer === 'identity' ? 'identity' : 'other')
  if ('wrong' in document) emit.skip(`${at}: ${document.wrong}; it grants nothing here`)
  const id = awsPolicy(holder.id, layer === 'identity' ? 'inline' : layer, name)
  const properties: { [key: string]: Json } =
    'ok' in document ? { document: document.ok } : { malformed: document.wrong }
  const { account } = holder
  scoped.node(
    { id, kind: 'Resource', type: 'aws_policy', name, provider: 'aws', account, counts: false, properties },
    at,
  )
  scoped.edge({ kind: 'APPLIES_TO', from: id, to: holder.id, key: layer, confidence: 'granted', ...allowed }, at)
}

export function emitInline(
  emit: Emit,
  scoped: ScopedEmit,
  holder: Holder,
  list: string,
  policies: readonly Inline[],
): void {
  for (const [i, { PolicyName, PolicyDocument }] of policies.entries()) {
    emitDocument(emit, scoped, holder, {
      name: PolicyName,
      layer: 'identity',
      raw: PolicyDocument,
      at: `/${list}/${i}`,
    })
  }
}

export function emitAttached(batch: Batch, scoped: ScopedEmit, holder: Holder, policies: readonly Attached[]): void {
  for (const [i, { PolicyArn }] of policies.entries()) {
    attach(batch, scoped, holder, PolicyArn, 'identity', `/AttachedManagedPolicies/${i}`)
  }
}

export function emitBoundary(batch: Batch, scoped: ScopedEmit, holder: Holder, boundary: Boundary | undefined): void {
  const arn = typeof boundary === 'string' ? boundary : boundary?.PermissionsBoundaryArn
  if (arn) attach(batch, scoped, holder, arn, 'boundary', '/PermissionsBoundary')
}

function attach(batch: Batch, scoped: ScopedEmit, holder: Holder, arn: string, layer: Layer, at: string): void {
  const id = globalId(arn)
  const scopes = batch.attachedIn.get(arn) ?? new Set()
  batch.attachedIn.set(arn, scopes.add(holder.account))
  scoped.node(
    { id, kind: 'Resource', type: 'aws_policy', name: nameInArn(arn), provider: 'aws', counts: false, stub: true },
    at,
  )
  scoped.edge({ kind: 'APPLIES_TO', from: id, to: holder.id, key: layer, confidence: 'granted', ...allowed }, at)
}

/**
 * A managed policy belongs to its account; one that AWS owns belongs to every account that attaches it, so that a
 * new export of one account closes nothing of another.
 */
export function emitManaged(batch: Batch, emit: Emit, policy: Policy): void {
  const owner = parseArn(policy.Arn)!.account
  const accounts = owner === 'aws' ? (batch.attachedIn.get(policy.Arn) ?? authzAccounts(batch)) : [owner]
  const versions = listOf(policy.PolicyVersionList)
  const current =
    versions.find((v) => v.VersionId === policy.DefaultVersionId) ?? versions.find((v) => v.IsDefaultVersion === true)
  const document = documentOf(current?.Document, 'identity')
  if ('wrong' in document) emit.skip(`${policy.Arn}: ${document.wrong}; it grants nothing here`)
  const others = versions.flatMap((v) => {
    const older = v === current ? undefined : documentOf(v.Document, 'identity')
    return older !== undefined && 'ok' in older ? [{ id: v.VersionId, document: older.ok }] : []
  })
  const properties: { [key: string]: Json } = {
    ...('ok' in document ? { document: document.ok } : { malformed: document.wrong }),
    ...(others.length > 0 ? { otherVersions: others } : {}),
  }
  let emitted = false
  for (const account of accounts) {
    emitted = true
    into(batch, emit, account, 'authz', parseArn(policy.Arn)!.partition).node({
      id: globalId(policy.Arn),
      kind: 'Resource',
      type: 'aws_policy',
      name: policy.PolicyName,
      provider: 'aws',
      account: owner,
      createdAt: timeOf(policy.CreateDate),
      counts: false,
      properties,
    })
  }
  if (!emitted) emit.skip(`${policy.Arn}: no identity in this import attaches it, so no account is known to hold it`)
}

const authzAccounts = ({ scopes }: Batch): readonly string[] =>
  [...scopes.values()].filter(({ part }) => part === 'authz').map(({ account }) => account)
