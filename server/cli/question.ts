import type { ParseArgsOptionsConfig } from 'node:util'
import type { AnswerOptions } from '../answers/context.ts'
import { AppError } from '../errors.ts'
import { oneNode } from '../graph/find-node.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Given } from './command.ts'

/** Understood by every command that asks the graph. */
export const questionOptions = {
  revision: { type: 'string' },
  'as-of': { type: 'string' },
  gates: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig

export const questionUsage = '[--as-of <time>] [--gates count|open|hold] [--revision <n>]'

export function questionOf(given: Given): AnswerOptions {
  const asOf = given.text('as-of')
  const gates = given.text('gates')
  if (asOf !== undefined && Number.isNaN(Date.parse(asOf))) {
    throw new AppError('bad_argument', `--as-of: an ISO 8601 time is due, not “${asOf}”`)
  }
  if (gates !== undefined && gates !== 'count' && gates !== 'open' && gates !== 'hold') {
    throw new AppError('bad_argument', `--gates: count, open or hold is due, not “${gates}”`)
  }
  return { asOf: asOf === undefined ? undefined : new Date(asOf), gates }
}

/** Each text as the one node that it names, and no node twice. */
export const nodesNamed = (graph: PrivilegeGraph, texts: readonly string[]): number[] => [
  ...new Set(texts.map((text) => oneNode(graph, text))),
]

/** The one of the choices that a flag names, else the first of them. */
export function choice<const T extends string>(given: Given, flag: string, choices: readonly [T, ...T[]]): T {
  const text = given.text(flag)
  const found = choices.find((it) => it === text)
  if (text === undefined || found !== undefined) return found ?? choices[0]
  throw new AppError('bad_argument', `--${flag}: ${choices.join(' or ')} is due, not “${text}”`)
}
