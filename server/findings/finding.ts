import type { WalkOptions } from '../analysis/walk-options.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import type { Severity } from './severity.ts'

/** What a rule may look at: the graph at one revision, how it is walked, and the time at which ages are judged. */
export interface FindingContext {
  readonly graph: PrivilegeGraph
  readonly asOf: number
  readonly walk: WalkOptions
}

/** One place where a rule fires. */
export interface Found {
  readonly subject: number
  /** What was seen here, in a sentence that holds the particulars. */
  readonly because: string
  /** The edges that show it; their evidence is told with the finding. */
  readonly edges: readonly number[]
  /** Steps of severity above the rule's own, for what makes this case worse. */
  readonly raisedBy?: number
  /** A node the way to which is told as the witness. */
  readonly witnessTo?: number
}

/** A rule is one frozen object in a file of its own: the words for analysts stand beside the check. */
export interface Finding {
  readonly id: string
  readonly says: string
  readonly fix: string
  /** OWASP NHI, OWASP Agentic, MAESTRO layer, ATT&CK and ATLAS ids; the mapping is Ambit's own. */
  readonly frameworks: readonly string[]
  /** The source without which nobody can tell, or undefined when the rule can be assessed. */
  readonly notAssessed: (context: FindingContext) => string | undefined
  readonly severity: (band: Severity, found: Found) => Severity
  /** Long rules yield `undefined` between nodes, so that whoever runs them may pause or stop there. */
  readonly find: (context: FindingContext) => Iterable<Found | undefined>
}

export const defineFinding = (finding: Finding): Finding => finding
