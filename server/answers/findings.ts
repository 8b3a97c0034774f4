import { scoreOf } from '../analysis/blast.ts'
import { kPaths } from '../analysis/paths.ts'
import type { RankedColumns } from '../analysis/rank/columns.ts'
import { worth } from '../analysis/worth.ts'
import type { Findings } from '../api/contract.ts'
import { AppError } from '../errors.ts'
import type { Finding, Found } from '../findings/finding.ts'
import { findings as rules } from '../findings/index.ts'
import { bandOf, severities } from '../findings/severity.ts'
import { edgeIdOf } from '../graph/edge-lookup.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { type AnswerContext, type AnswerOptions, type Asked, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { edgesSaid } from './evidence.ts'
import { hopsNote, toldWithin } from './hops.ts'
import { limitsOf } from './limits.ts'
import { nodeRef } from './node-ref.ts'
import { ownersOf } from './owners.ts'
import { tellFound } from './paths.ts'
import { Turns } from './turns.ts'

export interface FindingsOptions extends AnswerOptions {
  readonly rule?: string | undefined
  /** How many are listed, the severest first; the counts are exact all the same. All by default. */
  readonly limit?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Everyone's scores at that instant with gates counted, where they are known; else each is searched for. */
  readonly ranked?: RankedColumns | undefined
}

interface Fired {
  readonly rule: Finding
  readonly found: Found
  readonly severity: (typeof severities)[number]
  readonly score: number
  readonly sum: number
}

/** What is wrong, the severest first, with what shows it and what mends it; what could not be assessed is said. */
export async function findings(context: AnswerContext, options: FindingsOptions = {}): Promise<Findings> {
  const { graph } = context
  const question = asked(context, options)
  const wanted = rules.filter(({ id }) => options.rule === undefined || id === options.rule)
  if (wanted.length === 0)
    throw new AppError(
      'bad_argument',
      `There is no rule ${options.rule}; there are ${rules.map(({ id }) => id).join(', ')}.`,
    )
  const sumAt = sums(graph, question, options.ranked)
  const judged = { graph, asOf: question.asOf.getTime(), walk: question.walk }
  const fired: Fired[] = []
  const turns = new Turns()
  const notAssessed: Findings['notAssessed'] = []
  for (const rule of wanted) {
    const missing = rule.notAssessed(judged)
    if (missing !== undefined) {
      notAssessed.push({ rule: rule.id, missing })
      continue
    }
    for (const found of rule.find(judged)) {
      await turns.next(options.signal)
      if (!found) continue
      const sum = sumAt(found.subject)
      const score = scoreOf(sum)
      fired.push({ rule, found, score, sum, severity: rule.severity(bandOf(score), found) })
    }
  }
  fired.sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      b.sum - a.sum ||
      a.found.subject - b.found.subject,
  )
  const listed = fired.slice(0, options.limit ?? fired.length)
  const { told, witnesses, short } = await tell(context, listed, question.walk)
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    total: fired.length,
    bySeverity: Object.fromEntries(
      severities.map((it) => [it, fired.filter(({ severity }) => severity === it).length]),
    ),
    findings: told,
    notAssessed,
    limits: limitsOf(context, question, [], { notes: short ? [hopsNote(witnesses)] : [] }),
    truncated: listed.length < fired.length,
    coverage: coverageOf(
      graph,
      listed.map(({ found }) => found.subject),
    ),
  }
}

async function tell(
  context: AnswerContext,
  listed: readonly Fired[],
  walk: Parameters<typeof kPaths>[3],
): Promise<{ told: Findings['findings']; witnesses: number; short: boolean }> {
  const { graph } = context
  const said = await edgesSaid(
    context,
    listed.flatMap(({ found }) => found.edges.map((edge) => edgeIdOf(graph, edge))),
  )
  const witnessed = listed.filter(({ found }) => found.witnessTo !== undefined)
  const paths = toldWithin(
    witnessed.values().map(({ found: { subject, witnessTo } }) => kPaths(graph, [subject], [witnessTo!], walk)[0]!),
  )
  const hops = new Map((await tellFound(context, paths)).map((path, i) => [witnessed[i]!, path.path]))
  const told = listed.map((one) => {
    const { rule, found, severity, score, sum } = one
    return {
      rule: rule.id,
      severity,
      subject: nodeRef(graph.nodes, found.subject),
      owner: ownersOf(graph, found.subject)[0]?.name ?? null,
      says: rule.says,
      because: found.because,
      fix: rule.fix,
      frameworks: [...rule.frameworks],
      blast: { score, sum },
      evidence: found.edges.flatMap((edge) => said.get(edgeIdOf(graph, edge))?.evidence ?? []),
      witness: hops.get(one) ?? [],
    }
  })
  return { told, witnesses: paths.length, short: paths.length < witnessed.length }
}

/** What losing a node could cost, in the granted total: out of the ranking, or by a search of its own. */
function sums(graph: PrivilegeGraph, { walk, gates }: Asked, ranked: RankedColumns | undefined) {
  const rows = new Map(gates === 'count' ? ranked?.node.entries().map(([row, node]) => [node, row]) : [])
  return (node: number): number => {
    const row = rows.get(node)
    return row === undefined ? worth(graph, node, walk).sum : ranked!.sum[row]!
  }
}
