import { linkHorizontal, type Selection, select, type ZoomBehavior, zoom, zoomIdentity } from 'd3'
import { type PlacedItem, type PlacedLink, ROW_HEIGHT, type Scene } from '../layout/columns.ts'
import { plainText } from '../plain-text.ts'
import { glyphOf, outlineOf } from './shapes.ts'

export interface Look {
  readonly start: string
  readonly selected: string | undefined
  /** The edge that is explained beside the picture. */
  readonly picked: string | undefined
  /** Edges of the told path. */
  readonly path: ReadonlySet<string>
  /** Edges and nodes switched off. */
  readonly cut: ReadonlySet<string>
}

export interface Handlers {
  readonly onSelect: (node: string) => void
  readonly onGroup: (group: string) => void
  readonly onEdge: (edge: string) => void
}

const BOW = 45
const LOWEST = 190
const TALLEST = 560
/** An edge leaves behind the label instead of striking it through. */
const endOf = ({ x, width }: PlacedItem) => x + width + 4
const curve = linkHorizontal<unknown, [number, number]>()

/** An edge within a column, or back to an earlier one, bows to the right instead of hiding behind the nodes. */
function route({ from, to }: PlacedLink): string {
  const start: [number, number] = [endOf(from), from.y]
  if (to.x > from.x) return curve({ source: start, target: [Math.max(to.x - 12, start[0]), to.y] }) ?? ''
  const end = endOf(to)
  const bow = Math.max(start[0], end) + BOW
  return `M${start}C${bow},${from.y} ${bow},${to.y} ${end},${to.y}`
}

/** Draws a finished scene into an svg element and lets it be panned and zoomed. Names are text, never markup. */
export class Picture {
  readonly #svg: Selection<SVGSVGElement, unknown, null, undefined>
  readonly #world: Selection<SVGGElement, unknown, null, undefined>
  readonly #zoom: ZoomBehavior<SVGSVGElement, unknown>
  readonly #handlers: Handlers
  #scene: Scene | undefined

  constructor(element: SVGSVGElement, handlers: Handlers) {
    this.#handlers = handlers
    this.#svg = select(element)
    this.#svg.selectAll('g.world').remove()
    this.#world = this.#svg.append('g').attr('class', 'world')
    for (const layer of ['columns', 'links', 'items']) this.#world.append('g').attr('class', layer)
    this.#zoom = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.1, 4])
      .on('zoom', ({ transform }) => this.#world.attr('transform', String(transform)))
    this.#svg.call(this.#zoom).on('dblclick.zoom', null)
  }

  draw(scene: Scene, look: Look): void {
    const isNew = scene !== this.#scene
    this.#scene = scene
    // A picture of a few nodes needs no tall frame.
    this.#svg.attr('height', Math.min(TALLEST, Math.max(LOWEST, Math.round(scene.height * 1.1) + 90)))
    if (isNew) this.#place(scene)
    this.#style(look)
    if (isNew) this.fit()
  }

  fit(): void {
    const { width, height } = this.#svg.node()!.getBoundingClientRect()
    const scene = this.#scene
    if (!scene || width === 0) return
    const scale = Math.min(1.15, width / (scene.width + 60), height / (scene.height + 110))
    const k = Math.max(scale, width < 450 ? 0.85 : 0.55)
    const x = Math.max(24, (width - scene.width * k) / 2)
    this.#svg.call(this.#zoom.transform, zoomIdentity.translate(x, height / 2 + 14 * k).scale(k))
  }

  zoomBy(factor: number): void {
    this.#svg.call(this.#zoom.scaleBy, factor)
  }

  #place({ items, links, columns, height }: Scene): void {
    const top = -height / 2 - 26
    const heads = this.#world.select('g.columns').selectAll('text').data(columns)
    heads
      .join('text')
      .attr('x', ({ x }) => x - 12)
      .attr('y', top)
      .text(({ hop }) => (hop === 0 ? 'start' : hop === 1 ? '1 hop' : `${hop} hops`))
    this.#world
      .select('g.links')
      .selectAll<SVGPathElement, PlacedLink>('path')
      .data(links, ({ id }) => id)
      .join('path')
      .attr('d', route)
      .on('click', (_event, { edge, to }) => (edge ? this.#handlers.onEdge(edge.id) : this.#handlers.onGroup(to.id)))
    const groups = this.#world
      .select('g.items')
      .selectAll<SVGGElement, PlacedItem>('g')
      .data(items, ({ id }) => id)
      .join((enter) => {
        const item = enter.append('g')
        item.append('rect').attr('class', 'hit')
        item.append('path').attr('class', 'shape')
        item.append('text').attr('class', 'glyph')
        item.append('text').attr('class', 'label')
        item.append('title')
        return item
      })
      .attr('transform', ({ x, y }) => `translate(${x},${y})`)
      .on('click', (_event, { node, id }) => (node ? this.#handlers.onSelect(id) : this.#handlers.onGroup(id)))
    groups
      .select('rect.hit')
      .attr('x', -14)
      .attr('y', -ROW_HEIGHT / 2 + 2)
      .attr('width', ({ width }) => width + 18)
      .attr('height', ROW_HEIGHT - 4)
    groups.select('path.shape').attr('d', (it) => outlineOf(it.node?.kind ?? it.group!.childKind, it.group ? 460 : 300))
    groups
      .select('text.glyph')
      .attr('y', 4)
      .text((it) => (it.group ? '+' : glyphOf(it.node!.kind)))
    groups
      .select('text.label')
      .attr('x', 17)
      .attr('y', 4)
      .text(({ label }) => label)
    groups.select('title').text(titleOf)
  }

  #style({ start, selected, picked, path, cut }: Look): void {
    const items = this.#scene!.items
    const onPath = new Set(
      this.#scene!.links.filter(({ id }) => path.has(id)).flatMap(({ from, to }) => [from.id, to.id]),
    )
    const dim = path.size > 0
    this.#world
      .selectAll<SVGGElement, PlacedItem>('g.items > g')
      .data(items, ({ id }) => id)
      .attr('class', ({ id, node, group }) =>
        classes('item', `kind-${node?.kind ?? group!.childKind}`, `tier-${(node ?? group)!.tier ?? 'none'}`, {
          group: group !== undefined,
          start: id === start,
          selected: id === selected,
          cut: cut.has(id),
          around: node?.isAround === true,
          dim: dim && !onPath.has(id) && id !== selected,
        }),
      )
    this.#world
      .selectAll<SVGPathElement, PlacedLink>('g.links > path')
      .data(this.#scene!.links, ({ id }) => id)
      .attr('class', ({ id, edge, from, to }) =>
        classes('link', edge ? edge.confidence : 'hidden-count', edge?.verdict ?? '', {
          path: path.has(id),
          picked: id === picked,
          around: edge?.isAround === true,
          cut: cut.has(id) || cut.has(from.id) || cut.has(to.id),
          dim: dim && !path.has(id),
        }),
      )
  }
}

const titleOf = ({ node, group }: PlacedItem) =>
  node
    ? `${plainText(node.name)}\n${node.type}${node.tier === null ? '' : `, tier ${node.tier}`}\n${node.id}`
    : `${group!.nodes} hidden by ${group!.edgeKind}`

function classes(...names: readonly (string | Readonly<Record<string, boolean>>)[]): string {
  return names
    .flatMap((name) => (typeof name === 'string' ? [name] : Object.keys(name).filter((key) => name[key])))
    .filter((name) => name !== '')
    .join(' ')
}
