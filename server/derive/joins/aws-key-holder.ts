import { awsAccountOfKey } from '../../model/aws-key-account.ts'
import { conditionalOn } from '../../model/facts.ts'
import { awsKeyHolder } from '../../model/node-id.ts'
import { awsKeyIdIn } from '../../model/secret-text.ts'
import { defineDerivation } from '../derivation.ts'

export const awsKeyHolderJoin = defineDerivation({
  id: 'join-aws-key-holder',
  version: 1,
  adds: ['AUTHENTICATES_AS'],
  says: 'An AWS access key that was found somewhere, but stands in no list of keys, signs in as somebody: who that is, is the missing fact, and newer key ids tell at least the account.',
  reads: { nodes: ['access_key'], edges: ['AUTHENTICATES_AS'] },
  derive({ nodes, edges }, emit) {
    const known = new Set(edges.map(({ from }) => from))
    for (const key of nodes) {
      const keyId = key.kind === 'Secret' && key.provider === 'aws' ? awsKeyIdIn(key.id) : undefined
      if (keyId === undefined || known.has(key.id)) continue
      const account = awsAccountOfKey(keyId)
      const where = account === undefined ? '' : ` of account ${account}`
      const holder = awsKeyHolder(keyId)
      emit.node([key], {
        id: holder,
        kind: 'Identity',
        type: 'service_account',
        name: `holder of ${keyId}${where}`,
        provider: 'aws',
        account,
        stub: true,
      })
      const missing = `which identity${where} holds access key ${keyId}: aws iam list-access-keys`
      emit.edge([key], {
        kind: 'AUTHENTICATES_AS',
        from: key.id,
        to: holder,
        confidence: 'granted',
        ...conditionalOn(missing),
      })
    }
  },
})
