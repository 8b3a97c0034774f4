import type { Drawn, DrawnNode } from '../layout/expand.ts'
import { kindWord } from '../plain-text.ts'
import { select, selected } from '../state.ts'
import { KindMark, Name, TierMark } from './node-mark.tsx'
import { count, plainType } from './words.ts'

/** Shown + hidden = total, in the picture as in its twin. */
export function shareOf(view: Drawn, shown: 'drawn' | 'listed'): string {
  const beside = view.nodes.filter(({ isAround }) => isAround).length
  const sum = `${count(view.shown)} ${shown}, start included, + ${count(view.hidden)} in groups = ${count(view.total)}`
  return beside === 0 ? sum : `${sum}, and ${count(beside)} around`
}

/** The same view as the map, for reading, keyboards and screen readers. */
export function ReachTable({ view }: { view: Drawn }) {
  const nodes = view.nodes.toSorted(
    (a, b) => a.hop - b.hop || (a.tier ?? 9) - (b.tier ?? 9) || (a.name < b.name ? -1 : 1),
  )
  return (
    <div class="scroll tall">
      <table class="reach">
        <caption>{shareOf(view, 'listed')}</caption>
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
            <Row key={node.id} node={node} />
          ))}
          {view.groups.map((group) => (
            <tr key={group.id} class="group">
              <td class="number">{group.hop}</td>
              <th scope="row">
                <KindMark kind={group.childKind} /> {count(group.nodes)} more {kindWord(group.childKind, group.nodes)}
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

function Row({ node }: { node: DrawnNode }) {
  return (
    <tr data-node={node.id} aria-current={selected.value === node.id}>
      <td class="number">{node.isAround ? '–' : node.hop}</td>
      <th scope="row">
        <KindMark kind={node.kind} />
        <button type="button" class="link" title={node.id} onClick={() => select(node.id)}>
          <Name>{node.name}</Name>
        </button>
        <span class="quiet">{plainType(node.type)}</span>
      </th>
      <td>
        <TierMark tier={node.tier} because={node.tierBecause} />
      </td>
      <td>{node.isAround ? <span class="quiet">around</span> : heldOf(node)}</td>
    </tr>
  )
}

const heldOf = ({ capabilities }: DrawnNode) => (capabilities.includes('control') ? 'control' : capabilities.join(', '))
