import { describe, expect, test } from 'vitest'
import { killImports } from '../faults/kill-imports.ts'
import { emptyNeo4jPlace, neo4jForTests } from './neo4j-for-tests.ts'

const KILLS = Number(process.env['AMBIT_KILLS'] ?? 20)
/** Each round has an empty store, since every revision stays. */
const KILLS_A_ROUND = 5

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j', () => {
  test(
    'R1: an import that is killed loses nothing acknowledged and never mixes revisions',
    async () => {
      const { uri, credentials } = neo4jForTests!
      let acknowledgements = 0
      for (let done = 0; done < KILLS; done += KILLS_A_ROUND) {
        await (await (await emptyNeo4jPlace()).open()).close()
        const seed = Math.floor(Math.random() * 2 ** 32)
        const { acknowledged, ...found } = await killImports(
          { url: uri, options: { credentials } },
          KILLS_A_ROUND,
          seed,
        )
        expect(found, `seed ${seed}`).toEqual({ kills: KILLS_A_ROUND, mixed: [], lost: [] })
        acknowledgements += acknowledged.size
      }
      expect(acknowledgements).toBeGreaterThan(0)
      await emptyNeo4jPlace() // the next test has not the time to clear all this away
    },
    KILLS * 60_000,
  )
})
