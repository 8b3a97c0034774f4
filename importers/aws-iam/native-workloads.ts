import { type Static, Type } from 'typebox'
import { accountOf, nameInArn, parseArn } from '../../server/model/arn.ts'
import { allowed } from '../../server/model/facts.ts'
import { awsAccount, globalId } from '../../server/model/node-id.ts'
import { readTags } from '../aws/tags.ts'
import { type Emit, type RecordType, recordType, type ScopedEmit } from '../importer.ts'
import { type Batch, into } from './batch.ts'
import { Tag } from './shapes.ts'
import { mapWorkload } from './workloads.ts'

const Arn = Type.String({ pattern: '^arn:' })
const Text = Type.Optional(Type.String())
const Tags = Type.Optional(Type.Array(Tag))
const LowerTag = Type.Object({ key: Type.String(), value: Type.String() })
const upperTags = (tags: readonly Static<typeof LowerTag>[] | undefined) =>
  tags?.map(({ key, value }) => ({ Key: key, Value: value }))
const Runs = Type.Optional(Type.Union([Arn, Type.Null()]))

/** What AWS's own commands print of the things that run as a role; each names its own ARN. */
export const nativeWorkloadRecords = (batch: Batch): readonly RecordType[] => [
  // aws lambda list-functions
  recordType('/Functions/*', Type.Object({ FunctionArn: Arn, FunctionName: Text, Role: Runs }), (it, emit) =>
    mapWorkload(batch, listed('aws_lambda_function', it.FunctionArn, it.FunctionName, it.Role), emit),
  ),
  // aws codebuild batch-get-projects
  recordType(
    '/projects/*',
    Type.Object({ arn: Arn, name: Text, serviceRole: Runs, tags: Type.Optional(Type.Array(LowerTag)) }),
    (it, emit) =>
      mapWorkload(batch, listed('aws_codebuild_project', it.arn, it.name, it.serviceRole, upperTags(it.tags)), emit),
  ),
  // aws cloudformation describe-stacks
  recordType('/Stacks/*', Type.Object({ StackId: Arn, StackName: Text, RoleARN: Runs, Tags: Tags }), (it, emit) =>
    mapWorkload(batch, listed('aws_cloudformation_stack', it.StackId, it.StackName, it.RoleARN, it.Tags), emit),
  ),
  // aws ecs describe-task-definition
  recordType('/taskDefinition', Type.Object({ taskDefinitionArn: Arn, family: Text, taskRoleArn: Runs }), (it, emit) =>
    mapWorkload(batch, listed('aws_ecs_task_definition', it.taskDefinitionArn, it.family, it.taskRoleArn), emit),
  ),
  // aws ecs describe-clusters
  recordType('/clusters/*', Type.Object({ clusterArn: Arn, clusterName: Text }), (it, emit) =>
    mapWorkload(batch, listed('aws_ecs_cluster', it.clusterArn, it.clusterName, null), emit),
  ),
  // aws ec2 describe-instances
  recordType('/Reservations/*', Reservation, (it, emit) => mapReservation(batch, it, emit)),
]

const listed = (
  type: string,
  arn: string,
  name: string | undefined,
  runsAs: string | null | undefined,
  tags?: readonly Tag[],
) => ({
  type,
  arn,
  runsAs: runsAs ?? null,
  ...(tags === undefined ? {} : { tags: [...tags] }),
  ...(name === undefined ? {} : { name }),
})

const Instance = Type.Object({
  InstanceId: Type.String(),
  Placement: Type.Optional(Type.Object({ AvailabilityZone: Text })),
  IamInstanceProfile: Type.Optional(Type.Object({ Arn })),
  Tags,
})
const Reservation = Type.Object({
  OwnerId: Type.String({ pattern: '^[0-9]{12}$' }),
  Instances: Type.Array(Instance),
})

/** An instance names its profile, and only the account export says which role that holds. */
function mapReservation(
  batch: Batch,
  { OwnerId, Instances }: { OwnerId: string; Instances: readonly Static<typeof Instance>[] },
  emit: Emit,
): void {
  for (const [i, { InstanceId, Placement, IamInstanceProfile, Tags: said = [] }] of Instances.entries()) {
    const zone = Placement?.AvailabilityZone
    if (zone === undefined) {
      emit.skip(`/Instances/${i}: no availability zone, so the region in its ARN is not known`)
      continue
    }
    const profile = IamInstanceProfile?.Arn
    const partition = profile === undefined ? 'aws' : parseArn(profile)!.partition
    const id = globalId(`arn:${partition}:ec2:${zone.replace(/[a-z]$/, '')}:${OwnerId}:instance/${InstanceId}`)
    const scoped = into(batch, emit, OwnerId, 'workloads', partition)
    // The command leaves the field out where an instance has no tags.
    const { environment, dataClass, tags } = readTags(said)
    const properties = { ...(profile === undefined ? {} : { instanceProfile: profile }), tags }
    const common = { provider: 'aws', account: OwnerId, environment, dataClass, properties }
    const at = `/Instances/${i}`
    scoped.node({ id, kind: 'Resource', type: 'aws_instance', name: InstanceId, ...common }, at)
    scoped.edge({ kind: 'CONTAINS', from: awsAccount(OwnerId), to: id, confidence: 'granted', ...allowed }, at)
    if (profile !== undefined) sayProfile(scoped, profile, at)
  }
}

function sayProfile(scoped: ScopedEmit, profile: string, at: string): void {
  const common = { provider: 'aws', account: accountOf(profile), counts: false, stub: true }
  const type = 'aws_instance_profile'
  scoped.node({ id: globalId(profile), kind: 'Resource', type, name: nameInArn(profile), ...common }, at)
}
