import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Hop } from '../../server/api/contract.ts'
import { columns } from '../layout/columns.ts'
import type { Drawn } from '../layout/expand.ts'
import { Picture } from '../paint/picture.ts'
import { picked, select, selected, show } from '../state.ts'
import { Legend } from './legend.tsx'
import { Says } from './node-mark.tsx'
import { CutButton } from './path.tsx'
import { shareOf } from './reach-table.tsx'

/** The reach from left to right by hop. Its twin for keyboards and screen readers is the table. */
export function ReachMap({ view, path, cut }: { view: Drawn; path: readonly Hop[]; cut: readonly string[] }) {
  const element = useRef<SVGSVGElement>(null)
  const picture = useRef<Picture | undefined>(undefined)
  const scene = useMemo(() => columns(view), [view])
  const edge = view.edges.find(({ id }) => id === picked.value)

  useEffect(() => {
    picture.current = new Picture(element.current!, {
      onSelect: select,
      onEdge: (id) => {
        picked.value = id
      },
      onGroup: () => show('table'),
    })
  }, [])
  useEffect(() => {
    picture.current?.draw(scene, {
      start: view.start,
      selected: selected.value,
      picked: picked.value,
      path: new Set(path.map((hop) => hop.edge)),
      cut: new Set(cut),
    })
    element.current?.setAttribute('data-drawn', String(scene.items.length))
  }, [scene, selected.value, picked.value, path, cut])

  return (
    <div class="map">
      <div class="map-head">
        <p class="quiet small counts">{shareOf(view, 'drawn')}</p>
        <div class="zoom" role="group" aria-label="Zoom">
          <button type="button" aria-label="Zoom in" onClick={() => picture.current?.zoomBy(1.3)}>
            +
          </button>
          <button type="button" aria-label="Zoom out" onClick={() => picture.current?.zoomBy(1 / 1.3)}>
            −
          </button>
          <button type="button" onClick={() => picture.current?.fit()}>
            Fit
          </button>
        </div>
      </div>
      <svg ref={element} class="picture" aria-hidden="true" />
      <div class="picked" role="status">
        {edge && (
          <>
            <p class="says">
              <Says>{edge.says}</Says> <code class="quiet">{edge.kind}</code>
            </p>
            <CutButton what={edge.id} isCut={cut.includes(edge.id)} says={edge.says} />
          </>
        )}
      </div>
      <Legend view={view} />
    </div>
  )
}
