import { cpus, totalmem } from 'node:os'
import { ratios, times } from './compare.ts'
import type { CoreResult } from './core.ts'
import type { Measured } from './yardstick.ts'

// The README's table of the analysis core, written by `npm run bench -- --readme`.

const marked = /(<!-- measured:core -->\n)[\s\S]*?(<!-- \/measured -->)/

export interface MeasuredEstate extends CoreResult {
  readonly says: string
}

/** The document with what was measured between its markers. */
export function fillInMeasured(text: string, measured: string): string {
  if (!marked.test(text)) throw new Error('There is no place marked <!-- measured:core -->.')
  return text.replace(marked, (_, open: string, close: string) => `${open}${measured}\n${close}`)
}

export function performanceTable(estates: readonly MeasuredEstate[], on: Date): string {
  const head = ['estate', 'mode', 'load', 'radius', 'everyone ranked', 'path', 'ten paths', 'minimum cut']
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(on)
  return [
    `On ${date}, ${cpus().length} cores and ${Math.round(totalmem() / 2 ** 30)} GiB:`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...estates.flatMap((it) => [row(plainRow(it)), row(fullRow(it))]),
  ].join('\n')
}

function plainRow({ says, plain, limit }: MeasuredEstate): string[] {
  const { nodes, checksum } = plain.get('J5')!
  const count = (it: unknown) => Number(it).toLocaleString('en-GB')
  const cell = (job: string) => {
    const [ours, theirs] = [plain.get(job)!, limit?.get(job)]
    if (!theirs) return told(ours)
    const { p50, p99 } = ratios(ours, theirs, times)
    return `${told(ours)} (×${rounded(p50!)} / ×${rounded(p99!)})`
  }
  const once = (job: string, other: string, measure: string) => {
    const [ours, theirs] = [plain.get(job)!, limit?.get(other)]
    return theirs ? `${seconds(ours)} (×${rounded(Number(ours['s']) / Number(theirs[measure]))})` : seconds(ours)
  }
  return [
    `${says}: ${count(nodes)} nodes, ${count(checksum)} edges`,
    'plain',
    `${once('J5', 'J5', 'load_s')}; string ids ${once('J5named', 'J5', 'load_s')}`,
    cell('J1'),
    once('J2', 'J2hub', 's'),
    cell('J3'),
    cell('J3y'),
    cell('J4'),
  ]
}

const fullRow = ({ full }: MeasuredEstate): string[] => {
  const [load, radius, ranking, path, several, cut] = ['J5', 'J1', 'J2', 'J3', 'J3y', 'J4'].map((it) => full.get(it)!)
  return ['', 'full', seconds(load!), told(radius!), seconds(ranking!), told(path!), told(several!), told(cut!)]
}

/** Half of the questions, and 99 of 100, took no longer. */
const told = ({ p50_ms, p99_ms }: Measured) => `${rounded(Number(p50_ms))} / ${rounded(Number(p99_ms))} ms`
const seconds = ({ s }: Measured) => `${rounded(Number(s))} s`
const rounded = (it: number): string => (it >= 100 ? it.toFixed(0) : String(Number(it.toPrecision(2))))
