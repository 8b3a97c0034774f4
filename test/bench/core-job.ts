import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { askCut } from './jobs/cuts.ts'
import { load, loadNamed } from './jobs/load.ts'
import { askNaively, walkEdges, walkFromEveryone } from './jobs/naive.ts'
import { type Mode, type OpenEstate, openEstate } from './jobs/open-estate.ts'
import { askPath, askSeveralPaths } from './jobs/paths.ts'
import { askRadius } from './jobs/radius.ts'
import { rankEveryone } from './jobs/ranking.ts'

// Jobs on an estate in a process of their own, so that their memory is their own, a line each. The estate is a folder of
// CSV files, or made on the spot: node test/bench/core-job.ts [--mode plain|full] [--verify] J5,J1,J3 FOLDER|SHAPE:SIZE

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { mode: { type: 'string', default: 'plain' }, verify: { type: 'boolean', default: false } },
})
const mode = values.mode as Mode
const [asked, place] = positionals as [string, string]
const onEstate: Record<string, (estate: OpenEstate) => object | Promise<object>> = {
  J1: askRadius,
  J1edges: walkEdges,
  J2: (estate) => rankEveryone(estate, values.verify),
  J2naive: walkFromEveryone,
  J3: askPath,
  J3y: askSeveralPaths,
  J4: askCut,
  J5: load,
}
const onFiles: Record<string, (folder: string) => object> = { J1naive: askNaively, J5named: loadNamed }
if (onFiles[asked]) print(asked, onFiles[asked](place))
else {
  const estate = await openEstate(place, mode)
  for (const job of asked.split(',')) print(job, await onEstate[job]!(estate))
}

function print(job: string, measures: object): void {
  const rss_mb = Math.round(process.memoryUsage.rss() / 2 ** 20)
  const peak_mb = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(JSON.stringify({ job, mode, size: basename(place), ...measures, rss_mb, peak_mb }))
}
