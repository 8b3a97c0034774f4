import { AppError } from '../errors.ts'
import type { EdgeFact, NodeFact } from '../model/facts.ts'
import type { Facts } from '../store/store.ts'
import { limits } from './limits.ts'

export type PutFacts = (scope: string, facts: Facts) => Promise<void>

interface Chunk {
  nodes: NodeFact[]
  edges: EdgeFact[]
}

/** Gathers facts by scope and hands them on in chunks, so that an import of any size holds a few of them only. */
export class FactBuffer {
  readonly #put: PutFacts
  readonly #chunks = new Map<string, Chunk>()
  readonly #full = new Set<string>()
  #nodes = 0
  #edges = 0

  constructor(put: PutFacts) {
    this.#put = put
  }

  get scopes(): readonly string[] {
    return [...this.#chunks.keys()]
  }

  get counts(): { readonly nodes: number; readonly edges: number } {
    return { nodes: this.#nodes, edges: this.#edges }
  }

  /** A scope of which nothing is said any more. */
  open(scope: string): void {
    this.#chunkOf(scope)
  }

  node(scope: string, fact: NodeFact): void {
    this.#chunkOf(scope).nodes.push(fact)
    this.#nodes++
  }

  edge(scope: string, fact: EdgeFact): void {
    this.#chunkOf(scope).edges.push(fact)
    this.#edges++
  }

  async flushFull(): Promise<void> {
    for (const scope of this.#full) await this.#flush(scope)
    this.#full.clear()
  }

  async flushAll(): Promise<void> {
    for (const scope of this.#chunks.keys()) await this.#flush(scope)
    this.#full.clear()
  }

  #chunkOf(scope: string): Chunk {
    let chunk = this.#chunks.get(scope)
    if (!chunk) {
      if (this.#chunks.size >= limits.scopes) {
        throw new AppError('limit_exceeded', `One import may write ${limits.scopes} scopes; this one names more.`)
      }
      chunk = { nodes: [], edges: [] }
      this.#chunks.set(scope, chunk)
    }
    if (chunk.nodes.length + chunk.edges.length >= limits.chunk) this.#full.add(scope)
    return chunk
  }

  async #flush(scope: string): Promise<void> {
    const chunk = this.#chunks.get(scope)!
    if (chunk.nodes.length === 0 && chunk.edges.length === 0) return
    this.#chunks.set(scope, { nodes: [], edges: [] })
    await this.#put(scope, chunk)
  }
}
