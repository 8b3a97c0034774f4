import { expect, test } from 'vitest'
import cases from '../../cases/aws/administers.json' with { type: 'json' }
import { ACCOUNT, type AccountSketch, allow, arnOf, deny, exportOf } from './account.ts'
import { estateOf, reachedFrom } from './derived.ts'

/** Does `actor` come to administer the account? From the exports to the end of the walk. */
interface Case {
  readonly name: string
  /** The page of AWS's documentation that the answer was worked out from. */
  readonly from?: string
  readonly account: AccountSketch
  /** Other files of the same import, by name: lists as JSON, a credential report as its lines. */
  readonly files?: Readonly<Record<string, unknown>>
  readonly expects: string
  readonly missing?: string
}

test.for(cases as unknown as readonly Case[])('$name', async ({ account, files = {}, expects, missing }) => {
  const others = Object.entries(files).map(([name, it]) => ({
    name,
    text: name.endsWith('.csv') ? (it as readonly string[]).join('\n') : JSON.stringify(it),
  }))
  const estate = await estateOf([exportOf(account), ...others])
  const start = arnOf(account.users?.['actor'] === undefined ? 'role/actor' : 'user/actor')
  const administers = (conditional: boolean) =>
    reachedFrom(estate, start, { conditional }).has(`aws:account:${ACCOUNT} control`)
  const said = administers(false) ? 'administers' : administers(true) ? 'conditional' : 'does not'
  expect(said).toBe(expects)
  if (missing !== undefined) expect(estate.edges.map((it) => it.missing).join()).toContain(missing)
})

test.for([
  [6, false],
  [9, true],
] as const)(
  'of %i groups that each deny and allow, ways of leaving that were not tried are told: %s',
  async ([count, isTold]) => {
    const names = Array.from({ length: count }, (_, i) => `group-${i}`)
    const groups = Object.fromEntries(
      names.map((name, i) => [name, { inline: [deny(`sqs:Action${i}`), allow(`s3:Get${name}`)] }]),
    )
    const estate = await estateOf([
      exportOf({ users: { actor: { groups: names, inline: [allow('iam:RemoveUserFromGroup')] } }, groups }),
    ])
    const told = estate.gaps.filter(({ missing }) => missing.startsWith('what actor may do by shedding'))
    expect(told).toHaveLength(isTold ? 1 : 0)
  },
)
