import type { CoverageNote, Evidence, Hop, Limits, NodeRef } from '../api/contract.ts'
import { clean, type Terminal } from './terminal.ts'

/** How answers are worded for a terminal, in one place. */
export const score = (value: number): string => value.toFixed(value > 99 && value < 100 ? 2 : 1)
export const plural = (count: number, thing: string, things = `${thing}s`): string =>
  `${count} ${count === 1 ? thing : things}`

export const nodeLine = ({ name, kind, type, id }: Pick<NodeRef, 'name' | 'kind' | 'type' | 'id'>): string =>
  name === id ? `${clean(id)} (${kind}, ${clean(type)})` : `${clean(name)} (${kind}, ${clean(type)}) ${clean(id)}`

export const tierLine = (tier: number | null, because: string | null): string =>
  tier === null ? 'no tier' : `tier ${tier}${because === null ? '' : `: ${because}`}`

const place = ({ file, pointer }: Evidence): string => clean(`${file} ${pointer}`)

const HOPS_SHOWN = 20

/** A path as sentences, each with the first place that shows it. */
export async function tellPath(terminal: Terminal, path: readonly Hop[], indent = '     '): Promise<void> {
  for (const { says, evidence, stale } of path.slice(0, HOPS_SHOWN)) {
    const [first] = evidence
    const more = evidence.length > 1 ? ` and ${evidence.length - 1} more` : ''
    const shown = first === undefined ? 'no evidence is stored' : `${place(first)}${more}`
    await terminal.print(`${indent}${clean(says)} ${terminal.styled('dim', `[${shown}${stale ? ', stale' : ''}]`)}`)
  }
  if (path.length > HOPS_SHOWN) {
    await terminal.print(`${indent}and ${plural(path.length - HOPS_SHOWN, 'more hop')}; --json gives them all`)
  }
}

/** What was not seen, and what would tell it. */
export const gapLine = ({ missing, settledBy }: { readonly missing: string; readonly settledBy?: string | null }) =>
  clean(`${missing}${settledBy ? ` (told by: ${settledBy})` : ''}`)

/** What limits and gaps the answer above was given under. */
export async function tellLimits(terminal: Terminal, limits: Limits, coverage: readonly CoverageNote[]): Promise<void> {
  for (const note of limits.notes) await terminal.print(clean(note))
  if (coverage.length === 0) return
  await terminal.print('')
  await terminal.print(terminal.styled('bold', 'Not seen, so more may be reachable or less'))
  const byGap = Map.groupBy(coverage, gapLine)
  for (const [gap, notes] of byGap) {
    await terminal.print(`  ${gap} ${terminal.styled('dim', clean(`[${notes.map(({ scope }) => scope).join(', ')}]`))}`)
  }
}

/** Said with every answer out of a store that holds the sample estate. */
export function tellDemo(terminal: Terminal, scopes: readonly { readonly scope: string }[]): void {
  if (!scopes.some(({ scope }) => scope.startsWith('demo:'))) return
  terminal.note('This store holds the demo estate: an invented company. `ambit demo --remove` takes it out.')
}

/** Rows under a heading, each column as wide as its widest cell; the last one runs free. */
export async function tellTable(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]!.length)))
  const right = (cell: string) => /^[\d.]+$/.test(cell)
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) =>
        i === row.length - 1 ? cell : right(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!),
      )
      .join('  ')
  await terminal.print(terminal.styled('bold', line(head)))
  for (const row of rows) await terminal.print(line(row))
}
