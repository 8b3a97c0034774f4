import { expect, test } from 'vitest'
import { awsIam } from '../../../importers/aws-iam/aws-iam.ts'
import { factsOf } from '../../importers/facts-of.ts'
import { ACCOUNT, allow, arnOf, deny, document } from './account.ts'
import { estateOf, reachedFrom } from './derived.ts'

const ada = arnOf('user/ada')
const account = `aws:account:${ACCOUNT} control`
const exported = (...policies: readonly unknown[]) => [
  {
    name: 'authz.json',
    text: JSON.stringify({
      UserDetailList: [
        {
          UserName: 'ada',
          Arn: ada,
          UserPolicyList: policies.map((PolicyDocument, i) => ({ PolicyName: `p${i}`, PolicyDocument })),
        },
      ],
    }),
  },
]
const said = async (...policies: readonly unknown[]) => {
  const { notes } = await factsOf(awsIam, exported(...policies))
  const estate = await estateOf(exported(...policies))
  const sure = reachedFrom(estate, ada).has(account)
  const maybe = reachedFrom(estate, ada, { conditional: true }).has(account)
  return {
    administers: sure ? 'yes' : maybe ? 'conditional' : 'no',
    told: JSON.stringify(notes).includes('grants nothing here'),
  }
}
const everything = document(allow('*'))

test('a statement that stands alone, and a document that is URL-encoded, are read as they are meant', async () => {
  expect((await said({ Version: '2012-10-17', Statement: allow('*') })).administers).toBe('yes')
  expect((await said(encodeURIComponent(JSON.stringify(everything)))).administers).toBe('yes')
})

const malformed: readonly (readonly [name: string, document: unknown])[] = [
  ['an unknown version', { ...everything, Version: '2030-01-01' }],
  ['no JSON', '{"Version": "2012-10-17", "Statement": ['],
  ['a list for a document', [everything]],
  ['no statement', { Version: '2012-10-17', Statement: [] }],
  ['an unknown effect', document({ ...allow('*'), Effect: 'allow' })],
  ['both Action and NotAction', document({ ...allow('*'), NotAction: 'iam:*' })],
  ['neither Action nor NotAction', document({ Effect: 'Allow', Resource: '*' })],
  ['a number for an action', document(allow(7 as unknown as string))],
  ['no resource', document({ Effect: 'Allow', Action: '*' })],
  ['both Resource and NotResource', document({ ...allow('*'), NotResource: 'arn:aws:s3:::x' })],
  ['principals', document({ ...allow('*'), Principal: '*' })],
  ['a text for a condition', document(allow('*', '*', { Condition: 'none' }))],
  ['a text for a condition’s keys', document(allow('*', '*', { Condition: { StringEquals: 'aws:username' } }))],
  ['one statement of two', document(allow('*'), { Effect: 'Allow' })],
]

test.for(malformed)('a policy with %s grants nothing', async ([, policy]) => {
  expect(await said(policy)).toEqual({ administers: 'no', told: true })
})

test.for(malformed)('beside a policy with %s, what another one allows is no longer sure', async ([, policy]) => {
  expect(await said(everything, policy)).toEqual({ administers: 'conditional', told: true })
})

test('an operator that nobody knows leaves it open, in an allow as in a deny', async () => {
  const odd = { Condition: { StringResembles: { 'aws:username': 'ada' } } }
  expect((await said(document(allow('*', '*', odd)))).administers).toBe('conditional')
  expect((await said(everything, document(deny('*', '*', odd)))).administers).toBe('conditional')
})

test('wildcards of six kilobytes are answered', async () => {
  const long = `iam:${'*a'.repeat(3_000)}*`
  expect((await said(document(allow(long, `arn:aws:iam::${'*?'.repeat(3_000)}`)))).administers).toBe('no')
  expect((await said(document(allow('*', `${'*'.repeat(6_000)}`)))).administers).toBe('yes')
})
