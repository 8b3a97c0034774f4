import { effect, signal } from '@preact/signals'
import type { BlastRadius, Containment, NodeDetail, Ranking, View, WhatIf } from '../server/api/contract.ts'
import { type Address, readAddress, writeAddress } from './address.ts'
import { api, Problem } from './api.ts'

/** A value that is fetched: what is known of it, whether more is coming, and what went wrong. */
export interface Loaded<T> {
  readonly value: T | undefined
  readonly busy: boolean
  readonly problem: Problem | undefined
}

const nothing = { value: undefined, busy: false, problem: undefined }
const loaded = <T>() => signal<Loaded<T>>(nothing)

/** The page's only mutable state. */
export const address = signal<Address>(readAddress(location.pathname, location.search))
export const ranking = loaded<Ranking>()
export const radius = loaded<BlastRadius>()
export const view = loaded<View>()
export const detail = loaded<NodeDetail>()
export const whatIf = loaded<WhatIf>()
export const plan = loaded<Containment>()
/** The node whose details are open, drawn or not. */
export const selected = signal<string | undefined>(undefined)
export const announcement = signal('')

/** Few enough for every label to be read without zooming; the rest hangs, counted, on its parent. */
const BUDGET = 60

export function go(next: Address, replace = false): void {
  const text = writeAddress(next)
  if (replace) history.replaceState(null, '', text)
  else history.pushState(null, '', text)
  address.value = next
}
addEventListener('popstate', () => {
  address.value = readAddress(location.pathname, location.search)
})

export const openIdentity = (id: string) => go({ screen: 'radius', id, target: undefined, cut: [], view: 'map' })
export const openIdentities = () => go({ screen: 'identities', sort: 'blast', q: '' })

export function select(node: string | undefined): void {
  selected.value = node
  const at = address.peek()
  if (at.screen === 'radius' && node !== at.id) go({ ...at, target: node }, at.target !== undefined)
}

/** Switches an edge or a node off, or on again: a mask in the address, never a stored fact. */
export function toggleCut(what: string): void {
  const at = address.peek()
  if (at.screen !== 'radius') return
  const cut = at.cut.includes(what) ? at.cut.filter((it) => it !== what) : [...at.cut, what]
  go({ ...at, cut })
}

export function setCuts(cut: readonly string[]): void {
  const at = address.peek()
  if (at.screen === 'radius') go({ ...at, cut })
}

const running = new Map<object, AbortController>()

/** Runs a fetch into its signal; a newer one of the same signal ends it. */
async function load<T>(
  into: { value: Loaded<T>; peek(): Loaded<T> },
  fetch: (signal: AbortSignal) => Promise<T>,
): Promise<void> {
  running.get(into)?.abort()
  const controller = new AbortController()
  running.set(into, controller)
  into.value = { ...into.peek(), busy: true, problem: undefined }
  try {
    into.value = { value: await fetch(controller.signal), busy: false, problem: undefined }
  } catch (error) {
    if (controller.signal.aborted) return
    const problem = error instanceof Problem ? error : new Problem(0, 'page_error', String(error))
    into.value = { value: undefined, busy: false, problem }
  }
}

let shownRadius = ''
export function reload(): void {
  shownRadius = ''
  address.value = { ...address.peek() }
}

export async function planContainment(): Promise<void> {
  const at = address.peek()
  if (at.screen !== 'radius') return
  await load(plan, (signal) => api.contain(at.id, at.target === undefined ? ['tier:0'] : [at.target], signal))
}

/** Keeps what is fetched in step with the address. */
export function start(): void {
  effect(() => {
    const at = address.value
    if (at.screen === 'identities') {
      document.title = 'Identities · Ambit'
      void load(ranking, (signal) => api.ranking({ sort: at.sort, q: at.q }, signal))
    }
    if (at.screen !== 'radius') return
    if (at.id !== shownRadius) {
      shownRadius = at.id
      for (const it of [radius, view, whatIf, plan]) it.value = nothing
      selected.value = at.target
      void load(radius, (signal) => api.radius(at.id, signal)).then(() => {
        const name = radius.peek().value?.identity.name
        document.title = `${name ?? 'Not found'} · Ambit`
        announcement.value = name === undefined ? '' : `The blast radius of ${name} is shown.`
      })
      void load(view, (signal) => api.view(at.id, BUDGET, signal))
    }
    if (at.cut.length === 0) whatIf.value = nothing
    else void load(whatIf, (signal) => api.whatIf(at.id, at.cut, signal))
  })
  effect(() => {
    const at = address.value
    const id = selected.value ?? (at.screen === 'radius' ? at.id : undefined)
    if (id === undefined) detail.value = nothing
    else void load(detail, (signal) => api.node(id, signal))
  })
}
