import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { askCut } from './jobs/cuts.ts'
import { load } from './jobs/load.ts'
import { askNaively, walkFromEveryone } from './jobs/naive.ts'
import { type Mode, openEstate } from './jobs/open-estate.ts'
import { askPath, askSeveralPaths } from './jobs/paths.ts'
import { askRadius } from './jobs/radius.ts'
import { rankEveryone } from './jobs/ranking.ts'

// One job on a folder of CSV files in a process of its own, so that its memory is its own:
// node test/bench/core-job.ts [--mode plain|full] [--verify] J1|J1naive|J2|J2naive|J3|J3y|J4|J5 FOLDER

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mode: { type: 'string', default: 'plain' }, verify: { type: 'boolean', default: false } },
})
const mode = values.mode as Mode
const [job, folder] = positionals as [string, string]
const onEstate: Record<string, (estate: Awaited<ReturnType<typeof openEstate>>) => object> = {
  J1: askRadius,
  J2: (estate) => rankEveryone(estate, values.verify),
  J2naive: walkFromEveryone,
  J3: askPath,
  J3y: askSeveralPaths,
  J4: askCut,
  J5: load,
}
const measures = job === 'J1naive' ? askNaively(folder) : onEstate[job]!(await openEstate(folder, mode))
const rss_mb = Math.round(process.memoryUsage.rss() / 2 ** 20)
const peak_mb = Math.round(process.resourceUsage().maxRSS / 1024)
console.log(JSON.stringify({ job, mode, size: basename(folder), ...measures, rss_mb, peak_mb }))
