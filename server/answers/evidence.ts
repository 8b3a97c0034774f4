import type { Evidence } from '../api/contract.ts'
import type { EdgeClaim, EdgeFact, EvidenceRef, SourceFile } from '../model/facts.ts'
import type { AnswerContext } from './context.ts'

export interface EdgeSaid {
  readonly claim: EdgeClaim
  readonly evidence: readonly Evidence[]
}

/** What the store says of some edges, by id: their claims and the places in the files that show them. */
export async function edgesSaid({ snapshot }: AnswerContext, ids: readonly string[]): Promise<Map<string, EdgeSaid>> {
  const found = new Map<string, { claim: EdgeClaim; refs: EvidenceRef[] }>()
  if (ids.length === 0) return new Map()
  const facts: EdgeFact[] = []
  for await (const chunk of snapshot.edges({ ids: [...new Set(ids)] })) for (const fact of chunk) facts.push(fact)
  // By scope, so that the order of imports decides neither whose words are told nor which place comes first.
  for (const { id, edge, evidence } of facts.sort((a, b) => (a.scope < b.scope ? -1 : a.scope > b.scope ? 1 : 0))) {
    const said = found.get(id)
    if (said) said.refs.push(...evidence)
    else found.set(id, { claim: edge, refs: [...evidence] })
  }
  const files = await filesOf(
    { snapshot },
    [...found.values()].flatMap(({ refs }) => refs),
  )
  return new Map([...found].map(([id, { claim, refs }]) => [id, { claim, evidence: shown(refs, files) }]))
}

export async function filesOf(
  { snapshot }: Pick<AnswerContext, 'snapshot'>,
  refs: readonly EvidenceRef[],
): Promise<Map<string, SourceFile>> {
  const files = await snapshot.files([...new Set(refs.map(({ file }) => file))])
  return new Map(files.map((file) => [file.id, file]))
}

/** References turned into places a person can open; each place once. */
export function shown(refs: readonly EvidenceRef[], files: ReadonlyMap<string, SourceFile>): Evidence[] {
  const places = new Map<string, Evidence>()
  for (const { file, pointer } of refs) {
    const source = files.get(file)
    if (!source) continue
    const { name, sha256, collectedAt } = source
    places.set(`${file} ${pointer}`, { source: source.source, file: name, sha256, pointer, collectedAt })
  }
  return [...places.values()]
}
