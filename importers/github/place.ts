/** Of which account or repository an answer speaks, and which call of the API it answers. */
export interface Spot {
  readonly host: string
  /** A user or an organisation, as it was written. */
  readonly account: string | undefined
  /** `owner/name`. */
  readonly repository: string | undefined
  /** What follows in the path of the call: `actions/secrets`. Empty for the organisation or repository itself. */
  readonly call: readonly string[] | undefined
  /** True where the path begins with `orgs/`. */
  readonly isOrganization: boolean
}

const api = /\/\/(?:api\.([^/]+)|([^/]+)\/api\/v3|([^/]+))\//
const path = /(?:^|\/)(orgs|repos)\/([^/]+)(?:\/(.*))?$/

/** The host of an address: of the API (`api.github.com`, `ghe.example.com/api/v3`) or of the site. */
export function hostOf(url: string | null | undefined): string | undefined {
  const [, ofApi, ofServer, site] = api.exec(`${url ?? ''}/`) ?? []
  return (ofApi ?? ofServer ?? site)?.toLowerCase()
}

/** What the name of a file tells when answers are kept under the path of their call; `__` may stand for `/`. */
export function spotOfFile(file: string, scope: string | undefined): Spot {
  const name = file.replace(/\.(?:nd)?jsonl?(?:\.gz)?$/i, '').replaceAll('__', '/')
  const [before, kind, owner, rest = ''] = path.exec(name) ?? []
  const given = spotOfScope(scope)
  if (before === undefined || owner === undefined) return given
  const parts = rest === '' ? [] : rest.split('/')
  if (kind === 'orgs') {
    return { host: given.host, account: owner, repository: undefined, call: parts, isOrganization: true }
  }
  const [repository, ...call] = parts
  if (repository === undefined) return given
  return { host: given.host, account: owner, repository: `${owner}/${repository}`, call, isOrganization: false }
}

/** `--scope`: an organisation, `owner/name`, either with a host in front. */
function spotOfScope(scope: string | undefined): Spot {
  const parts = (scope ?? '').replace(/^https?:\/\//, '').split('/')
  const host = parts.length > 1 && parts[0]!.includes('.') ? parts.shift()!.toLowerCase() : 'github.com'
  const [account, name] = parts
  return {
    host,
    account: account || undefined,
    repository: account && name ? `${account}/${name}` : undefined,
    call: undefined,
    isOrganization: account !== undefined && account !== '' && name === undefined,
  }
}

/** What addresses inside the record tell besides. */
export function spotOfRecord(spot: Spot, urls: readonly (string | null | undefined)[]): Spot {
  const known = urls.filter((url) => typeof url === 'string' && url.includes('://'))
  const host = known.map(hostOf).find((it) => it !== undefined) ?? spot.host
  for (const url of known) {
    const [, repository] = /\/repos\/([^/]+\/[^/?#]+)/.exec(url!) ?? []
    if (repository !== undefined && spot.repository === undefined && !spot.isOrganization) {
      return { ...spot, host, repository, account: repository.split('/')[0] }
    }
    const [, account] = /\/orgs\/([^/?#]+)/.exec(url!) ?? []
    if (account !== undefined && spot.account === undefined) return { ...spot, host, account, isOrganization: true }
  }
  return { ...spot, host }
}

/** The number of the organisation in an address such as `/organizations/652551/personal-access-tokens/…`. */
export const accountNumberIn = (url: string | null | undefined): string | undefined =>
  /\/organizations\/(\d+)\//.exec(url ?? '')?.[1]

/** The class of answer, so that one class never erases another. */
export const partOf = ({ call }: Spot, sort = 'list'): string => {
  const named = (call ?? []).map((part) => part.replace(/[?&=].*$/, '')).filter((part) => part !== '')
  return named.length > 0 ? named.join('/') : sort.replaceAll(' ', '-')
}

/** A batch says all of one class of answer about one account or repository. */
export const scopeOf = ({ host, account, repository }: Spot, part: string): string =>
  `github:${host}:${(repository ?? account ?? 'unknown').toLowerCase()}:${part}`
