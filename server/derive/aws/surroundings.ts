import { accountOf } from '../../model/arn.ts'
import { awsAccount, awsOrganizationPart, globalId, type NodeId } from '../../model/node-id.ts'
import type { Given, GivenNode } from '../derivation.ts'
import type { Attached } from './policy.ts'
import { type Statement, statementsOf } from './statement.ts'
import { type Tags, tagsOf } from './tags.ts'

/** What decides beside a principal's own policies: policies on resources, and those of the organisation. */
export interface Surroundings {
  /** Undefined where none was imported for the resource. */
  readonly onResource: (arn: string) => ResourcePolicy | undefined
  readonly resourcePolicies: readonly ResourcePolicy[]
  /** Service control policies, one list a level from the account up to the root: each level must allow. */
  readonly serviceControl: (account: string) => readonly (readonly Attached[])[]
  /** Resource control policies over resources of the account: they only deny. */
  readonly resourceControl: (account: string) => readonly Attached[]
  /** The account's own managed policies. */
  readonly managed: (account: string) => readonly GivenNode[]
  /** Those whose holder administers the account, and that deny nothing. */
  readonly strongest: (account: string) => readonly GivenNode[]
  /** Whether an export tells of it: what is there cannot be made anew under its name. */
  readonly exists: (arn: string) => boolean
  /** As a list of resources tells it. */
  readonly typeOf: (arn: string) => string | undefined
  readonly organization: (account: string) => string | undefined
  /** `o-…/r-…/ou-…/`, as condition keys spell where an account is. */
  readonly organizationPath: (account: string) => string | undefined
  /** Undefined where no import tells the tags of the resource. */
  readonly tags: (arn: string) => Tags | undefined
}

export interface ResourcePolicy {
  readonly resource: GivenNode
  /** Undefined where neither the ARN nor the list tells. */
  readonly owner: string | undefined
  readonly policies: readonly Attached[]
}

type Layers = ReadonlyMap<string, ReadonlyMap<NodeId, readonly Attached[]>>

export function surroundingsOf(given: Given, layers: Layers): Surroundings {
  const onNodes = layers.get('resource') ?? new Map<NodeId, readonly Attached[]>()
  const resourcePolicies = [...onNodes].flatMap(([id, policies]) => {
    const resource = given.node(id)
    return resource === undefined ? [] : [{ resource, owner: accountOf(id) ?? ownerIn(resource), policies }]
  })
  const byResource = new Map(resourcePolicies.map((it) => [it.resource.id as string, it]))
  const managed = Map.groupBy(given.nodes.filter(isManaged), ({ id }) => accountOf(id))
  let strongest: ReadonlyMap<string | undefined, readonly GivenNode[]> | undefined
  return {
    managed: (account) => managed.get(account) ?? [],
    strongest(account) {
      strongest ??= new Map([...managed].map(([owner, policies]) => [owner, policies.filter(isStrongest)]))
      return strongest.get(account) ?? []
    },
    resourcePolicies,
    onResource: (arn) => (byResource.size === 0 ? undefined : (byResource.get(arn) ?? byResource.get(wholeOf(arn)))),
    tags: (arn) => tagsOf(given.node(globalId(arn))),
    exists(arn) {
      const node = given.node(globalId(arn))
      return node !== undefined && node.stub !== true
    },
    typeOf: (arn) => given.node(globalId(arn))?.type,
    ...organizationOf(given, layers),
  }
}

/** What `administration` asks for, on whatever. */
const TO_ADMINISTER = ['user', 'role']
  .flatMap((it) => [`iam:create${it}`, `iam:attach${it}policy`, `iam:put${it}policy`])
  .concat('iam:createaccesskey')

const isManaged = ({ id, type }: GivenNode): boolean =>
  type === 'aws_policy' && /^arn:[^:]*:iam::\d{12}:policy\/[^#]+$/.test(id)

function isStrongest({ properties }: GivenNode): boolean {
  const statements = statementsOf(properties?.['document']).filter(
    ({ effect, conditions: { length }, onAction }) =>
      effect === 'Deny' || (length === 0 && TO_ADMINISTER.every(onAction)),
  )
  const isWhole = ({ notResources, resources }: Statement) =>
    !notResources && resources.some(({ text }) => text === '*')
  return statements.every(({ effect }) => effect === 'Allow') && statements.some(isWhole)
}

const ownerIn = ({ account }: GivenNode) => (account !== undefined && /^\d{12}$/.test(account) ? account : undefined)

/** An object is under its bucket's policy, a version or an alias under its function's. */
const wholeOf = (arn: string): string =>
  arn.includes(':s3:::')
    ? arn.replace(/\/.*$/s, '')
    : arn.replace(/^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+):.*$/s, '$1')

function organizationOf(
  given: Given,
  layers: Layers,
): Omit<Surroundings, 'onResource' | 'resourcePolicies' | 'tags' | 'exists' | 'typeOf' | 'managed' | 'strongest'> {
  const known = new Map<string, { readonly guarded: boolean; readonly chain: readonly GivenNode[] }>()
  const about = (account: string) => {
    const found = known.get(account) ?? chainOf(given, account)
    known.set(account, found)
    return found
  }
  const levels = new Map<string, readonly (readonly Attached[])[]>()
  const inLayer = (layer: string, account: string) => {
    const key = `${layer} ${account}`
    const { guarded, chain } = about(account)
    const of = layers.get(layer)
    const found = levels.get(key) ?? (guarded && of ? chain.flatMap(({ id }) => [of.get(id) ?? []]) : [])
    levels.set(key, found)
    return found.filter((level) => level.length > 0)
  }
  return {
    serviceControl: (account) => inLayer('scp', account),
    resourceControl: (account) => inLayer('rcp', account).flat(),
    organization: (account) => textOf(given.node(awsAccount(account)), 'organization'),
    organizationPath(account) {
      const organization = textOf(given.node(awsAccount(account)), 'organization')
      const parts = about(account)
        .chain.slice(1)
        .map(({ id }) => id.slice(id.lastIndexOf(':') + 1))
      if (organization === undefined || parts.at(-1)?.startsWith('r-') !== true) return undefined
      return `${[organization, ...parts.toReversed()].join('/')}/`
    },
  }
}

/** The account and what it is in, up to the root. Policies of the organisation do not bind its management account. */
function chainOf(given: Given, account: string) {
  const chain: GivenNode[] = []
  let node = given.node(awsAccount(account))
  const guarded = node?.properties?.['managesOrganization'] !== true
  while (node !== undefined && !chain.includes(node)) {
    chain.push(node)
    const parent = textOf(node, 'parent')
    node = parent === undefined ? undefined : given.node(awsOrganizationPart(parent))
  }
  return { guarded, chain }
}

const textOf = (node: GivenNode | undefined, property: string): string | undefined => {
  const value = node?.properties?.[property]
  return typeof value === 'string' ? value : undefined
}
