import type { View } from '../../server/api/contract.ts'
import { kindList, meansOf } from '../paint/shapes.ts'
import { KindMark } from './node-button.tsx'

export function Legend({ view }: { view: View }) {
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
    </ul>
  )
}
