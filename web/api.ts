import type {
  BlastRadius,
  Found,
  Neighbours,
  NodeDetail,
  Paths,
  Ranking,
  Stories,
  View,
  WhatIf,
} from '../server/api/contract.ts'
import type { Containment } from '../server/api/contract-cuts.ts'

const TOKEN = 'ambit-token'

/** The token comes once in the address's fragment, which no server sees; it moves to the session and leaves the address. */
export function takeToken(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('t')
  if (token === null) return
  sessionStorage.setItem(TOKEN, token)
  history.replaceState(null, '', location.pathname + location.search)
}

export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined

  constructor(status: number, code: string, detail: string, requestId?: string) {
    super(detail)
    this.status = status
    this.code = code
    this.requestId = requestId
  }
}

/** The only fetch of the page. */
async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${sessionStorage.getItem(TOKEN) ?? ''}`)
  if (init.body !== undefined) headers.set('content-type', 'application/json')
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, { ...init, headers })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, 'offline', 'The server does not answer. Is it still running?')
  }
  if (response.ok) return (await response.json()) as T
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string; instance?: string }
  throw new Problem(response.status, problem.code ?? 'unknown', problem.detail ?? response.statusText, problem.instance)
}

const query = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`
}
const post = <T>(path: string, body: unknown, signal?: AbortSignal) =>
  call<T>(path, { method: 'POST', body: JSON.stringify(body), ...(signal ? { signal } : {}) })
const get = <T>(path: string, signal?: AbortSignal) => call<T>(path, signal ? { signal } : {})
const identity = (id: string) => `/identities/${encodeURIComponent(id)}`

export interface RankingQuery {
  readonly sort: 'blast' | 'risk'
  readonly q?: string | undefined
  readonly cursor?: string | undefined
}

export const api = {
  ranking: ({ sort, q, cursor }: RankingQuery, signal?: AbortSignal) =>
    get<Ranking>(`/identities${query({ sort, q, cursor, limit: 100 })}`, signal),
  search: (q: string, signal?: AbortSignal) => get<Found>(`/nodes${query({ q, limit: 12 })}`, signal),
  node: (id: string, signal?: AbortSignal) => get<NodeDetail>(`/nodes/${encodeURIComponent(id)}`, signal),
  neighbours: (id: string, signal?: AbortSignal) =>
    get<Neighbours>(`/nodes/${encodeURIComponent(id)}/neighbours${query({ depth: 1, limit: 200 })}`, signal),
  paths: (from: string, to: string, signal?: AbortSignal) => get<Paths>(`/paths${query({ from, to, k: 1 })}`, signal),
  stories: (signal?: AbortSignal) => get<Stories>('/demo/stories', signal),
  radius: (id: string, signal?: AbortSignal) =>
    get<BlastRadius>(`${identity(id)}/blast-radius${query({ contributions: 100 })}`, signal),
  view: (id: string, budget: number, signal?: AbortSignal) =>
    get<View>(`${identity(id)}/view${query({ budget })}`, signal),
  whatIf: (start: string, cut: readonly string[], signal?: AbortSignal) =>
    post<WhatIf>('/what-if', { starts: [start], cut }, signal),
  contain: (compromised: string, protect: readonly string[], signal?: AbortSignal) =>
    post<Containment>('/containment', { compromised: [compromised], protect }, signal),
}
