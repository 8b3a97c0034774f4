import { accountOf, nameInArn } from '../../model/arn.ts'
import { globalId, type NodeId } from '../../model/node-id.ts'
import type { GivenNode } from '../derivation.ts'
import type { AwsModel, Principal } from './model.ts'
import type { Attached } from './policy.ts'
import type { ResourceKind } from './resource-kinds.ts'

/** A resource that a list told of, or that a policy of the account names in full. */
export interface Known {
  readonly id: NodeId
  readonly name: string
  /** As a list told of it, else its kind's. */
  readonly type: string
  readonly kind: ResourceKind
  /** What told of it. */
  readonly restsOn: readonly GivenNode[]
  /** A bucket's ARN names no account: whose it is follows from who names it. */
  readonly accountIsInferred: boolean
}

const WILD = /[*?]/
const OWN_NAME = '$'.concat('{aws:username}')

/** The resource that an ARN or a pattern is about, its objects folded into it. */
export function wholeOf(arn: string, kind: ResourceKind): string | undefined {
  const whole = kind.whole.exec(arn)?.[0]
  return whole === undefined || whole.includes('${') ? undefined : whole
}

/** Is it one thing, or a set of them by wildcards? */
export const isPattern = (arn: string): boolean => WILD.test(arn)

/** What is known per account and kind, by id. */
export type KnownResources = ReadonlyMap<string, ReadonlyMap<NodeId, Known>>
export const knownKey = (account: string, kind: ResourceKind): string => `${account} ${kind.key}`

export function knownResources(
  { given, principals, byAccount }: AwsModel,
  kinds: readonly ResourceKind[],
): KnownResources {
  const found = new Map<string, Map<NodeId, Known>>()
  const add = (account: string, known: Known) => {
    const key = knownKey(account, known.kind)
    const ofKind = found.get(key) ?? new Map<NodeId, Known>()
    found.set(key, ofKind)
    if (!ofKind.has(known.id)) ofKind.set(known.id, known)
  }
  const sole = byAccount.size === 1 ? [...byAccount.keys()][0] : undefined
  for (const node of given.nodes) {
    const kind = node.kind === 'Resource' ? kinds.find(({ type }) => type === node.type) : undefined
    if (kind === undefined) continue
    const account = accountOf(node.id) ?? sole
    if (account === undefined) continue
    add(account, {
      id: node.id,
      name: node.name,
      type: node.type,
      kind,
      restsOn: [node],
      accountIsInferred: accountOf(node.id) === undefined,
    })
  }
  const seen = new Set<string>()
  for (const principal of principals.values()) {
    for (const attached of principal.identity) {
      const mark = `${principal.account} ${attached.policy.node.id}`
      if (seen.has(mark) || attached.policy.node.account === 'aws') continue
      seen.add(mark)
      for (const [kind, arn] of named(attached, principal, kinds)) {
        const account = accountOf(arn)
        if (account !== undefined && account !== principal.account) continue
        const restsOn = [attached.policy.node]
        const accountIsInferred = account === undefined
        const id = globalId(arn)
        const type = principal.around.typeOf(arn) ?? kind.type
        add(principal.account, { id, name: nameInArn(arn), type, kind, restsOn, accountIsInferred })
      }
    }
  }
  return found
}

/** Resources that an allow names in full. */
function* named(
  { policy }: Attached,
  principal: Principal,
  kinds: readonly ResourceKind[],
): Generator<[ResourceKind, string]> {
  for (const { effect, resources, notResources } of policy.statements ?? []) {
    if (effect === 'Deny' || notResources) continue
    for (const { text } of resources) {
      for (const kind of kinds) {
        const whole = wholeOf(filled(text, principal), kind)
        if (whole !== undefined && !isPattern(whole)) yield [kind, whole]
      }
    }
  }
}

/** A pattern as the principal's own: its name for the variable, its account for any account. */
export const filled = (text: string, { kind, name, account }: Principal): string => {
  const own = kind === 'user' ? text.replaceAll(OWN_NAME, name) : text
  const [prefix, partition, service, region, owner, ...rest] = own.split(':')
  return owner === '*' ? [prefix, partition, service, region, account, ...rest].join(':') : own
}
