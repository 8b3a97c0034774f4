// https://developer.hashicorp.com/vault/docs/concepts/policies — the part of HCL that policies are written in

export interface PathRule {
  readonly path: string
  readonly capabilities: readonly string[]
  /** Names of settings that narrow the rule further, such as `allowed_parameters`. */
  readonly narrowedBy: readonly string[]
}

const narrowing = new Set([
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'control_group',
  'mfa_methods',
  'subscribe_event_types',
])
/** The first form of policies had one word for several capabilities. */
const words: ReadonlyMap<string, readonly string[]> = new Map([
  ['deny', ['deny']],
  ['read', ['read', 'list']],
  ['write', ['create', 'read', 'update', 'delete', 'list']],
  ['sudo', ['create', 'read', 'update', 'delete', 'list', 'sudo']],
])

type Value = string | readonly Value[] | { readonly [key: string]: Value }

/** The rules of a policy; undefined where it is written in a way that is not understood. */
export function rulesOf(text: string): readonly PathRule[] | undefined {
  try {
    return /^\s*\{/.test(text) ? rulesOfJson(JSON.parse(text)) : new Reader(tokensOf(text)).policy()
  } catch {
    return undefined
  }
}

function rulesOfJson(policy: { readonly path?: Readonly<Record<string, Readonly<Record<string, Value>>>> }) {
  return Object.entries(policy.path ?? {}).map(([path, body]) => ruleOf(path, Object.entries(body)))
}

function ruleOf(path: string, body: readonly (readonly [string, Value])[]): PathRule {
  const capabilities = body.flatMap(([key, value]) => {
    if (key === 'policy') return words.get(String(value)) ?? []
    return key === 'capabilities' && Array.isArray(value) ? value.map(String) : []
  })
  return { path, capabilities, narrowedBy: body.flatMap(([key]) => (narrowing.has(key) ? key : [])) }
}

function tokensOf(text: string): readonly string[] {
  const token = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\]|\\.)*"|[A-Za-z_][\w-]*|\d[\w.]*|[{}[\]=,:])/gy
  const tokens: string[] = []
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at
    const found = token.exec(text)
    if (!found) throw new SyntaxError('no token of a policy')
    if (found[1] !== undefined) tokens.push(found[1])
  }
  return tokens
}

class Reader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  policy(): readonly PathRule[] {
    const rules: PathRule[] = []
    while (this.#at < this.#tokens.length) {
      const word = this.#name()
      if (word === 'name' && this.#peek() === '=') {
        this.#at++
        this.#value()
        continue
      }
      if (word !== 'path') throw new SyntaxError('a policy is made of paths')
      rules.push(ruleOf(this.#name(), this.#body()))
    }
    return rules
  }

  #peek = () => this.#tokens[this.#at]

  #take(wanted?: string): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined || (wanted !== undefined && token !== wanted))
      throw new SyntaxError('something else is due')
    return token
  }

  #name(): string {
    const token = this.#take()
    if (/^[{}[\]=,:]$/.test(token)) throw new SyntaxError('a name is due')
    return token.startsWith('"') ? (JSON.parse(token) as string) : token
  }

  #body(): [string, Value][] {
    this.#take('{')
    const entries: [string, Value][] = []
    while (this.#peek() !== '}') {
      const key = this.#name()
      if (this.#peek() === '=' || this.#peek() === ':') this.#at++
      // A block may have a label of its own, such as a factor of a control group.
      else if (this.#peek() !== '{') this.#name()
      entries.push([key, this.#value()])
      if (this.#peek() === ',') this.#at++
    }
    this.#take('}')
    return entries
  }

  #value(): Value {
    if (this.#peek() === '{') return Object.fromEntries(this.#body())
    if (this.#peek() !== '[') return this.#name()
    this.#take('[')
    const items: Value[] = []
    while (this.#peek() !== ']') {
      items.push(this.#value())
      if (this.#peek() === ',') this.#at++
    }
    this.#take(']')
    return items
  }
}
