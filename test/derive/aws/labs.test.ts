import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { danglingEnds, estateOf, reachedFrom } from './derived.ts'

const folder = '../shared/data/aws/pathfinding-labs'
const here = existsSync(join(folder, 'truth.json'))
if (!here) console.warn(`skipped: ${folder} is absent`)

interface Lab {
  readonly scenario: string
  readonly start: string
  readonly goals: readonly string[]
  readonly usable: boolean
  readonly target: string
  readonly principals: readonly string[]
  readonly nodes: readonly { readonly arn?: string }[]
}
const labs = here ? (JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as readonly Lab[]) : []
const filesOf = ({ scenario }: Lab, leftOut = /^$/) =>
  readdirSync(join(folder, scenario))
    .filter((name) => name.endsWith('.json') && !leftOut.test(name))
    .map((name) => join(folder, scenario, name))
const reaches = (held: ReadonlySet<string>, goal: string) => ['read', 'control'].some((it) => held.has(`${goal} ${it}`))

test.for(labs.filter(({ usable }) => usable))('$scenario: the start reaches every goal', async (lab) => {
  const estate = await estateOf(filesOf(lab))
  expect(danglingEnds(estate)).toEqual([])
  const held = reachedFrom(estate, lab.start)
  expect(lab.goals.filter((goal) => !reaches(held, goal))).toEqual([])
})

const named = (part: string) => labs.find(({ scenario }) => scenario.includes(part))!
test.for(labs.filter(({ usable }) => usable))(
  '$scenario: nobody but those of the lab’s own path administers',
  async (lab) => {
    const estate = await estateOf(filesOf(lab))
    const found = [...estate.nodes.values()]
      .filter(({ kind, stub }) => kind === 'Identity' && !stub)
      .filter(({ id }) => [...reachedFrom(estate, id)].some((it) => /^aws:account:[0-9]+ control$/.test(it)))
      .map(({ id }) => id)
    const path = lab.target === 'to-admin' ? [lab.start, ...lab.principals, ...lab.nodes.map(({ arn }) => arn)] : []
    expect(found.filter((id) => !path.includes(id))).toEqual([])
    if (lab.target === 'to-admin') expect(found).toContain(lab.start)
  },
)

test.runIf(here)(
  'without the list of functions the step through one is conditional, and says what would tell',
  async () => {
    const lab = named('lambda-003')
    const estate = await estateOf(filesOf(lab, /^workloads/))
    const role = lab.goals[0]!
    expect(reaches(reachedFrom(estate, lab.start), role)).toBe(false)
    expect(reaches(reachedFrom(estate, lab.start, { conditional: true }), role)).toBe(true)
    const open = estate.edges.find(
      ({ kind, to, verdict }) => kind === 'RUNS_AS' && to === role && verdict === 'conditional',
    )
    expect(open?.missing).toContain('aws lambda list-functions')
  },
)

test.runIf(here)('a role that no file holds is not reached, the roles that are there are', async () => {
  const lab = named('ops-to-prod--one-hop--simple')
  const held = reachedFrom(await estateOf(filesOf(lab)), lab.start)
  expect(lab.goals.filter((goal) => reaches(held, goal))).toEqual([])
  expect(held).toContain('arn:aws:iam::333333333333:role/pl-x-account-ops-role-with-assume-role-star control')
  const prod = [...held].filter((it) => it.startsWith('arn:aws:iam::111111111111:role/') && it.endsWith(' control'))
  expect(prod.length).toBe(3)
})

test.runIf(here)(
  'any ref of the repository reaches the bucket and administers nothing, another repository does not',
  async () => {
    const estate = await estateOf(filesOf(named('github-oidc')))
    const bucket = named('github-oidc').goals[0]!
    const issuer = 'federated:token.actions.githubusercontent.com'
    const held = reachedFrom(estate, `${issuer}:repo%3Aexample-org/example-repo%3A*`)
    expect(held).toContain(`${bucket} read`)
    expect([...held].filter((it) => it.startsWith('aws:account:'))).toEqual([])
    expect([...estate.nodes.keys()].filter((id) => id.startsWith(issuer))).toHaveLength(1)
  },
)
