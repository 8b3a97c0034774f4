import { blast } from '../analysis/blast.ts'
import { kPaths } from '../analysis/paths.ts'
import type { Findings } from '../api/contract.ts'
import { AppError } from '../errors.ts'
import type { Finding, Found } from '../findings/finding.ts'
import { findings as rules } from '../findings/index.ts'
import { bandOf, severities } from '../findings/severity.ts'
import { edgeIdOf } from '../graph/edge-lookup.ts'
import { type AnswerContext, type AnswerOptions, asked } from './context.ts'
import { coverageOf } from './coverage.ts'
import { edgesSaid } from './evidence.ts'
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
  const blastOf = lastRemembered((node: number) => blast(graph, [node], question.walk))
  const judged = { graph, asOf: question.asOf.getTime(), blastOf }
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
      const { score, sum } = blastOf(found.subject)
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
  return {
    revision: graph.revision,
    scoreTable: graph.scoreTable,
    total: fired.length,
    bySeverity: Object.fromEntries(
      severities.map((it) => [it, fired.filter(({ severity }) => severity === it).length]),
    ),
    findings: await tell(context, listed, question.walk),
    notAssessed,
    limits: limitsOf(context, question, []),
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
): Promise<Findings['findings']> {
  const { graph } = context
  const said = await edgesSaid(
    context,
    listed.flatMap(({ found }) => found.edges.map((edge) => edgeIdOf(graph, edge))),
  )
  const witnesses = listed.map(({ found: { subject, witnessTo } }) =>
    witnessTo === undefined ? undefined : kPaths(graph, [subject], [witnessTo], walk)[0],
  )
  const told = await tellFound(
    context,
    witnesses.filter((path) => path !== undefined),
  )
  const next = told.values()
  return listed.map(({ rule, found, severity, score, sum }, i) => ({
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
    witness: witnesses[i] === undefined ? [] : next.next().value!.path,
  }))
}

/** The score of a node is asked by the rule that found it and by the severity that follows: once is enough. */
function lastRemembered<T>(compute: (node: number) => T): (node: number) => T {
  let last: { node: number; value: T } | undefined
  return (node) => {
    if (last?.node !== node) last = { node, value: compute(node) }
    return last.value
  }
}
