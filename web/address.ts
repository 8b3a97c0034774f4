/** What the page shows, as its address says it: every view can be linked, and Back works. */
export type Address =
  | { readonly screen: 'identities'; readonly sort: 'blast' | 'risk'; readonly q: string }
  | {
      readonly screen: 'radius'
      readonly id: string
      /** The node whose way is told. */
      readonly target: string | undefined
      /** Edges and nodes switched off. */
      readonly cut: readonly string[]
      /** Nodes whose neighbours are drawn too. */
      readonly open: readonly string[]
      readonly view: 'map' | 'table'
    }
  | { readonly screen: 'unknown'; readonly path: string }

export type RadiusAddress = Extract<Address, { screen: 'radius' }>

export const radiusOf = (id: string, target?: string): RadiusAddress => ({
  screen: 'radius',
  id,
  target,
  cut: [],
  open: [],
  view: 'map',
})

export function readAddress(path: string, search: string): Address {
  const values = new URLSearchParams(search)
  if (path === '/' || path === '/identities') {
    return { screen: 'identities', sort: values.get('sort') === 'risk' ? 'risk' : 'blast', q: values.get('q') ?? '' }
  }
  const found = /^\/identities\/([^/]+)$/.exec(path)
  const id = found?.[1] === undefined ? undefined : decoded(found[1])
  if (id === undefined) return { screen: 'unknown', path }
  return {
    screen: 'radius',
    id,
    target: values.get('target') ?? undefined,
    cut: values.getAll('cut'),
    open: values.getAll('open'),
    view: values.get('view') === 'table' ? 'table' : 'map',
  }
}

export function writeAddress(address: Address): string {
  if (address.screen === 'unknown') return address.path
  const values = new URLSearchParams()
  if (address.screen === 'identities') {
    if (address.sort !== 'blast') values.set('sort', address.sort)
    if (address.q !== '') values.set('q', address.q)
  } else {
    if (address.target !== undefined) values.set('target', address.target)
    for (const cut of address.cut) values.append('cut', cut)
    for (const node of address.open) values.append('open', node)
    if (address.view !== 'map') values.set('view', address.view)
  }
  const path = address.screen === 'identities' ? '/identities' : `/identities/${encodeURIComponent(address.id)}`
  const search = values.toString()
  return search === '' ? path : `${path}?${search}`
}

/** Undefined for a malformed escape: the address is then unknown, not a blank page. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
