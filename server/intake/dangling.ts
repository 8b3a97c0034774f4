import { AppError } from '../errors.ts'
import type { Writer } from '../store/store.ts'

const listed = 20

/** Leaving such an edge out would make a blast radius smaller than it is. */
export async function refuseDangling(writer: Writer): Promise<void> {
  const { total, edges } = await writer.dangling(listed)
  if (total === 0) return
  const ids = edges.flatMap(({ evidence }) => evidence.map(({ file }) => file))
  const names = new Map((await (await writer.snapshot()).files(ids)).map(({ id, name }) => [id, name]))
  const found = edges.map(({ edge: { kind, from, to }, evidence: [at] }) => ({
    kind,
    from,
    to,
    file: at && names.get(at.file),
    pointer: at?.pointer,
  }))
  const [first] = found
  const more = total > 1 ? `, and ${total - 1} more like it` : ''
  const message = `${first?.file}: ${first?.pointer}: this ${first?.kind} edge ends at a node that no file states${more}. Nothing was imported: add the node, or leave the edge out.`
  throw new AppError('dangling_edge', message, { details: { total, edges: found } })
}
