import { expect, test } from 'vitest'
import cases from '../../cases/aws/administers.json' with { type: 'json' }
import { ACCOUNT, type AccountSketch, arnOf, exportOf } from './account.ts'
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
