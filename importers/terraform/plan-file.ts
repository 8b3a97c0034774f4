import { Type } from 'typebox'

/** https://developer.hashicorp.com/terraform/internals/json-format */
const Part = Type.Optional(Type.Unknown())
export const PlanFile = Type.Object({
  format_version: Type.String(),
  terraform_version: Part,
  planned_values: Part,
  resource_changes: Type.Optional(Type.Array(Type.Unknown())),
  prior_state: Part,
  values: Part,
  configuration: Part,
})
export type PlanFile = Type.Static<typeof PlanFile>

export type Values = { readonly [key: string]: unknown }

/** A managed resource as it is now, or as it would be once a plan is applied. */
export interface Thing {
  readonly address: string
  readonly module: string
  readonly type: string
  readonly name: string
  readonly index: string | undefined
  readonly values: Values
  readonly when: 'now' | 'planned'
  /** Nothing of it is there before the plan is applied. */
  readonly isNew: boolean
  readonly pointer: string
  /** Fingerprints of the secret values that were left behind. */
  readonly sealed: readonly string[]
}

type Fingerprint = (value: string) => string | undefined

export interface PlanThings {
  readonly things: readonly Thing[]
  readonly data: readonly Thing[]
  readonly removed: number
  readonly odd: readonly string[]
}

export const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A plan tells each change with the present before it; a state tells what there is, module by module. */
export function thingsIn(file: PlanFile, fingerprint: Fingerprint): PlanThings {
  const odd: string[] = []
  const data: Thing[] = []
  const things: Thing[] = []
  let removed = 0
  const sort = (thing: Thing, mode: unknown) => (mode === 'data' ? data : things).push(thing)
  inModule(isValues(file.values) ? file.values['root_module'] : undefined, '/values/root_module', sort, fingerprint)
  const prior = isValues(file.prior_state) && isValues(file.prior_state['values']) ? file.prior_state['values'] : {}
  inModule(
    prior['root_module'],
    '/prior_state/values/root_module',
    (thing, mode) => {
      if (mode === 'data') data.push(thing)
    },
    fingerprint,
  )
  for (const [i, raw] of (file.resource_changes ?? []).entries()) {
    const pointer = `/resource_changes/${i}`
    const change = isValues(raw) && isValues(raw['change']) ? raw['change'] : undefined
    const about = isValues(raw) ? aboutOf(raw) : undefined
    if (!change || !about || !isValues(raw)) odd.push(pointer)
    if (!change || !about || !isValues(raw) || raw['mode'] === 'data') continue
    const actions = listOf(change['actions'])
    const before = opened(change['before'], change['before_sensitive'], fingerprint)
    const after = opened(change['after'], change['after_sensitive'], fingerprint)
    const common = { ...about, isNew: before === undefined }
    if (before) things.push({ ...common, ...before, when: 'now', pointer: `${pointer}/change/before` })
    if (after && actions.some((it) => it === 'create' || it === 'update'))
      things.push({ ...common, ...after, when: 'planned', pointer: `${pointer}/change/after` })
    else if (actions.includes('delete') || actions.includes('forget')) removed++
  }
  return { things, data, removed, odd }
}

function inModule(
  module: unknown,
  pointer: string,
  take: (thing: Thing, mode: unknown) => void,
  fingerprint: Fingerprint,
): void {
  if (!isValues(module)) return
  for (const [i, raw] of listOf(module['resources']).entries()) {
    const about = isValues(raw) ? aboutOf(raw) : undefined
    const of = isValues(raw) ? opened(raw['values'], raw['sensitive_values'], fingerprint) : undefined
    if (!isValues(raw) || !about || !of) continue
    const at = `${pointer}/resources/${i}`
    take({ ...about, ...of, when: 'now', isNew: false, pointer: at }, raw['mode'])
  }
  for (const [i, child] of listOf(module['child_modules']).entries())
    inModule(child, `${pointer}/child_modules/${i}`, take, fingerprint)
}

function aboutOf(raw: Values) {
  const [address, type, name] = [textOf(raw['address']), textOf(raw['type']), textOf(raw['name'])]
  if (address === undefined || type === undefined || name === undefined) return undefined
  const index = raw['index'] === undefined ? undefined : String(raw['index'])
  // A state gives the module's address only as the beginning of the resource's own.
  const end = address.lastIndexOf(`${type}.${name}`)
  return { address, type, name, index, module: address.slice(0, Math.max(end - 1, 0)).replace(/\.data$/, '') }
}

const SECRET = /passw|secret$|private_key|secret_string|token$|_pem$|^result$|plaintext|smtp/i

/** What the file marks as sensitive, and what by its name may be, is left behind; only its fingerprint goes on. */
function opened(values: unknown, marks: unknown, fingerprint: Fingerprint) {
  if (!isValues(values)) return undefined
  const sealed: string[] = []
  const without = (part: Values, marked: Values): Values =>
    Object.fromEntries(
      Object.entries(part).flatMap(([key, value]) => {
        const mark = marked[key]
        const isSealed = mark === true || (typeof value === 'string' && SECRET.test(key))
        if (isSealed && typeof value === 'string') sealed.push(...[fingerprint(value)].flatMap((it) => it ?? []))
        if (isSealed) return []
        return [[key, isValues(value) ? without(value, isValues(mark) ? mark : {}) : value]]
      }),
    )
  return { values: marks === true ? {} : without(values, isValues(marks) ? marks : {}), sealed }
}
