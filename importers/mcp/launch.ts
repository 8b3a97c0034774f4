import { looksSecret, plainUrl } from './credentials.ts'

/** What a server's command line says it runs. Arguments are not kept: they may hold credentials. */
export interface Launch {
  /** The package, image or module, without its version. */
  readonly package: string | undefined
  /** `floating` when whatever is newest is fetched at each start. */
  readonly version: string | undefined
  readonly container: boolean
  /** The arguments after the package. */
  readonly rest: readonly string[]
  readonly roots: readonly Root[]
}

/** A folder or file that the server was given. */
export interface Root {
  readonly path: string
  readonly readOnly: boolean
}

const valueFlags =
  /^(-[evplwuhm]|--(env|volume|mount|publish|name|network|net|workdir|user|env-file|entrypoint|platform|memory|cpus|add-host|label|gpus|pull|security-opt|cap-add|cap-drop|device|dns|hostname|restart|ulimit|tmpfs))$/
const fetchers = new Set(['npx', 'bunx', 'uvx', 'pipx', 'pnpx', 'dlx'])
const containers = new Set(['docker', 'podman', 'nerdctl'])

/** What the command runs; a name or version that could be anything else than one is left out. */
export function launchOf(command: readonly string[]): Launch {
  const launch = unchecked(command)
  const isName =
    launch.package !== undefined && /^@?\w[\w./:+@-]{0,200}$/.test(launch.package) && !looksSecret(launch.package)
  const isVersion = /^[\w.^~*+-]{1,40}$/.test(launch.version ?? '') && !looksSecret(launch.version ?? '')
  return { ...launch, package: isName ? launch.package : undefined, version: isVersion ? launch.version : 'other' }
}

function unchecked(command: readonly string[]): Launch {
  const [program = '', ...args] = command
  const name = program.replace(/^.*[/\\]/, '').replace(/\.(exe|cmd|ps1)$/i, '')
  if (name === 'cmd' && /^\/c$/i.test(args[0] ?? '')) return unchecked(args.slice(1))
  if (/^(ba|z|da)?sh$/.test(name) && args[0] === '-c') return unchecked((args[1] ?? '').trim().split(/\s+/))
  if (name === 'env') return unchecked(args.slice(args.findIndex((arg) => !/^(-|\w+=)/.test(arg))))
  if (containers.has(name)) return containerOf(args)
  if (fetchers.has(name)) return fetched(args.filter((arg) => arg !== 'run'))
  if (name === 'uv' || name === 'pnpm' || name === 'yarn' || name === 'npm') {
    const run = args.findIndex((arg) => /^(run|dlx|exec|x)$/.test(arg))
    return fetched(args.slice(run + 1), name === 'uv' ? 'local' : 'floating')
  }
  if (/^python[\d.]*$/.test(name) && args[0] === '-m') return launched(args[1], 'local', args.slice(2))
  if (/^(node|python[\d.]*|deno|bun)$/.test(name)) {
    const script = args.find((arg) => !arg.startsWith('-') && arg !== 'run')
    return launched(script?.replace(/^.*[/\\]/, ''), 'local', args)
  }
  return launched(name, 'local', args)
}

/** The first word that is no flag is the package: `-y`, `--from x` and the like stand before it. */
function fetched(args: readonly string[], unversioned = 'floating'): Launch {
  const named = args.findIndex((arg) => /^(-p|--package|--from)$/.test(arg))
  const at = args.findIndex(
    (arg, i) => !arg.startsWith('-') && !/^(-p|--package|--from|--with)$/.test(args[i - 1] ?? ''),
  )
  const text = args[named === -1 ? at : named + 1]
  if (text?.includes('://')) return launched(plainUrl(text), unversioned, args.slice(at + 1))
  const [, name = text, version] = /^(@?[^@=]+)(?:@|==)(.+)$/.exec(text ?? '') ?? []
  return launched(name, version === undefined || version === 'latest' ? unversioned : version, args.slice(at + 1))
}

function launched(name: string | undefined, version: string, rest: readonly string[]): Launch {
  const paths = name !== undefined && /filesystem/.test(name) ? rest.filter((arg) => !arg.startsWith('-')) : []
  const repository = rest[rest.findIndex((arg) => /^(-r|--repository|--root|--dir)$/.test(arg)) + 1]
  const given = rest.some((arg) => /^(-r|--repository|--root|--dir)$/.test(arg)) && repository ? [repository] : []
  const roots = [...paths, ...given].filter(isPath).map((path) => ({ path, readOnly: false }))
  return { package: name, version, container: false, rest, roots }
}

function containerOf(args: readonly string[]): Launch {
  let at = args.indexOf('run') + 1
  const roots: Root[] = []
  for (; at < args.length && args[at]!.startsWith('-'); at++) {
    const [flag = '', inline] = args[at]!.split(/=(.*)/s)
    const takesNext = valueFlags.test(flag) && inline === undefined
    const value = takesNext ? args[++at] : inline
    const root = value === undefined ? undefined : mountOf(flag, value)
    if (root) roots.push(root)
  }
  const [, image, tag] = /^(.+?)(?::([\w][\w.-]*))?(?:@sha256:[0-9a-f]+)?$/.exec(args[at] ?? '') ?? []
  const pinned = args[at]?.includes('@sha256:') ? 'digest' : tag
  const version = pinned === undefined || pinned === 'latest' ? 'floating' : pinned
  return { package: image, version, container: true, rest: args.slice(at + 1), roots }
}

/** `--mount type=bind,src=…,dst=…[,ro]` or `-v source:target[:ro]`; a named volume is no path of the host. */
function mountOf(flag: string, value: string): Root | undefined {
  if (flag === '--mount') {
    const path = /(?:^|,)(?:src|source)=([^,]+)/.exec(value)?.[1]
    return path === undefined ? undefined : { path, readOnly: /(?:^|,)(?:ro|readonly)(?:=true|=1)?(?:,|$)/.test(value) }
  }
  if (flag !== '-v' && flag !== '--volume') return
  const [, path, mode] = /^((?:[a-z]:)?[^:]+|\$\{[^}]*\}[^:]*):[^:]+(?::(.*))?$/i.exec(value) ?? []
  return path !== undefined && isPath(path) ? { path, readOnly: /\bro\b/.test(mode ?? '') } : undefined
}

const isPath = (text: string) => /^(\/|~|\.{1,2}(\/|$)|[a-z]:[/\\]|\$\{\w)/i.test(text)
