import type { FastifyInstance } from 'fastify'

export interface RouteEntry {
  readonly method: string
  readonly url: string
  /** No token is asked for. */
  readonly open: boolean
}

/** Every route that is registered from now on; the tests walk it, and 405 answers ask it. */
export function collectRoutes(app: FastifyInstance): RouteEntry[] {
  const entries: RouteEntry[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    for (const one of [method].flat()) entries.push({ method: one, url, open: config?.open === true })
  })
  return entries
}

/** The methods that the address takes; empty when there is nothing there. */
export function methodsAt(routes: readonly RouteEntry[], path: string): readonly string[] {
  const parts = path.split('/')
  const fits = ({ url }: RouteEntry) => {
    const pattern = url.split('/')
    return (
      pattern.length === parts.length &&
      pattern.every((part, i) => (part.startsWith(':') ? parts[i] !== '' : part === parts[i]))
    )
  }
  return [...new Set(routes.filter(fits).map(({ method }) => method))].sort()
}
