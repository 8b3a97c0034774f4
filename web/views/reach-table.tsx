import type { View } from '../../server/api/contract.ts'
import { select, selected } from '../state.ts'
import { KindMark, TierMark } from './node-button.tsx'
import { count, plural } from './words.ts'

/** The same view as the map, for reading, keyboards and screen readers. */
export function ReachTable({ view }: { view: View }) {
  const nodes = view.nodes.toSorted(
    (a, b) => a.hop - b.hop || (a.tier ?? 9) - (b.tier ?? 9) || (a.name < b.name ? -1 : 1),
  )
  return (
    <div class="scroll tall">
      <table class="reach">
        <caption>
          {count(view.shown)} listed + {count(view.hidden)} in groups = {count(view.total)}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              Hops
            </th>
            <th scope="col">Node</th>
            <th scope="col">Tier</th>
            <th scope="col">Held</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <tr key={node.id} aria-current={selected.value === node.id}>
              <td class="number">{node.hop}</td>
              <th scope="row">
                <KindMark kind={node.kind} />
                <button type="button" class="link" onClick={() => select(node.id)}>
                  {node.name}
                </button>
                <span class="quiet">{node.type.replaceAll('_', ' ')}</span>
              </th>
              <td>
                <TierMark tier={node.tier} because={node.tierBecause} />
              </td>
              <td>{node.capabilities.includes('control') ? 'control' : node.capabilities.join(', ')}</td>
            </tr>
          ))}
          {view.groups.map((group) => (
            <tr key={group.id} class="group">
              <td class="number">{group.hop}</td>
              <th scope="row">
                <KindMark kind={group.childKind} />{' '}
                {plural(group.nodes, `more ${group.childKind.toLowerCase()}`, `more ${group.childKind.toLowerCase()}s`)}
                <span class="quiet">by {group.edgeKind}</span>
              </th>
              <td>
                <TierMark tier={group.tier} />
              </td>
              <td class="quiet">together {group.sum.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
