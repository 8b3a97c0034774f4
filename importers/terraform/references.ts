import { isValues, type PlanFile, type Thing, type Values } from './plan-file.ts'

/** What an argument refers to, for what is known only after apply. */
export interface References {
  /** The resources that the argument is made of: none where it is made of something else, or of too many. */
  readonly of: (thing: Thing, argument: string) => readonly Thing[]
  /** Which of the provider's configurations the resource uses. */
  readonly provider: (thing: Thing) => string | undefined
}

const stripped = (address: string) => address.replaceAll(/\[[^\]]*\]/g, '')
const entries = (value: unknown): Values => (isValues(value) ? value : {})
/** `module.a["x"].module.b` → a, b. */
const stepsOf = (module: string) =>
  module === ''
    ? []
    : stripped(module)
        .replace(/^module\./, '')
        .split('.module.')

export function referencesIn(file: PlanFile, things: readonly Thing[]): References {
  const root = entries(entries(file.configuration)['root_module'])
  const byAddress = Map.groupBy(things, ({ address }) => stripped(address))
  const moduleAt = (steps: readonly string[]) =>
    steps.reduce((at, step) => entries(entries(entries(at['module_calls'])[step])['module']), root)
  const resourceOf = ({ module, type, name }: Thing): Values => {
    const resources = moduleAt(stepsOf(module))['resources']
    const list: readonly unknown[] = Array.isArray(resources) ? resources : []
    return entries(list.find((it) => isValues(it) && it['address'] === `${type}.${name}`))
  }

  const resolve = (from: Thing, module: string, reference: string, depth: number): readonly Thing[] => {
    if (depth > 8) return []
    const steps = stepsOf(module)
    const follow = (expression: unknown, inside: string) =>
      referencesOf(expression).flatMap((it) => resolve(from, inside, it, depth + 1))
    const [, call, output] = /^module\.([\w-]+)(?:\[[^\]]*\])?\.([\w-]+)/.exec(reference) ?? []
    if (call !== undefined && output !== undefined) {
      const child = moduleAt([...steps, call])
      const inside = module === '' ? `module.${call}` : `${module}.module.${call}`
      return follow(entries(entries(child['outputs'])[output])['expression'], inside)
    }
    const [, variable] = /^var\.([\w-]+)/.exec(reference) ?? []
    const last = steps.at(-1)
    if (variable !== undefined && last !== undefined) {
      const outside = module.replace(/\.?module\.[\w-]+(\[[^\]]*\])?$/, '')
      const caller = entries(entries(moduleAt(steps.slice(0, -1))['module_calls'])[last])
      return follow(entries(caller['expressions'])[variable], outside)
    }
    const [, resource, index] = /^([a-z][a-z0-9_]*\.[\w-]+)(?:\[([^\]]*)\])?/.exec(reference) ?? []
    if (resource === undefined) return []
    const found = byAddress.get(stripped(module === '' ? resource : `${module}.${resource}`)) ?? []
    return chosen(found, from, index?.replaceAll('"', ''))
  }

  return {
    of(thing, argument) {
      const found = referencesOf(entries(resourceOf(thing)['expressions'])[argument]).flatMap((it) =>
        resolve(thing, thing.module, it, 0),
      )
      return [...new Map(found.map((it) => [it.address, it])).values()]
    },
    provider: (thing) => {
      const key = resourceOf(thing)['provider_config_key']
      return typeof key === 'string' ? key : undefined
    },
  }
}

const referencesOf = (expression: unknown): readonly string[] => {
  const references = entries(expression)['references']
  return Array.isArray(references) ? references.filter((it): it is string => typeof it === 'string') : []
}

/** Of several instances the one of the same index; where that does not tell, none: an address is not guessed. */
function chosen(found: readonly Thing[], from: Thing, index: string | undefined): readonly Thing[] {
  const near = found.filter(({ module }) => module === from.module)
  const candidates = near.length > 0 ? near : found
  const addresses = new Set(candidates.map(({ address }) => address))
  if (addresses.size <= 1) return candidates
  const wanted = index ?? from.index
  const same = candidates.filter((it) => it.index !== undefined && it.index === wanted)
  return new Set(same.map(({ address }) => address)).size === 1 ? same : []
}
