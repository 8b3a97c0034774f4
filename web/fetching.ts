import { computed, effect } from '@preact/signals'
import { api } from './api.ts'
import { forget, load } from './loaded.ts'
import * as state from './state.ts'

/** Few enough for every label to be read without zooming; the rest hangs, counted, on its parent. */
const BUDGET = 60

/** A part of the address as text, so that what does not depend on the rest is not fetched again. */
const part = (read: (at: typeof state.address.value) => unknown) =>
  computed(() => JSON.stringify([state.tries.value, read(state.address.value)]))
const of = (it: { readonly value: string }): unknown => (JSON.parse(it.value) as unknown[])[1] ?? undefined

const listing = part((at) => (at.screen === 'identities' ? { sort: at.sort, q: at.q } : undefined))
const identity = part((at) => (at.screen === 'radius' ? at.id : undefined))
const cut = part((at) => (at.screen === 'radius' ? at.cut : []))
const open = part((at) => (at.screen === 'radius' ? at.open : []))
const protectedNode = part((at) => (at.screen === 'radius' ? [at.id, at.target] : undefined))
const inHand = part(() => state.selected.value)
/** A target whose way the radius does not tell already. */
const toTell = part((at) => {
  const known = state.radius.value.value
  if (at.screen !== 'radius' || at.target === undefined || known === undefined) return undefined
  const told = known.blast.contributions.some(({ node }) => node === at.target)
  return told || at.target === known.identity.id ? undefined : at.target
})

const idInAddress = () => {
  const at = state.address.peek()
  return at.screen === 'radius' ? at.id : ''
}

/** Keeps what is fetched in step with the address. */
export function start(): void {
  effect(() => {
    const asked = of(listing) as { sort: 'blast' | 'risk'; q: string } | undefined
    if (asked === undefined) return
    document.title = 'Identities · Ambit'
    void load(state.ranking, (signal) => api.ranking(asked, signal))
    if (!state.stories.peek().value) void load(state.stories, (signal) => api.stories(signal))
  })
  effect(() => {
    const id = of(identity) as string | undefined
    forget(state.radius)
    forget(state.view)
    state.picked.value = undefined
    if (id !== undefined) void loadRadius(id)
  })
  effect(() => {
    const cuts = of(cut) as string[]
    const id = of(identity) as string | undefined
    if (cuts.length === 0 || id === undefined) forget(state.whatIf)
    else void load(state.whatIf, (signal) => api.whatIf(id, cuts, signal))
  })
  effect(() => {
    if (of(protectedNode) !== '') forget(state.plan)
  })
  effect(() => {
    const target = of(toTell) as string | undefined
    forget(state.otherWay)
    if (target !== undefined) void load(state.otherWay, (signal) => api.paths(idInAddress(), target, signal))
  })
  effect(() => {
    const node = of(inHand) as string | undefined
    forget(state.around)
    if (node === undefined) return forget(state.detail)
    void load(state.detail, (signal) => api.node(node, signal))
    void load(state.around, (signal) => api.neighbours(node, signal))
  })
  effect(() => {
    const nodes = of(open) as string[]
    if (nodes.length === 0) forget(state.opened)
    else void load(state.opened, (signal) => Promise.all(nodes.map((node) => api.neighbours(node, signal))))
  })
}

async function loadRadius(id: string): Promise<void> {
  void load(state.view, (signal) => api.view(id, BUDGET, signal))
  const answer = await load(state.radius, (signal) => api.radius(id, signal))
  document.title = `${answer?.identity.name ?? 'Not found'} · Ambit`
  state.announcement.value = answer ? `The blast radius of ${answer.identity.name} is shown.` : ''
}

/** The fewest cuts that keep the start from the target in hand, or from everything of tier 0. */
export async function planContainment(): Promise<void> {
  const at = state.address.peek()
  if (at.screen !== 'radius') return
  await load(state.plan, (signal) => api.contain(at.id, at.target === undefined ? ['tier:0'] : [at.target], signal))
}
