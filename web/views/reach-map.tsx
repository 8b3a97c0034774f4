import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Hop, View } from '../../server/api/contract.ts'
import { columns } from '../layout/columns.ts'
import { Picture } from '../paint/picture.ts'
import { address, go, select, selected, toggleCut } from '../state.ts'
import { Legend } from './legend.tsx'
import { count } from './words.ts'

/** The reach from left to right by hop. Its twin for keyboards and screen readers is the table. */
export function ReachMap({ view, path, cut }: { view: View; path: readonly Hop[]; cut: readonly string[] }) {
  const element = useRef<SVGSVGElement>(null)
  const picture = useRef<Picture | undefined>(undefined)
  const scene = useMemo(() => columns(view), [view])

  useEffect(() => {
    picture.current = new Picture(element.current!, {
      onSelect: select,
      onEdge: toggleCut,
      onGroup: () => {
        const at = address.peek()
        if (at.screen === 'radius') go({ ...at, view: 'table' })
      },
    })
  }, [])
  useEffect(() => {
    picture.current?.draw(scene, {
      start: view.start,
      selected: selected.value,
      path: new Set(path.map(({ edge }) => edge)),
      cut: new Set(cut),
    })
    element.current?.setAttribute('data-drawn', String(scene.items.length))
  }, [scene, selected.value, path, cut])

  return (
    <div class="map">
      <svg ref={element} class="picture" aria-hidden="true" />
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
      <p class="quiet small counts">
        {count(view.shown)} drawn + {count(view.hidden)} in groups = {count(view.total)}
      </p>
      <Legend view={view} />
    </div>
  )
}
