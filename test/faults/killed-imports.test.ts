import { expect, test } from 'vitest'
import { temporaryStoreUrl } from '../store/temporary-store.ts'
import { killImports } from './kill-imports.ts'

const KILLS = Number(process.env['AMBIT_KILLS'] ?? 20)
/** Each round has a store of its own, since every revision stays. */
const KILLS_A_ROUND = 20

test(
  'R1: an import that is killed loses nothing acknowledged and never mixes revisions',
  async () => {
    for (let done = 0; done < KILLS; done += KILLS_A_ROUND) {
      const kills = Math.min(KILLS_A_ROUND, KILLS - done)
      const seed = Math.floor(Math.random() * 2 ** 32)
      const { acknowledged, ...found } = await killImports({ url: await temporaryStoreUrl() }, kills, seed)
      expect(found, `seed ${seed}`).toEqual({ kills, mixed: [], lost: [] })
      expect(acknowledged.size, `seed ${seed}`).toBeGreaterThan(0)
    }
  },
  KILLS * 15_000,
)
