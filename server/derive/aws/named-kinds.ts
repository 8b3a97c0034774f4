import { parseArn } from '../../model/arn.ts'
import type { Capability } from '../../model/capabilities.ts'
import { instanceOf } from './ask-once.ts'
import { filled } from './known-resources.ts'
import { matcher } from './match.ts'
import type { AwsModel } from './model.ts'
import { type Deed, type ResourceKind, resourceKinds } from './resource-kinds.ts'
import { type ResourceType, serviceOf } from './service-reference.ts'
import { workloads } from './workload-types.ts'

/** Identities and policies are no resources here; what runs as a role is a matter of the catalogue's steps. */
const ELSEWHERE = new Set(['iam', 'sts', 'sso', 'organizations', 'lambda', 'states'])
const RUNNING = new Set<string>(Object.values(workloads).map(({ arn }) => arn.replace(':', ':*:*:')))

/** Reading how a thing is set up is not reading what is kept in it. */
const METADATA =
  /^(Describe|List|Search)|(Tags?|Polic(y|ies)|Permissions?|Config(uration)?s?|Metadata|Attributes?|Stat(us|e|istics)|Settings?|Metrics?|Counts?)$/

const capabilityOf = { read: 'read', write: 'write', permissions: 'control' } as const

/**
 * The reviewed kinds, and those that AWS documents and a policy names by ARN. What may be done with the latter follows from the
 * access level of each action: it is coarser than the review, and better than silence.
 */
export function kindsNamed(model: AwsModel): readonly ResourceKind[] {
  const found = new Map<string, ResourceKind>()
  const seen = new Set<string>()
  for (const principal of model.principals.values()) {
    for (const { policy } of principal.identity) {
      for (const { effect, notResources, resources } of policy.statements ?? []) {
        if (effect === 'Deny' || notResources) continue
        for (const { text } of resources) {
          const arn = instanceOf(filled(text, principal), principal)
          if (arn === undefined || seen.has(arn)) continue
          seen.add(arn)
          const kind = resourceKinds.some(({ whole }) => whole.test(arn)) ? undefined : kindOf(arn)
          if (kind !== undefined && !found.has(kind.key)) found.set(kind.key, kind)
        }
      }
    }
  }
  return [...resourceKinds, ...found.values()]
}

function kindOf(arn: string): ResourceKind | undefined {
  const service = parseArn(arn)?.service ?? ''
  if (ELSEWHERE.has(service)) return undefined
  const types = (serviceOf(service)?.types ?? []).filter((type) => wholeIn(type).test(arn) && !RUNNING.has(type.arn))
  // `domain/*` and `domain/*/index/*` both begin it: the one whose ARN it is in full, else the longest.
  const whole = types.filter((type) => matcher(`arn:*:${type.arn}`)(arn))
  const [type] = (whole.length > 0 ? whole : types).toSorted(
    (a, b) => partsOf(a) - partsOf(b) || (a.arn < b.arn ? 1 : -1),
  )
  return type === undefined ? undefined : kindOfType(service, type)
}

const partsOf = ({ arn }: ResourceType): number => arn.split(/[:/]/).length

function kindOfType(service: string, type: ResourceType): ResourceKind | undefined {
  const deeds: Partial<Record<Capability, Deed[]>> = {}
  for (const { name, level, on } of serviceOf(service)!.actions.values()) {
    if (level === 'list' || level === 'tagging' || !on.includes(type)) continue
    if (level === 'read' && METADATA.test(name)) continue
    const capability = capabilityOf[level]
    deeds[capability] = [...(deeds[capability] ?? []), [`${service}:${name}`]]
  }
  if (Object.keys(deeds).length === 0) return undefined
  const [, region, account, ...rest] = type.arn.split(':')
  const name = rest.join(':').replaceAll('*', 'ambit-any')
  return {
    key: `${service}-${type.name}`,
    type: `aws_${service}_${type.name}`.replaceAll('-', '_'),
    plural: `${type.name} resources of ${service}`,
    whole: wholeIn(type),
    example: `${service}:${region === '*' ? 'us-east-1' : region}:${account === '*' ? 'ACCOUNT' : account}:${name}`,
    deeds,
    byLevel: true,
  }
}

/** The resource's own ARN at the beginning of one that goes on, `domain/logs` of `domain/logs/*`. */
const wholeIn = ({ arn }: ResourceType): RegExp => {
  const [service, , , ...rest] = arn.split(':')
  const name = rest
    .join(':')
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]+')
  return new RegExp(`^arn:[^:]*:${service}:[^:]*:[^:]*:${name}`)
}
