import { awsKeyIdIn } from '../../server/model/secret-text.ts'
import type { ServerEntry } from './config.ts'

/** A credential that a server is given. The value is for the fingerprint and for nothing else. */
export interface Credential {
  /** Where in the entry it stands: `env/NAME`, `headers/Name`, `args/3`, `url`. */
  readonly field: string
  /** The variable, header or flag. It says what sort of credential it is, and never which one. */
  readonly name: string
  readonly value?: string
  /** The secret half of a pair whose other half is public. */
  readonly half?: string | undefined
  /** The variable, input or vault entry that holds it elsewhere. */
  readonly reference?: string
  /** The file has only a place for it. */
  readonly placeholder?: true
  readonly database?: DatabaseLogin
}

export interface DatabaseLogin {
  readonly system: string
  readonly host: string
  readonly user: string
  readonly name: string
}

const secretName =
  /token|secret|passw|(^|[_-])pwd|api[_-]?key|access[_-]?key|private[_-]?key|(^|[_-])key$|(^|[_-])pat($|[_-])|credential|authorization|(^|[_-])auth$|bearer|cookie|session|dsn|database[_-]?url|connection[_-]?string|webhook|aws[_-]profile/i
const knownPrefix =
  /^(gh[oprsu]_|github_pat_|glpat-|sk-|[rs]k_live_|xox[abeprs]-|AIza|ya29\.|eyJ[\w-]{10,}\.|npm_|pypi-|hf_|shpat_|SG\.|dop_v1_)/
const referenceIn =
  /\$\{([^}:]+(?::[^}-][^}]*)?)(?::-[^}]*)?\}|\{((?:env|file):[^}]+)\}|^\$(\w+)$|^%(\w+)%$|^(op:\/\/.+|vault:.+)$/
const placeholder =
  /^(<.*>|(your|my|insert|replace|add|enter)[_\- ].*|x+|\*+|\.+|-+|changeme|placeholder|todo|none|null|token|secret|password|true|false|\d{0,6})$/i

/** Whether a text is a key by its looks, whatever it is called. */
export const looksSecret = (value: string): boolean =>
  knownPrefix.test(value) ||
  awsKeyIdIn(value) !== undefined ||
  /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+=-]{24,}$/.test(value) ||
  /^[0-9a-f]{32,}$/.test(value)

/** Every credential of a server: in its environment, headers, arguments and address. */
export function credentialsOf(server: ServerEntry, launchArgs: readonly string[]): readonly Credential[] {
  const found = [
    ...[...server.env].flatMap(([name, value]) => credential(`env/${name}`, name, value)),
    ...[...server.headers].flatMap(([name, value]) => credential(`headers/${name}`, name, value)),
    ...inArguments(launchArgs, server.env),
    ...(server.url === undefined ? [] : inUrl('url', server.url)),
  ]
  return joinAwsPair(found)
}

/** The address without what may be secret in it: user, query, and path parts that look like keys. */
export function plainUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url) return address.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//')
  const path = url.pathname.split('/').map((part) => (looksSecret(part) ? '…' : part))
  return `${url.protocol}//${url.host}${path.join('/')}`
}

function credential(field: string, name: string, raw: string): readonly Credential[] {
  if (/^[a-z][a-z+]*:\/\//i.test(raw) && !raw.startsWith('op://')) return inUrl(field, raw, name)
  const value = raw.replace(/^(bearer|basic|token|api-?key)\s+/i, '').trim()
  if (!secretName.test(name) && !looksSecret(value)) return []
  const [, ...references] = referenceIn.exec(value) ?? []
  const reference = references.find((text) => text !== undefined)
  if (reference !== undefined)
    return [{ field, name, reference: /[:/]/.test(reference) ? reference : `env:${reference}` }]
  if (placeholder.test(value)) return [{ field, name, placeholder: true }]
  return [{ field, name, value }]
}

const databases =
  /^(postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|mssql|sqlserver|clickhouse|amqps?)(?:\+\w+)?:$/

/** A data source's user and password, and keys in the query or path of an address. */
function inUrl(field: string, address: string, name = 'url'): readonly Credential[] {
  if (!URL.canParse(address)) return []
  const url = new URL(address)
  const password = decode(url.password)
  const database = databases.exec(url.protocol)?.[1]
  const own = password === '' ? [] : credential(`${field}#password`, `${name} password`, password)
  const login = database &&
    url.username && {
      system: database,
      host: url.host,
      user: decode(url.username),
      name: decode(url.pathname.slice(1)),
    }
  const query = [...url.searchParams].flatMap(([key, value]) => credential(`${field}?${key}`, key, value))
  const path = url.pathname
    .split('/')
    .flatMap((part, i) => (looksSecret(part) ? [{ field: `${field}/${i}`, name, value: part }] : []))
  return [...own.map((one) => (login ? { ...one, database: login } : one)), ...query, ...path]
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `--api-key x`, `--api-key=x`, `-e NAME=x`, `-e NAME` (the host's own variable), `--header "Name: x"`, addresses, bare keys. */
function inArguments(args: readonly string[], env: ReadonlyMap<string, string>): readonly Credential[] {
  return args.flatMap((arg, i) => {
    const before = args[i - 1] ?? ''
    const field = `args/${i}`
    const [, flag, value] = /^(?:-{1,2})?([A-Za-z][\w.-]*)(?:=|:\s+)(.+)$/s.exec(arg) ?? []
    if (flag !== undefined && value !== undefined && !/^[a-z]+:\/\//i.test(arg)) {
      const [, header = flag, rest = value] = /^([\w-]+):\s+(.+)$/s.exec(value) ?? []
      return credential(field, header, rest)
    }
    if (/^(-e|--env)$/.test(before)) {
      return env.has(arg) || !secretName.test(arg) ? [] : [{ field, name: arg, reference: `env:${arg}` }]
    }
    if (arg.startsWith('-')) return []
    return credential(field, /^--?[a-z]/i.test(before) ? before.replace(/^-+/, '') : 'argument', arg)
  })
}

/** The id and the secret half of one AWS key are one credential. */
function joinAwsPair(found: readonly Credential[]): readonly Credential[] {
  const id = found.find(({ name, value }) => /access_key_id/i.test(name) && value !== undefined)
  if (!id) return found
  const half = found.find(({ name }) => /aws_secret_access_key/i.test(name))
  const rest = found.filter((one) => one !== id && one !== half && !/aws_session_token/i.test(one.name))
  return [...rest, { ...id, half: half?.value }]
}
