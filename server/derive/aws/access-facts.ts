import { accountOf, nameInArn } from '../../model/arn.ts'
import type { Capability } from '../../model/capabilities.ts'
import { allowed } from '../../model/facts.ts'
import { awsAccount, awsAll, awsRest, type NodeId } from '../../model/node-id.ts'
import type { DeriveEmit } from '../derivation.ts'
import { type Answer, all, basisOf, becauseOf, emitHeld, given } from './answer.ts'
import { isPattern, type Known, type KnownResources } from './known-resources.ts'
import type { Principal } from './model.ts'
import type { ResourceKind } from './resource-kinds.ts'
import { gainsBy, isLent } from './speaking-groups.ts'
import { open } from './truth.ts'

/** All or some of a kind, by a wildcard. */
const SET = 'aws_resources'

export const edgeOf: Readonly<Record<Capability, string>> = {
  read: 'CAN_READ',
  write: 'CAN_WRITE',
  execute: 'CAN_EXECUTE',
  control: 'CAN_CONTROL',
}

/** Says edges once per group rather than once per member, and only the nodes that some edge needs. */
export class Sayer {
  readonly #known: KnownResources
  readonly #emit: DeriveEmit
  readonly #ofGroups = new Set<string>()
  readonly #sets = new Set<NodeId>()

  constructor(known: KnownResources, emit: DeriveEmit) {
    this.#known = known
    this.#emit = emit
  }

  sayAll(principal: Principal, kind: ResourceKind, capability: Capability, answer: Answer): void {
    const id = awsAll(principal.account, kind.key)
    this.#say(principal, capability, id, all([answer, this.#set(id, principal, `all ${kind.plural}`)]))
  }

  sayRest(principal: Principal, kind: ResourceKind, capability: Capability, answer: Answer): void {
    const id = awsRest(principal.account, kind.key)
    this.#say(principal, capability, id, all([answer, this.#set(id, principal, `other ${kind.plural}`)]))
  }

  sayKnownOne(principal: Principal, capability: Capability, known: Known, answer: Answer): boolean {
    if (answer.truth === false) return false
    this.#say(principal, capability, known.id, { ...answer, restsOn: [...answer.restsOn, ...known.restsOn] })
    return true
  }

  sayNamed(
    principal: Principal,
    kind: ResourceKind,
    capability: Capability,
    id: NodeId,
    known: Known | undefined,
    answer: Answer,
  ): void {
    if (answer.truth === false) return
    const owner = accountOf(id)
    const foreign = owner !== undefined && owner !== principal.account
    const isTold = principal.around.onResource(id) !== undefined
    const missing = `the resource policy of ${id}, in account ${owner}`
    const consent = given(!foreign || isTold || open(missing))
    if (known === undefined) this.#node(principal, kind, id, answer)
    this.#say(principal, capability, id, all([answer, consent]))
  }

  /** Known resources are part of their account and of everything of their kind there. */
  sayKnown(): void {
    for (const [key, known] of this.#known) {
      const account = key.slice(0, key.indexOf(' '))
      for (const it of known.values()) this.#contain(account, it)
    }
  }

  #contain(account: string, { id, name, type, kind, restsOn, accountIsInferred }: Known): void {
    const confidence = accountIsInferred ? 'inferred' : 'granted'
    const owner = accountIsInferred ? undefined : account
    this.#emit.node(restsOn, { id, kind: 'Resource', type, name, provider: 'aws', account: owner })
    const set = awsAll(account, kind.key)
    const whole = this.#sets.has(set) ? { from: set, key: 'all' } : { from: awsAccount(account) }
    this.#emit.edge(restsOn, { kind: 'CONTAINS', ...whole, to: id, confidence, ...allowed })
  }

  #set(id: NodeId, { node, account }: Principal, name: string): Answer {
    if (this.#sets.has(id)) return given(true)
    this.#sets.add(id)
    const common = { provider: 'aws', account }
    this.#emit.node([node], {
      id,
      kind: 'Resource',
      type: SET,
      name: `${name} of account ${account}`,
      ...common,
    })
    this.#emit.edge([node], { kind: 'CONTAINS', from: awsAccount(account), to: id, confidence: 'granted', ...allowed })
    return given(true)
  }

  #node(principal: Principal, kind: ResourceKind, id: NodeId, answer: Answer): void {
    const type = isPattern(id) ? SET : (principal.around.typeOf(id) ?? kind.type)
    const account = accountOf(id)
    this.#emit.node(basisOf(principal.node, answer), {
      id,
      kind: 'Resource',
      type,
      name: nameInArn(id),
      provider: 'aws',
      account,
    })
  }

  #say(principal: Principal, capability: Capability, to: NodeId, answer: Answer): void {
    if (answer.truth === false) return
    const kind = edgeOf[capability]
    if (answer.truth === true && principal.kind === 'group') this.#ofGroups.add(`${principal.id} ${kind} ${to}`)
    const isSaid = principal.groups.some(
      (group) => this.#ofGroups.has(`${group.id} ${kind} ${to}`) && gainsBy(principal, group),
    )
    if (isSaid && answer.by.some(({ attached }) => isLent(attached))) return
    const [first] = answer.by
    emitHeld(this.#emit, basisOf(principal.node, answer), answer.truth, {
      kind,
      from: principal.id,
      to,
      confidence: 'granted',
      key: first === undefined ? undefined : `${first.attached.policy.node.name}/${first.statement.label}`,
      note: `It holds ${becauseOf(answer)}.`,
    })
  }
}
