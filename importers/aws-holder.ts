import { allowed, conditionalOn } from '../server/model/facts.ts'
import { awsAccount, awsRootUser, globalId, type NodeId } from '../server/model/node-id.ts'
import type { ScopedEmit } from './importer.ts'

/** AWS itself told the scanner who the key belongs to. */
export function emitAwsHolder(emit: ScopedEmit, secret: NodeId, arn: string, decoy = false): void {
  const [, , service, , account = '', ...rest] = arn.split(':')
  const path = rest.join(':').split('/')
  const common = { kind: 'Identity', provider: 'aws', account, stub: true } as const
  const login = { kind: 'AUTHENTICATES_AS', from: secret, confidence: 'observed' } as const
  if (path[0] === 'root') {
    const root = awsRootUser(account)
    emit.node({ ...common, id: root, type: 'human', name: `root user of ${account}`, stub: false })
    emit.node({
      id: awsAccount(account),
      kind: 'Resource',
      type: 'aws_account',
      name: account,
      provider: 'aws',
      account,
    })
    emit.edge({ kind: 'CAN_CONTROL', from: root, to: awsAccount(account), confidence: 'granted', ...allowed })
    emit.edge({ ...login, to: root, ...allowed })
  } else if (service === 'sts' && path[0] === 'assumed-role') {
    const role = globalId(`arn:aws:iam::${account}:role/${path[1]}`)
    emit.node({ ...common, id: role, type: 'role', name: path[1] ?? arn })
    emit.edge({ ...login, to: role, ...conditionalOn(`whether the role ${path[1]} lies directly under role/`) })
  } else {
    emit.node({
      ...common,
      id: globalId(arn),
      type: 'service_account',
      name: path.at(-1) ?? arn,
      ...(decoy ? { properties: { decoy } } : {}),
    })
    emit.edge({ ...login, to: globalId(arn), ...allowed })
  }
}
