import type { Neighbours } from '../../server/api/contract.ts'
import type { RadiusAddress } from '../address.ts'
import { around, select, toggleOpen } from '../state.ts'
import { KindMark, Says } from './node-mark.tsx'
import { ProblemNote } from './problem.tsx'
import { count, plural } from './words.ts'

/** What lies next to the node in hand, whether an attacker gets there or not: each edge a sentence, each end a way on. */
export function Around({ at }: { at: RadiusAddress }) {
  const { value, problem } = around.value
  if (problem) return <ProblemNote problem={problem} />
  if (!value) return null
  const isOpen = at.open.includes(value.node.id)
  const edges = value.edges.filter(({ from, to }) => from === value.node.id || to === value.node.id)
  const others = value.total - 1
  return (
    <section class="around" aria-label="Around it">
      <h3>Around it</h3>
      {others === 0 && <p class="quiet">No edge leads to it or from it.</p>}
      {others > 0 && (
        <button type="button" class="toggle" aria-pressed={isOpen} onClick={() => toggleOpen(value.node.id)}>
          {isOpen ? 'Take them out of the picture' : `Draw its ${plural(others, 'neighbour')} too`}
        </button>
      )}
      <ul class="edges">
        {edges.map((edge) => (
          <li key={edge.id}>
            <Neighbour edge={edge} value={value} />
          </li>
        ))}
      </ul>
      {value.truncated && (
        <p class="quiet">
          {count(value.shown - 1)} of {count(others)} listed.
        </p>
      )}
    </section>
  )
}

function Neighbour({ edge, value }: { edge: Neighbours['edges'][number]; value: Neighbours }) {
  const id = edge.from === value.node.id ? edge.to : edge.from
  const other = value.nodes.find((node) => node.id === id)
  if (!other || id === value.node.id) return <Says>{edge.says}</Says>
  return (
    <button type="button" class="link" title={other.id} onClick={() => select(id)}>
      <KindMark kind={other.kind} />
      <Says>{edge.says}</Says>
    </button>
  )
}
