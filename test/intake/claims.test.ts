import { expect, test } from 'vitest'
import { edgeFault, nodeFault, scopeFault, tidyEdge, tidyNode } from '../../server/intake/claim-check.ts'
import { fingerprint } from '../../server/intake/fingerprint.ts'
import { limits } from '../../server/intake/limits.ts'
import { withoutSecretValues } from '../../server/intake/secret-values.ts'
import { utc } from '../../server/intake/utc.ts'
import { allowed, type EdgeClaim, type NodeClaim } from '../../server/model/facts.ts'
import { globalId } from '../../server/model/node-id.ts'

const node = (more: Partial<NodeClaim>): NodeClaim => ({
  id: globalId('a'),
  kind: 'Owner',
  type: 'team',
  name: 'A',
  ...more,
})
const edge = (more: object): EdgeClaim => ({
  kind: 'OWNS',
  from: globalId('a'),
  to: globalId('b'),
  confidence: 'granted',
  ...allowed,
  ...more,
})

test.each([
  ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z'],
  ['2026-01-31T12:00:00.123Z', '2026-01-31T12:00:00.123Z'],
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ['2026-01-31T12:00:00', undefined],
  ['1700000000', undefined],
  ['2026-13-45T99:00:00.000Z', undefined],
  ['9999-12-31T23:59:59-02:00', undefined],
  ['tomorrow', undefined],
])('the time %s is held as %s (R10)', (said, held) => {
  expect(utc(said)).toBe(held)
})

test('a time without a zone is not guessed at', () => {
  expect(nodeFault(tidyNode(node({ createdAt: '2026-01-31T12:00:00' }), () => undefined))).toContain('with a zone')
  expect(edgeFault(tidyEdge(edge({ expiresAt: '1700000000' }), () => undefined))).toContain('with a zone')
})

test('an id may be as long as the limit, and no longer', () => {
  expect(nodeFault(node({ id: globalId('x'.repeat(limits.idLength)) }))).toBeUndefined()
  expect(nodeFault(node({ id: globalId('x'.repeat(limits.idLength + 1)) }))).toContain('the id of a node')
  expect(edgeFault(edge({ to: globalId('x'.repeat(limits.idLength + 1)) }))).toContain('an end of an edge')
})

test('a source writes its own scopes and no other', () => {
  expect(scopeFault('facts', 'facts:mine')).toBeUndefined()
  expect(scopeFault('facts', 'facts')).toBeUndefined()
  for (const scope of ['aws-iam:1', 'factsy', 'derived:resolve', '', 'facts:a\nb']) {
    expect(scopeFault('facts', scope)).toBeDefined()
  }
  expect(scopeFault('derived', 'derived:resolve')).toBeDefined()
})

const secrets = [
  'ghp_CANARYk3Jq8ZsW1xN5vRt7PmBc2LdYh9Qw',
  'github_pat_CANARY11ABCDEFG0123456789_abcdefghijklmnop',
  'xoxb-CANARY-1234567890-abcdef',
  'sk-proj-CANARYk3Jq8ZsW1xN5vRt7PmBc2',
  'glpat-CANARYk3Jq8ZsW1xN5vR',
  '-----BEGIN RSA PRIVATE KEY-----\nCANARY\nabc\n-----END RSA PRIVATE KEY-----',
  'eyJCANARYhbGciOi.eyJzdWIiOiIx.c2lnbmF0dXJl',
  'Authorization: Bearer CANARYk3Jq8ZsW1xN5vRt7',
  'postgres://app:CANARYhunter2@db.example.org/x',
  'password=CANARYhunter2',
  'the token: CANARYhunter2',
]

test.each(secrets)('a secret in a text is left out, and the text is kept (S17): %j', (secret) => {
  let found = 0
  const text = `before ${secret} after`
  const kept = withoutSecretValues({ [text]: [text], other: { deep: text } }, () => found++)
  expect(JSON.stringify(kept)).not.toContain('CANARY')
  expect(JSON.stringify(kept)).toContain('before')
  expect(found).toBe(3)
  expect(nodeFault(node({ id: globalId(`secret:${secret}`) }))).toContain('the value of a secret')
})

test('what only resembles a secret is kept as it is', () => {
  const plain = {
    arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf',
    key: 'AKIAIOSFODNN7EXAMPLE',
    spiffe: 'spiffe://example.org/ns/prod/sa/token-reader',
    condition: { 'aws:TokenIssueTime': '2026-01-01', list: ['task-runner', 'risk-assessment-of-all-services'] },
    reference: 'password=${DB_PASSWORD}',
    url: 'https://example.org:8443/path?x=1@2',
  }
  expect(withoutSecretValues(plain, () => undefined)).toBe(plain)
})

test('a fingerprint is given to a value that only one secret has, and is the same for the same value only', () => {
  const key = new Uint8Array(32).fill(1)
  const of = (value: string) => fingerprint(key, value)
  expect(of('k3Jq8ZsW1xN5vRt7')).toMatch(/^v1-[0-9a-f]{64}$/)
  expect(of('k3Jq8ZsW1xN5vRt7')).toBe(of(' k3Jq8ZsW1xN5vRt7\n'))
  expect(of('k3Jq8ZsW1xN5vRt7')).not.toBe(of('k3Jq8ZsW1xN5vRt8'))
  expect(of('k3Jq8ZsW1xN5vRt7')).not.toBe(fingerprint(new Uint8Array(32).fill(2), 'k3Jq8ZsW1xN5vRt7'))
})

test.each([
  '',
  'short',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'xxxxxxxxxxxxxxxxxxxx',
  'YOUR_API_KEY_GOES_HERE',
  'your-token-here',
  '<your token goes here>',
  '${GITHUB_TOKEN_OF_THE_JOB}',
  '{{ vault.token_of_the_job }}',
  '$GITHUB_TOKEN_OF_JOB',
  'REDACTED-REDACTED-REDACTED',
  '-----BEGIN RSA PRIVATE KEY-----',
  'changeme-changeme-now',
])('what many secrets share has no fingerprint: %j', (value) => {
  expect(fingerprint(new Uint8Array(32).fill(1), value)).toBeUndefined()
})
