/** An object id, or the path of a scope: AzureHound writes them in capitals since its version 2.8, Microsoft does not. */
const id =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\/(?:subscriptions|providers|administrativeunits|[0-9a-f-]{36})(?:\/.*)?)$/i

export function inLowerCase<T>(value: T): T {
  return lowered(value) as T
}

function lowered(value: unknown): unknown {
  if (typeof value === 'string') return id.test(value) ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(lowered)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const [key, item] of Object.entries(value)) copy[key] = lowered(item)
  return { ...copy }
}
