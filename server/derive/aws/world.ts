import { accountOf } from '../../model/arn.ts'
import type { NodeId } from '../../model/node-id.ts'
import type { Given, GivenEdge, GivenNode } from '../derivation.ts'
import type { Answer } from './answer.ts'
import { type AwsModel, modelOf, type Principal } from './model.ts'

/** The model, and what other exports and derivations say about it. */
export interface World {
  readonly model: AwsModel
  readonly takesOver: TakesOver
  readonly canAssume: (from: NodeId, to: NodeId) => readonly GivenEdge[]
  readonly accessKeys: (user: NodeId) => number
  readonly instanceProfile: (role: NodeId) => GivenEdge | undefined
  /** Which role each instance profile of the account holds. */
  readonly instanceProfiles: (account: string) => readonly GivenEdge[]
  /** Workloads of these types in the account; empty where no list of them was imported. */
  readonly workloads: (account: string, types: readonly string[]) => readonly Running[]
}

export interface Running {
  readonly node: GivenNode
  readonly runsAs: GivenEdge | undefined
}

/** Whether it can become the target by a step of the catalogue. */
export type TakesOver = (world: World, actor: Principal, target: Principal) => Answer

export function worldOf(given: Given, takesOver: TakesOver): World {
  const model = modelOf(given)
  const edges = Map.groupBy(given.edges, ({ kind }) => kind)
  const assumes = Map.groupBy(edges.get('CAN_ASSUME') ?? [], ({ from, to }) => `${from} ${to}`)
  const opens = [...(edges.get('AUTHENTICATES_AS') ?? []), ...(edges.get('RELATES_TO') ?? [])]
  const keys = Map.groupBy(
    opens.filter(({ from }) => from.startsWith('secret:aws:AKIA')),
    ({ to }) => to,
  )
  const runs = Map.groupBy(edges.get('RUNS_AS') ?? [], ({ from }) => from)
  const profiles = new Map<NodeId, GivenEdge>()
  const held = new Map<string, GivenEdge[]>()
  const running = new Map<string, Running[]>()
  for (const node of given.nodes) {
    if (node.kind !== 'Resource' || node.type === 'aws_policy') continue
    const runsAs = runs.get(node.id)?.[0]
    if (node.type === 'aws_instance_profile' && runsAs !== undefined) profiles.set(runsAs.to, runsAs)
    const account = accountOf(node.id)
    if (account === undefined) continue
    if (node.type === 'aws_instance_profile' && runsAs !== undefined) {
      held.set(account, [...(held.get(account) ?? []), runsAs])
    }
    const key = `${account} ${node.type}`
    running.set(key, [...(running.get(key) ?? []), { node, runsAs }])
  }
  return {
    model,
    takesOver,
    canAssume: (from, to) => assumes.get(`${from} ${to}`) ?? [],
    accessKeys: (user) => {
      const counted = model.principals.get(user)?.node.properties?.['accessKeys']
      const listed = new Set((keys.get(user) ?? []).map(({ from }) => from)).size
      return Math.max(listed, typeof counted === 'number' ? counted : 0)
    },
    instanceProfile: (role) => profiles.get(role),
    instanceProfiles: (account) => held.get(account) ?? [],
    workloads: (account, types) => types.flatMap((type) => running.get(`${account} ${type}`) ?? []),
  }
}

export const inAccount = ({ model }: World, { account }: Principal, kind: Principal['kind']): readonly Principal[] =>
  (model.byAccount.get(account) ?? []).filter((it) => it.kind === kind)
