import { computed, signal } from '@preact/signals'
import type {
  BlastRadius,
  Neighbours,
  NodeDetail,
  Paths,
  Ranking,
  Stories,
  View,
  WhatIf,
} from '../server/api/contract.ts'
import type { Containment } from '../server/api/contract-cuts.ts'
import { type Address, radiusOf, readAddress, writeAddress } from './address.ts'
import { loaded } from './loaded.ts'

/** The page's only mutable state. */
export const address = signal<Address>(readAddress(location.pathname, location.search))
export const ranking = loaded<Ranking>()
export const stories = loaded<Stories>()
export const radius = loaded<BlastRadius>()
export const view = loaded<View>()
export const detail = loaded<NodeDetail>()
/** What lies around the node in hand, and around each node that was opened in the picture. */
export const around = loaded<Neighbours>()
export const opened = loaded<readonly Neighbours[]>()
/** The way to a target that is not among the largest parts of the score. */
export const otherWay = loaded<Paths>()
export const whatIf = loaded<WhatIf>()
export const plan = loaded<Containment>()
/** The edge of the picture that is explained below it. */
export const picked = signal<string | undefined>(undefined)
export const announcement = signal('')
/** Grows when the person asks to try again. */
export const tries = signal(0)

/** The node whose details are open: the target, else the start itself. */
export const selected = computed(() => {
  const at = address.value
  return at.screen === 'radius' ? (at.target ?? radius.value.value?.identity.id ?? at.id) : undefined
})

export function go(next: Address, replace = false): void {
  const text = writeAddress(next)
  if (text === location.pathname + location.search) return
  if (replace) history.replaceState(null, '', text)
  else history.pushState(null, '', text)
  address.value = next
}
addEventListener('popstate', () => {
  address.value = readAddress(location.pathname, location.search)
})

export const openIdentity = (id: string) => {
  go(radiusOf(id))
  scrollTo(0, 0)
}
export const openIdentities = () => go({ screen: 'identities', sort: 'blast', q: '' })

/** Follows a link within the page, unless the person wants it in another tab. */
export const following = (follow: () => void) => (event: MouseEvent) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  event.stopPropagation()
  follow()
}

export function select(node: string): void {
  const at = address.peek()
  if (at.screen !== 'radius') return
  go({ ...at, target: node === radius.peek().value?.identity.id ? undefined : node })
}

/** Switches an edge or a node off, or on again: a mask in the address, never a stored fact. */
export const toggleCut = (what: string) => change(({ cut }) => ({ cut: toggled(cut, what) }))
export const setCuts = (cut: readonly string[]) => change(() => ({ cut }))
/** Draws a node's neighbours, or takes them out of the picture again. */
export const toggleOpen = (node: string) => change(({ open }) => ({ open: toggled(open, node) }))
export const show = (kind: 'map' | 'table') => change(() => ({ view: kind }))

type At = Extract<Address, { screen: 'radius' }>
function change(to: (at: At) => Partial<At>): void {
  const at = address.peek()
  if (at.screen === 'radius') go({ ...at, ...to(at) })
}
const toggled = (list: readonly string[], what: string) =>
  list.includes(what) ? list.filter((it) => it !== what) : [...list, what]

export function tryAgain(): void {
  tries.value++
}
