import { allowed } from '../../server/model/facts.ts'
import { awsAccount, globalId, type NodeId } from '../../server/model/node-id.ts'
import type { Emit, Run, ScopedEmit } from '../importer.ts'

export type Part = 'authz' | 'keys' | 'workloads' | 'resource-policies' | 'credentials' | 'organization' | 'providers'

/** What one import remembers: which accounts and parts it met, and which scopes attach which managed policy. */
export interface Batch {
  readonly run: Run
  readonly scopes: Map<string, { readonly account: string; readonly part: Part }>
  readonly usersByName: Map<string, string>
  readonly attachedIn: Map<string, Set<string>>
  /** Within one file, what a later record is about. */
  readonly arnIn: Map<string, string>
  readonly issuerIn: Map<string, string>
  readonly policyIn: Map<string, { readonly id: NodeId; readonly layer: 'scp' | 'rcp' }>
  organization: string | undefined
  /** Parts of an account that came within another one. */
  readonly seen: Map<string, Set<Part>>
  /** Accounts in which some trust names an outside issuer. */
  readonly federates: Set<string>
  truncated: boolean
}

export const openBatch = (run: Run): Batch => ({
  run,
  scopes: new Map(),
  usersByName: new Map(),
  attachedIn: new Map(),
  arnIn: new Map(),
  issuerIn: new Map(),
  policyIn: new Map(),
  organization: undefined,
  seen: new Map(),
  federates: new Set(),
  truncated: false,
})

export const scopeOf = (account: string, part: Part) => `aws-iam:${account}:${part}`

export const rootArn = (partition: string, account: string): NodeId => globalId(`arn:${partition}:iam::${account}:root`)

/** Opens the account's scope for a part; the first record of it says the account itself. */
export function into(batch: Batch, emit: Emit, account: string, part: Part, partition = 'aws'): ScopedEmit {
  const scope = scopeOf(account, part)
  const scoped = emit.into(scope)
  if (batch.scopes.has(scope)) return scoped
  batch.scopes.set(scope, { account, part })
  if (/^\d{12}$/.test(account)) emitAccount(scoped, account, partition)
  return scoped
}

/** The account, and the Group that means all of it: a trust may name that one. */
function emitAccount(emit: ScopedEmit, account: string, partition: string): void {
  const id = awsAccount(account)
  const root = rootArn(partition, account)
  const common = { provider: 'aws', account }
  emit.node({ id, kind: 'Resource', type: 'aws_account', name: `AWS account ${account}`, ...common })
  emit.node({ id: root, kind: 'Group', type: 'account_root', name: `account root of ${account}`, ...common })
  emit.edge({ kind: 'CONTAINS', from: id, to: root, confidence: 'granted', ...allowed })
}

/** The only account that this part of the import, or else all of it, has met so far. */
export function onlyAccount({ scopes }: Batch, part?: Part): string | undefined {
  const met = [...scopes.values()].filter(
    (it) => /^\d{12}$/.test(it.account) && (part === undefined || it.part === part),
  )
  const accounts = new Set(met.map(({ account }) => account))
  return accounts.size === 1 ? [...accounts][0] : undefined
}
