import type { Drawn } from '../layout/expand.ts'
import { kindList, meansOf } from '../paint/shapes.ts'
import { KindMark } from './node-mark.tsx'

export function Legend({ view }: { view: Drawn }) {
  const present = new Set([...view.nodes.map(({ kind }) => kind), ...view.groups.map(({ childKind }) => childKind)])
  return (
    <ul class="legend" aria-label="Legend">
      {kindList
        .filter((kind) => present.has(kind))
        .map((kind) => (
          <li key={kind}>
            <KindMark kind={kind} /> {meansOf(kind)}
          </li>
        ))}
      <li>
        <span class="line told" /> the told way
      </li>
      <li>
        <span class="line guessed" /> inferred
      </li>
      <li>
        <span class="line maybe" /> conditional
      </li>
      {view.groups.length > 0 && (
        <li>
          <span class="ring" /> a group, counted
        </li>
      )}
      {view.nodes.some(({ isAround }) => isAround) && (
        <li>
          <span class="line beside" /> around
        </li>
      )}
    </ul>
  )
}
