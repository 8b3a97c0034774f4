import { Type } from 'typebox'
import { accountOf } from '../../server/model/arn.ts'
import { type Emit, type Place, type RecordType, recordType } from '../importer.ts'
import { type Batch, onlyAccount } from './batch.ts'
import { mapWorkload } from './workloads.ts'

const Text = Type.Optional(Type.String())
const Job = Type.Object({ Name: Type.String(), Role: Text })
const Endpoint = Type.Object({ EndpointName: Type.String(), RoleArn: Text })
const Arn = Type.String({ pattern: '^arn:' })
const Service = Type.Object({
  ServiceArn: Arn,
  ServiceName: Text,
  InstanceConfiguration: Type.Optional(Type.Object({ InstanceRoleArn: Type.Optional(Arn) })),
})

/** What AWS's own commands print of workloads that they do not place: by a name without an ARN, or in several pieces. */
export const unplacedWorkloadRecords = (batch: Batch): readonly RecordType[] => [
  // aws glue get-jobs
  recordType('/Jobs/*', Job, ({ Name, Role }, emit, place) =>
    mapGlue(batch, emit, place, { type: 'aws_glue_job', end: `job/${Name}`, role: Role }),
  ),
  // aws glue get-dev-endpoints
  recordType('/DevEndpoints/*', Endpoint, ({ EndpointName, RoleArn }, emit, place) =>
    mapGlue(batch, emit, place, { type: 'aws_glue_dev_endpoint', end: `devEndpoint/${EndpointName}`, role: RoleArn }),
  ),
  // aws sagemaker describe-notebook-instance: the ARN stands before the role
  recordType('/NotebookInstanceArn', Arn, (arn, _, { file }) => void batch.arnIn.set(file, arn)),
  recordType('/RoleArn', Arn, (role, emit, { file }) => {
    const arn = batch.arnIn.get(file)
    if (arn === undefined) emit.skip('a RoleArn without the workload that runs as it')
    else mapWorkload(batch, { type: 'aws_sagemaker_notebook_instance', arn, runsAs: role }, emit)
  }),
  recordType('/NotebookInstances/*', Type.Object({ NotebookInstanceArn: Arn }), (_, emit) =>
    emit.reject('the list of notebooks names no role; print each by aws sagemaker describe-notebook-instance'),
  ),
  // aws apprunner describe-service
  recordType('/Service', Service, ({ ServiceArn, ServiceName, InstanceConfiguration }, emit) => {
    const common = ServiceName === undefined ? {} : { name: ServiceName }
    const runsAs = InstanceConfiguration?.InstanceRoleArn ?? null
    mapWorkload(batch, { type: 'aws_apprunner_service', arn: ServiceArn, runsAs, ...common }, emit)
  }),
]

const accountIn = (name: string) => /(?<![0-9])[0-9]{12}(?![0-9])/.exec(name)?.[0]
const regionIn = (name: string) => /(?<![a-z0-9])[a-z]{2}(-[a-z]+)+-[0-9](?![0-9a-z])/.exec(name)?.[0]

interface Glue {
  readonly type: string
  readonly end: string
  /** An ARN, or a role's name with its path. */
  readonly role: string | undefined
}

function mapGlue(batch: Batch, emit: Emit, { file }: Place, { type, end, role }: Glue): void {
  const region = regionIn(file)
  const account = (role && accountOf(role)) ?? batch.run.scope ?? accountIn(file) ?? onlyAccount(batch)
  if (region === undefined || account === undefined || !/^[0-9]{12}$/.test(account)) {
    emit.reject('a list of Glue names no region or account; put both into the file name (glue-<account>-<region>.json)')
    return
  }
  const runsAs = role === undefined || role.startsWith('arn:') ? role : `arn:aws:iam::${account}:role/${role}`
  mapWorkload(batch, { type, arn: `arn:aws:glue:${region}:${account}:${end}`, runsAs: runsAs ?? null }, emit)
}
