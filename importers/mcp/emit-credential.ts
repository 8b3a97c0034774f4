import { allowed, conditionalOn } from '../../server/model/facts.ts'
import {
  database,
  databaseUser,
  type NodeId,
  secret,
  secretAt,
  secretByFingerprint,
} from '../../server/model/node-id.ts'
import { awsKeyIdIn, secretTypeOf } from '../../server/model/secret-text.ts'
import type { Run, ScopedEmit } from '../importer.ts'
import { endingOfValue } from '../token-ending.ts'
import { type Client, granted } from './client.ts'
import type { Credential, DatabaseLogin } from './credentials.ts'

const issuers = [
  'github',
  'gitlab',
  'aws',
  'azure',
  'google',
  'gcp',
  'slack',
  'openai',
  'anthropic',
  'stripe',
  'jira',
  'notion',
]

/**
 * The secret, who is given it, and the copy in the file when the value itself stands there. A reference or an empty
 * place is a secret of its own, known by where it is named: equal names elsewhere say nothing.
 */
export function emitCredential(
  emit: ScopedEmit,
  run: Run,
  client: Client,
  server: string,
  credential: Credential,
  consumers: readonly NodeId[],
): void {
  const { field, name, value, half, reference } = credential
  const keyId = value === undefined ? undefined : awsKeyIdIn(value)
  const fingerprints = [keyId === value ? undefined : value, half].flatMap(
    (text) => (text && run.fingerprint(text)) || [],
  )
  const id = keyId
    ? secret('aws', keyId)
    : fingerprints[0]
      ? secretByFingerprint(fingerprints[0])
      : secretAt(client.file, reference ?? `${server}/${field}`)
  const issuer = issuers.find((one) => name.toLowerCase().includes(one))
  emit.node({
    id,
    kind: 'Secret',
    type: keyId ? 'access_key' : isPat(value) ? 'pat' : secretTypeOf(name),
    name: keyId ? `AWS access key ${keyId}` : `${name} of ${server} in ${client.title}`,
    provider: keyId ? 'aws' : undefined,
    aliases: fingerprints.map((fingerprint) => `fingerprint:${fingerprint}`),
    properties: {
      ...(reference === undefined ? {} : { reference }),
      ...(credential.placeholder ? { placeholder: true } : {}),
      ...endingOfValue(run, value),
      ...(issuer === undefined || keyId ? {} : { issuerByName: issuer }),
    },
  })
  if (value !== undefined) emit.edge({ kind: 'HOLDS', from: client.file, to: id, confidence: 'observed', ...allowed })
  const verdict = credential.placeholder
    ? conditionalOn(`what stands in place of ${name} where ${client.title} runs`)
    : allowed
  for (const from of consumers) emit.edge({ kind: 'USES_SECRET', from, to: id, confidence: 'granted', ...verdict })
  if (credential.database) emitLogin(emit, id, credential.database)
}

/** Tokens that say of themselves what they are. */
const isPat = (value = '') => /^(ghp_|github_pat_|glpat-)/.test(value)

/** A data source names the user and the database, and not what the user may do there. */
function emitLogin(emit: ScopedEmit, secretId: NodeId, { system, host, user, name }: DatabaseLogin): void {
  const login = databaseUser(host, user)
  const target = database(host, name)
  emit.node({ id: login, kind: 'Identity', type: 'service_account', name: `${user} on ${host}`, provider: system })
  emit.node({
    id: target,
    kind: 'Resource',
    type: 'database',
    name: `${name || 'database'} on ${host}`,
    provider: system,
  })
  emit.edge(granted({ kind: 'AUTHENTICATES_AS', from: secretId, to: login }))
  for (const kind of ['CAN_READ', 'CAN_WRITE']) {
    const verdict = conditionalOn(`what ${user} is granted in ${name || 'the database'} on ${host}`)
    emit.edge({ kind, from: login, to: target, confidence: 'granted', ...verdict })
  }
}
