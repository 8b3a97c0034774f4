import { Type } from 'typebox'
import { allowed } from '../../server/model/facts.ts'
import { awsAccount, awsOrganizationPart, globalId, type NodeId } from '../../server/model/node-id.ts'
import { documentOf } from '../aws/documents.ts'
import { type Emit, type Place, type RecordType, recordType } from '../importer.ts'
import type { Batch } from './batch.ts'

const ORGANIZATION = 'aws-iam:organization'

const Organization = Type.Object({ Id: Type.String(), MasterAccountId: Type.Optional(Type.String()) })
/** What each account, unit and root is in; AWS's own commands do not say it in one place. */
const Unit = Type.Object({ Id: Type.String(), ParentId: Type.Optional(Type.String()) })
const Target = Type.Object({ TargetId: Type.String() })
const Summary = Type.Object({ Id: Type.String(), Arn: Type.String(), Name: Type.String(), Type: Type.String() })
const Described = Type.Object({ PolicySummary: Summary, Content: Type.Unknown() })
const WithTargets = Type.Object({ ...Described.properties, Targets: Type.Array(Target) })

/** https://docs.aws.amazon.com/cli/latest/reference/organizations/ */
export const organizationRecords = (batch: Batch): readonly RecordType[] => [
  recordType('/Organization', Organization, ({ Id, MasterAccountId }, emit) => {
    batch.organization = Id
    if (MasterAccountId === undefined) return
    emitAccount(emit, MasterAccountId, { organization: Id, managesOrganization: true })
  }),
  recordType('/Units/*', Unit, ({ Id, ParentId }, emit) => mapUnit(batch, Id, ParentId, emit)),
  // aws organizations describe-policy, and list-targets-for-policy put behind it
  recordType('/Policy', Described, (policy, emit, place) => {
    batch.organization ??= ''
    const id = emitPolicy(policy, emit)
    if (id !== undefined) batch.policyIn.set(place.file, { id, layer: layerOf(policy.PolicySummary.Type)! })
  }),
  recordType('/Targets/*', Target, ({ TargetId }, emit, { file }: Place) => {
    const policy = batch.policyIn.get(file)
    if (policy === undefined) emit.reject('a target without the policy it is of: the policy stands before its targets')
    else emitTarget(emit, policy, TargetId)
  }),
  recordType('/ControlPolicies/*', WithTargets, (policy, emit) => {
    batch.organization ??= ''
    const id = emitPolicy(policy, emit)
    const layer = layerOf(policy.PolicySummary.Type)
    if (id === undefined || layer === undefined) return
    for (const [i, { TargetId }] of policy.Targets.entries()) emitTarget(emit, { id, layer }, TargetId, `/Targets/${i}`)
  }),
]

const layerOf = (type: string): 'scp' | 'rcp' | undefined =>
  type === 'SERVICE_CONTROL_POLICY' ? 'scp' : type === 'RESOURCE_CONTROL_POLICY' ? 'rcp' : undefined

const isAccount = (id: string): boolean => /^\d{12}$/.test(id)
const partOf = (id: string): NodeId => (isAccount(id) ? awsAccount(id) : awsOrganizationPart(id))

function mapUnit({ organization }: Batch, id: string, parent: string | undefined, emit: Emit): void {
  const properties = { ...(parent === undefined ? {} : { parent }), ...(organization ? { organization } : {}) }
  if (isAccount(id)) emitAccount(emit, id, properties)
  else emitPart(emit, id, properties)
}

function emitAccount(emit: Emit, account: string, properties: { readonly [key: string]: string | boolean }): void {
  const common = { provider: 'aws', account, properties }
  const name = `AWS account ${account}`
  emit.into(ORGANIZATION).node({ id: awsAccount(account), kind: 'Resource', type: 'aws_account', name, ...common })
}

/** It only says what is where: nobody is known to control it, and it is worth nothing by itself. */
function emitPart(emit: Emit, id: string, properties?: { readonly [key: string]: string }): void {
  const type = id.startsWith('r-') ? 'aws_organization_root' : 'aws_organizational_unit'
  const common = { name: id, provider: 'aws', counts: false, ...(properties ? { properties } : { stub: true }) }
  emit.into(ORGANIZATION).node({ id: awsOrganizationPart(id), kind: 'Resource', type, ...common })
}

function emitPolicy(
  { PolicySummary, Content }: { PolicySummary: { Arn: string; Name: string; Type: string }; Content: unknown },
  emit: Emit,
) {
  const { Arn, Name, Type: type } = PolicySummary
  if (layerOf(type) === undefined) {
    emit.skip(`a policy of type ${type} decides nothing about access`)
    return undefined
  }
  const document = documentOf(Content)
  if ('wrong' in document) emit.skip(`${Arn}: ${document.wrong}; what it forbids is not known`)
  const id = globalId(Arn)
  const properties = 'ok' in document ? { document: document.ok } : { malformed: document.wrong }
  const common = { name: Name, provider: 'aws', counts: false, properties }
  emit.into(ORGANIZATION).node({ id, kind: 'Resource', type: 'aws_policy', ...common })
  return id
}

function emitTarget(emit: Emit, { id, layer }: { id: NodeId; layer: string }, target: string, at?: string): void {
  if (isAccount(target)) emitAccount(emit, target, {})
  else emitPart(emit, target)
  const edge = {
    kind: 'APPLIES_TO',
    from: id,
    to: partOf(target),
    key: layer,
    confidence: 'granted',
    ...allowed,
  } as const
  emit.into(ORGANIZATION).edge(edge, at)
}
