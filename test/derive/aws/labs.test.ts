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
