import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { danglingEnds, estateOf, reachedFrom } from './derived.ts'

const file = '../shared/data/aws/authz-details-iam-vulnerable.json'
const labels = '../shared/data/aws/authz-details-iam-vulnerable.truth.json'
const here = existsSync(file) && existsSync(labels)
if (!here) console.warn(`skipped: ${file} is absent`)

const ACCOUNT = 'aws:account:200611803367 control'
const iam = (resource: string) => `arn:aws:iam::200611803367:${resource}`
const opened = here ? estateOf([file]) : undefined

type Label = 'yes' | 'no' | 'conditional'
interface Row {
  readonly name: string
  readonly user?: Label
  readonly role?: Label
}

test.runIf(here)(
  'the labelled users and roles administer the account, or do not, or on a named condition',
  async () => {
    const estate = await opened!
    const { rows } = JSON.parse(readFileSync(labels, 'utf8')) as { rows: readonly Row[] }
    const misses: string[] = []
    let right = 0
    for (const row of rows) {
      for (const kind of ['user', 'role'] as const) {
        const wanted = row[kind]
        if (wanted === undefined) continue
        const start = iam(`${kind}/${row.name}-${kind}`)
        const sure = reachedFrom(estate, start).has(ACCOUNT)
        const maybe = reachedFrom(estate, start, { conditional: true }).has(ACCOUNT)
        const said: Label = sure ? 'yes' : maybe ? 'conditional' : 'no'
        if (said === wanted) right++
        else misses.push(`${row.name}-${kind}: ${said}, should be ${wanted}`)
      }
    }
    console.info(`labels right: ${right} of ${right + misses.length}`)
    expect(misses).toEqual([])
  },
)

test.runIf(here)('roles chain by trust alone', async () => {
  const estate = await opened!
  console.info(
    estate.ms,
    estate.nodes.size,
    estate.edges.length,
    Object.fromEntries([...Map.groupBy(estate.edges, (e) => `${e.kind} ${e.verdict}`)].map(([k, v]) => [k, v.length])),
  )
  expect(danglingEnds(estate)).toEqual([])
  const arn = (name: string) => `arn:aws:iam::200611803367:role/privesc-AssumeRole-${name}-role`
  expect(reachedFrom(estate, arn('starting'))).toContain(`${arn('ending')} control`)
})
