import { nameInArn } from '../../server/model/arn.ts'
import { globalId } from '../../server/model/node-id.ts'
import { named } from './aws-iam-things.ts'
import { sayDocument } from './aws-policies.ts'
import { type Estate, idOf, leaveOut, sayEdge, sayThing, text } from './estate.ts'
import type { Thing } from './plan-file.ts'

type Say = (estate: Estate, thing: Thing) => void

/** What runs as a role, and by which argument. */
const runsAs: Readonly<Record<string, string>> = {
  aws_lambda_function: 'role',
  aws_ecs_task_definition: 'task_role_arn',
  aws_glue_job: 'role_arn',
  aws_codebuild_project: 'service_role',
  aws_sfn_state_machine: 'role_arn',
  aws_sagemaker_notebook_instance: 'role_arn',
  aws_cloudformation_stack: 'iam_role_arn',
}
/** Invoking these runs only the code that is there already. */
const CALLED = /^aws_(lambda_function|sfn_state_machine)$/

/** What is worth reaching, by the evaluator's own names of it. */
const plain = [
  'aws_kms_key',
  'aws_sqs_queue',
  'aws_sns_topic',
  'aws_secretsmanager_secret',
  'aws_dynamodb_table',
  'aws_ssm_parameter',
]

/** Which argument of a policy's resource names what the policy is on. */
const policyOn: Readonly<Record<string, readonly [argument: string, type: string]>> = {
  aws_s3_bucket_policy: ['bucket', 'aws_s3_bucket'],
  aws_sqs_queue_policy: ['queue_url', 'aws_sqs_queue'],
  aws_sns_topic_policy: ['arn', 'aws_sns_topic'],
  aws_secretsmanager_secret_policy: ['secret_arn', 'aws_secretsmanager_secret'],
  aws_kms_key_policy: ['key_id', 'aws_kms_key'],
}

const sayRole = (estate: Estate, thing: Thing, argument: string, from: ReturnType<typeof idOf>) => {
  const arn = text(thing, argument)
  const key = CALLED.test(thing.type) ? 'called' : undefined
  if (arn?.startsWith('arn:')) {
    const id = globalId(arn)
    const about = { provider: 'aws', account: arn.split(':')[4], stub: true }
    estate.scoped.node({ id, kind: 'Identity', type: 'role', name: nameInArn(arn), ...about }, thing.pointer)
    sayEdge(estate, thing, { kind: 'RUNS_AS', from, to: id, key })
    return
  }
  const roles = named(estate, thing, argument, 'role')
  if (roles.length === 0 && thing.values[argument] === undefined)
    leaveOut(estate, 'a role of a workload that is known only after apply')
  for (const role of roles) sayEdge(estate, thing, { kind: 'RUNS_AS', from, to: role.id, key })
}

const workload =
  (argument: string): Say =>
  (estate, thing) => {
    const id = sayThing(estate, thing, { kind: 'Resource', type: thing.type })
    if (thing.values[argument] !== null) sayRole(estate, thing, argument, id)
  }

function sayInstance(estate: Estate, thing: Thing): void {
  const id = sayThing(estate, thing, { kind: 'Resource', type: 'aws_instance' })
  const profile = text(thing, 'iam_instance_profile')
  const isIt = (it: Thing) => it.type === 'aws_iam_instance_profile'
  const named = estate.things.filter((it) => isIt(it) && profile !== undefined && text(it, 'name') === profile)
  const found = named.length > 0 ? named : estate.references.of(thing, 'iam_instance_profile').filter(isIt)
  const of = found[0]
  if (of) sayEdge(estate, thing, { kind: 'RUNS_AS', from: id, to: idOf(estate, of) })
  else if (profile !== undefined) leaveOut(estate, 'an instance profile that the file does not hold')
}

const resource: Say = (estate, thing) => {
  const id = sayThing(estate, thing, { kind: 'Resource', type: thing.type })
  sayDocument(estate, thing, { id, isThere: !thing.isNew }, 'resource', 'resource policy', 'policy')
}

const resourcePolicy =
  ([argument, type]: readonly [string, string]): Say =>
  (estate, thing) => {
    const stated = text(thing, argument)
    const fits = (it: Thing) =>
      it.type === type && [text(it, 'id'), text(it, 'arn'), text(it, 'bucket'), text(it, 'url')].includes(stated)
    const here = stated === undefined ? estate.references.of(thing, argument) : estate.things.filter(fits)
    const on = here.find((it) => it.type === type)
    if (on) {
      const holder = { id: idOf(estate, on), isThere: !on.isNew }
      sayDocument(estate, thing, holder, 'resource', 'resource policy', 'policy')
    } else leaveOut(estate, 'a resource policy on what the file does not hold')
  }

export const awsResources: Readonly<Record<string, Say>> = {
  ...Object.fromEntries(Object.entries(runsAs).map(([type, argument]) => [type, workload(argument)])),
  ...Object.fromEntries([...plain, 'aws_s3_bucket'].map((type) => [type, resource])),
  ...Object.fromEntries(Object.entries(policyOn).map(([type, on]) => [type, resourcePolicy(on)])),
  aws_instance: sayInstance,
}
