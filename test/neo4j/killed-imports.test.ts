import { describe, expect, test } from 'vitest'
import { killImports } from '../faults/kill-imports.ts'
import { emptyNeo4jPlace, neo4jForTests } from './neo4j-for-tests.ts'

const KILLS = Number(process.env['AMBIT_KILLS'] ?? 20)
/** Each round has an empty store, since every revision stays. */
const KILLS_A_ROUND = 20

describe.skipIf(neo4jForTests === undefined)('on a real Neo4j', () => {
  test(
    'R1: an import that is killed loses nothing acknowledged and never mixes revisions',
    async () => {
      const { uri: url, credentials } = neo4jForTests!
      for (let done = 0; done < KILLS; done += KILLS_A_ROUND) {
        const kills = Math.min(KILLS_A_ROUND, KILLS - done)
        const seed = Math.floor(Math.random() * 2 ** 32)
        await emptyNeo4jPlace()
        const { acknowledged, ...found } = await killImports({ url, options: { credentials } }, kills, seed)
        expect(found, `seed ${seed}`).toEqual({ kills, mixed: [], lost: [] })
        expect(acknowledged.size, `seed ${seed}`).toBeGreaterThan(0)
      }
    },
    KILLS * 90_000,
  )
})
