// https://learn.microsoft.com/azure/role-based-access-control/role-definitions
import type { Json } from '../../model/facts.ts'

export interface Permission {
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
  readonly dataActions: readonly string[]
  readonly notDataActions: readonly string[]
}

/** What a role or a deny says; `*` stands for any text, and case tells nothing apart. */
export class Permissions {
  readonly #all: readonly Permission[]

  constructor(all: readonly Permission[]) {
    this.#all = all
  }

  /** `notActions` take away from the actions they stand with; another permission or role may still give. */
  allows(action: string): boolean {
    return this.#all.some(({ actions, notActions }) => covers(actions, action) && !covers(notActions, action))
  }

  allowsData(action: string): boolean {
    return this.#all.some((it) => covers(it.dataActions, action) && !covers(it.notDataActions, action))
  }
}

const covers = (patterns: readonly string[], action: string) =>
  patterns.some((pattern) => matcher(pattern).test(action))

const matchers = new Map<string, RegExp>()
function matcher(pattern: string): RegExp {
  let found = matchers.get(pattern)
  if (!found) {
    const text = pattern.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '[\\s\\S]*' : `\\${c}`))
    found = new RegExp(`^${text}$`, 'i')
    matchers.set(pattern, found)
  }
  return found
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((it): it is string => typeof it === 'string') : []

/** As an importer keeps them on the role; undefined where no definition was imported. */
export function readPermissions(value: Json | undefined): Permissions | undefined {
  if (!Array.isArray(value)) return undefined
  return new Permissions(
    (value as readonly { readonly [key: string]: unknown }[]).map((it) => ({
      actions: texts(it['actions']),
      notActions: texts(it['notActions']),
      dataActions: texts(it['dataActions']),
      notDataActions: texts(it['notDataActions']),
    })),
  )
}
