import { awsAccountOfKey } from '../../model/aws-key-account.ts'
import { allowed, conditionalOn } from '../../model/facts.ts'
import { awsKeyHolder } from '../../model/node-id.ts'
import { awsKeyIdIn } from '../../model/secret-text.ts'
import { defineDerivation } from '../derivation.ts'

export const awsKeyHolderJoin = defineDerivation({
  id: 'join-aws-key-holder',
  version: 3,
  adds: ['AUTHENTICATES_AS'],
  says: 'An AWS access key that stands in no list of keys signs in as whoever a log shows with it; one that was only found somewhere signs in as somebody: who that is, is the missing fact, and newer key ids tell at least the account.',
  reads: { nodes: ['access_key'], also: ['service_account', 'human'], edges: ['AUTHENTICATES_AS', 'RELATES_TO'] },
  derive({ nodes, edges, node }, emit) {
    const known = new Set(edges.flatMap(({ kind, from }) => (kind === 'AUTHENTICATES_AS' ? from : [])))
    const logged = Map.groupBy(
      edges.filter(({ kind, key }) => kind === 'RELATES_TO' && key === 'signs in'),
      ({ from }) => from,
    )
    for (const key of nodes) {
      const keyId = key.kind === 'Secret' && key.provider === 'aws' ? awsKeyIdIn(key.id) : undefined
      if (keyId === undefined || known.has(key.id)) continue
      // What lists the keys says so, with their holders, and is the newer word: a key that is switched off opens nothing.
      if (key.properties?.['status'] === 'Inactive') continue
      const seen = logged.get(key.id) ?? []
      for (const use of seen) {
        const user = node(use.to)
        const claim = { kind: 'AUTHENTICATES_AS', from: key.id, confidence: 'observed', ...allowed } as const
        if (user) emit.edge([key, user, use], { ...claim, to: user.id })
      }
      if (seen.length > 0) continue
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
