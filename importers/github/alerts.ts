import { allowed } from '../../server/model/facts.ts'
import { githubRepository } from '../../server/model/node-id.ts'
import { awsKeyIdIn, secretTypeOf } from '../../server/model/secret-text.ts'
import type { Emit } from '../importer.ts'
import { emitLeakedCopy } from '../leaked-copy.ts'
import type { Answer } from './answer.ts'
import { repositoryClaim } from './claims.ts'
import type { Alert } from './shapes.ts'

/** An alert of secret scanning is a leaked credential and the place where it lies. Only its fingerprint is kept. */
export function mapAlert({ spot, into, run }: Answer, record: Alert, emit: Emit) {
  const { host, repository } = spot
  if (!repository)
    return emit.reject('neither the record nor the name of the file says in which repository it was found')
  const whole = repositoryClaim(host, repository)
  into.node(whole)
  if (record.resolution === 'false_positive' || record.resolution === 'used_in_tests') {
    return emit.skip(`alert ${record.number} of ${repository} was closed as no real secret`)
  }
  const what = record.secret_type_display_name || record.secret_type || 'Secret'
  const { path, start_line: line } = record.first_location_detected ?? {}
  const keyId = awsKeyIdIn(record.secret ?? '')
  const id = emitLeakedCopy(into, run, {
    rule: what,
    type: keyId ? 'access_key' : secretTypeOf(record.secret_type ?? ''),
    value: record.secret ?? undefined,
    nativeId: keyId ? ['aws', keyId] : undefined,
    system: 'git',
    place: `https://${host}/${repository}`,
    path: path?.replace(/^\/+/, '') || `secret-scanning/alerts/${record.number}`,
    line: line ?? record.number,
    properties: {
      rule: record.secret_type ?? 'unknown',
      alert: record.number,
      ...(record.state ? { state: record.state } : {}),
      ...(record.resolution ? { resolution: record.resolution } : {}),
      ...(record.validity ? { validity: record.validity } : {}),
      ...(record.publicly_leaked ? { publiclyLeaked: true } : {}),
    },
  })
  into.edge({
    kind: 'APPLIES_TO',
    from: id,
    to: githubRepository(host, repository),
    key: 'alert',
    confidence: 'observed',
    ...allowed,
  })
  if (!record.secret) emit.skip(`alert ${record.number} of ${repository} does not show its secret`)
}
