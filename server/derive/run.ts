import { type CoverageGap, DERIVED_PREFIX, type EdgeFact, type NodeFact } from '../model/facts.ts'
import type { ScopeChange, ScopeInfo, Writer } from '../store/store.ts'
import type { Derivation } from './derivation.ts'
import { contentHashOf, DerivedFacts } from './derived-facts.ts'
import { GivenFacts } from './given-facts.ts'
import { derivations } from './index.ts'
import { RESOLVE_SCOPE, resolve } from './resolve.ts'

export interface Derived {
  /** Facts that hold after it, whether new or not. */
  readonly facts: number
  /** Of the scopes that were written anew. */
  readonly changes: readonly ScopeChange[]
  readonly gaps: readonly CoverageGap[]
}

interface DerivedScope {
  readonly scope: string
  readonly version: number
  readonly nodes: readonly NodeFact[]
  readonly edges: readonly EdgeFact[]
  readonly gaps: readonly CoverageGap[]
}

/** Raised when the resolve step would unite otherwise, or a derived edge would rest otherwise on its facts. */
const resolveVersion = 5

/** Changes whenever any rule does, so that an import of known files still derives anew. */
export const ruleVersions = (rules: readonly Derivation[] = derivations): string =>
  [`resolve ${resolveVersion}`, ...rules.map(({ id, version }) => `${id} ${version}`)].join(', ')

/**
 * Draws the conclusions from what is staged, into scopes of their own in the same writer, so that facts and what
 * follows from them become true in one flip.
 */
export async function deriveAll(
  writer: Writer,
  asOf: string,
  rules: readonly Derivation[] = derivations,
): Promise<Derived> {
  const snapshot = await writer.snapshot()
  const infos = await snapshot.scopes()
  const stated = infos.filter(({ scope }) => !scope.startsWith(DERIVED_PREFIX))
  const scopes = stated.map(({ scope }) => scope)
  const collectedAt = stated.reduce((newest, it) => (it.collectedAt > newest ? it.collectedAt : newest), '')
  const scopesWriter = new DerivedScopes(writer, infos, collectedAt === '' ? asOf : collectedAt)

  const resolved = await resolve(snapshot, scopes)
  await scopesWriter.write({
    scope: RESOLVE_SCOPE,
    version: resolveVersion,
    nodes: [],
    edges: resolved.facts,
    gaps: resolved.gaps,
  })
  const facts = new GivenFacts(snapshot, scopes, resolved)
  for (const rule of rules) {
    const scope = DERIVED_PREFIX + rule.id
    const given = await facts.of(rule, asOf)
    if (!given) continue
    const derived = new DerivedFacts(rule, scope)
    rule.derive(given, derived.emit)
    const { nodes, edges, gaps } = derived
    facts.add(nodes, edges)
    await scopesWriter.write({ scope, version: rule.version, nodes, edges, gaps })
  }
  await scopesWriter.dropRest()
  return scopesWriter.result
}

/** Writes what differs from the scopes of before, and ends those that nothing is derived for any more. */
class DerivedScopes {
  readonly #writer: Writer
  readonly #before: Map<string, ScopeInfo>
  readonly #collectedAt: string
  readonly #changes: ScopeChange[] = []
  readonly #gaps: CoverageGap[] = []
  #facts = 0

  constructor(writer: Writer, infos: readonly ScopeInfo[], collectedAt: string) {
    this.#writer = writer
    const derived = infos.filter(({ scope }) => scope.startsWith(DERIVED_PREFIX))
    this.#before = new Map(derived.map((info) => [info.scope, info]))
    this.#collectedAt = collectedAt
  }

  get result(): Derived {
    return { facts: this.#facts, changes: this.#changes, gaps: this.#gaps }
  }

  async write({ scope, version, nodes, edges, gaps }: DerivedScope): Promise<void> {
    if (nodes.length + edges.length + gaps.length === 0) return
    this.#facts += nodes.length + edges.length
    this.#gaps.push(...gaps)
    const before = this.#before.get(scope)
    this.#before.delete(scope)
    const contentHash = contentHashOf(nodes, edges)
    const isSame = before?.contentHash === contentHash && before.importerVersion === version
    if (isSame && JSON.stringify(before.coverage) === JSON.stringify(gaps)) return
    await this.#writer.put(scope, { nodes, edges })
    this.#changes.push(
      await this.#writer.seal({
        scope,
        source: 'derived',
        importerVersion: version,
        complete: true,
        coverage: gaps,
        collectedAt: this.#collectedAt,
        contentHash,
      }),
    )
  }

  async dropRest(): Promise<void> {
    for (const scope of this.#before.keys()) this.#changes.push(await this.#writer.drop(scope))
  }
}
