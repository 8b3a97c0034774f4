import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import type { Emit, Place, Run } from '../importer.ts'
import * as actions from './actions.ts'
import { mapAlert } from './alerts.ts'
import type { Answer } from './answer.ts'
import { emitRepository, organizationClaim, repositoryClaim, userClaim } from './claims.ts'
import * as credentials from './credentials.ts'
import * as people from './people.ts'
import { partOf, type Spot, scopeOf, spotOfFile, spotOfRecord } from './place.ts'
import { Alert, DeployKey, GitHubRecord, Installation, lists, Repository } from './shapes.ts'
import { type Sort, sortOf } from './sort.ts'

type Map = (answer: Answer, record: GitHubRecord, emit: Emit) => void

/** For a record that must have more than the loosest shape. */
const shaped =
  <S extends TSchema>(schema: S, map: (answer: Answer, record: Static<S>, emit: Emit) => void): Map =>
  (answer, record, emit) => {
    if (Value.Check(schema, record)) map(answer, record, emit)
    else emit.reject(`it is a ${answer.sort}, but a field of it has another shape`)
  }

const maps: Readonly<Record<Sort, Map>> = {
  organisation: people.mapOrganization,
  repository: shaped(Repository, people.mapRepository),
  'repository of a team': shaped(Repository, people.mapRepository),
  'repository of a grant': shaped(Repository, credentials.mapGrantedRepository),
  'repository of a secret': shaped(Repository, actions.mapSecretRepository),
  installation: shaped(Installation, credentials.mapInstallation),
  token: credentials.mapToken,
  'token request': credentials.mapToken,
  'authorised credential': credentials.mapAuthorizedCredential,
  'deploy key': shaped(DeployKey, credentials.mapDeployKey),
  secret: actions.mapSecret,
  environment: actions.mapEnvironment,
  'subject template': actions.mapSubjectTemplate,
  'actions settings': actions.mapActionsSettings,
  workflow: actions.mapWorkflow,
  branch: actions.mapBranch,
  'branch protection': actions.mapBranchProtection,
  webhook: actions.mapWebhook,
  alert: shaped(Alert, mapAlert),
  team: people.mapTeam,
  'team member': people.mapTeamMember,
  member: people.mapMember,
  membership: people.mapMembership,
  collaborator: people.mapCollaborator,
  account: ({ into, spot }, record) => into.node(userClaim(spot.host, { ...record, login: record.login! })),
}

/** One import of answers: what was read of each file, and what it says. */
export class Reading {
  readonly #run: Run
  readonly #read = new globalThis.Map<string, number>()
  readonly #announced = new globalThis.Map<string, number>()
  #leftOut = false
  /** What sorts of records were met, over all scopes. */
  readonly met = new Set<Sort>()

  constructor(run: Run) {
    this.#run = run
  }

  /** What a page says there is in all. That there is nothing is said of whoever the page is about. */
  announce(total: number, emit: Emit, { file }: Place): void {
    this.#announced.set(file, total)
    const spot = spotOfFile(file, this.#run.scope)
    const { host, account, repository } = spot
    if (total > 0 || !account) return
    const of = repository ? repositoryClaim(host, repository) : organizationClaim(host, { login: account })
    emit.into(scopeOf(spot, partOf(spot))).node(of)
  }

  /** True when pages announced more than was read, something of a page was left out, or events came for a list. */
  get isPartial(): boolean {
    return this.#leftOut || [...this.#announced].some(([file, total]) => (this.#read.get(file) ?? 0) < total)
  }

  take(given: GitHubRecord | GitHubRecord[], emit: Emit, place: Place) {
    if (Array.isArray(given)) return this.#takeItems(given, emit, place)
    const inside = itemsOf(given)
    if (given.total_count !== undefined) this.announce(given.total_count, emit, place)
    if (inside) return this.#takeItems(inside, emit, place)
    const ownPlace = spotOfFile(place.file, this.#run.scope)
    if (given.action && (given.sender || given.installation)) return this.#takeEvent(given, ownPlace, emit)
    this.#read.set(place.file, (this.#read.get(place.file) ?? 0) + 1)
    const spot = spotOfRecord(ownPlace, addressesOf(given))
    const sort = sortOf(given, spot)
    if (!sort && this.#takeBundle(given, emit, place)) return
    if (!sort) return emit.reject('neither its fields nor the name of the file tell what this record is')
    this.#map(given, spotInside(spot, given), sort, emit, scopeOf(spot, partOf(spot, sort)))
  }

  #map(record: GitHubRecord, spot: Spot, sort: Sort, emit: Emit, scope: string): void {
    this.met.add(sort)
    maps[sort]({ spot, sort, run: this.#run, into: emit.into(scope) }, record, emit)
  }

  /** An item that is not taken does not take the rest of its page with it, but the batch then closes nothing. */
  #takeItems(items: readonly unknown[], emit: Emit, place: Place): void {
    const reject = (reason: string) => {
      this.#leftOut = true
      emit.skip(`an item of this page was left out: ${reason}`)
    }
    for (const item of items) {
      if (Value.Check(GitHubRecord, item)) this.take(item, { ...emit, reject }, place)
      else reject('it has another shape than such a page has')
    }
  }

  /** Several answers in one object, each under a name of its own; true when any of them was one. */
  #takeBundle(bundle: GitHubRecord, emit: Emit, place: Place): boolean {
    const parts: unknown[] = Object.values(bundle).filter((part) => typeof part === 'object' && part !== null)
    const before = this.met.size
    if (parts.length < Object.keys(bundle).length) return false
    for (const part of parts) this.#takeItems(answersIn(part), emit, place)
    return this.met.size > before
  }

  /** What a webhook delivers is one change, not a list: it adds, and closes nothing. */
  #takeEvent(event: GitHubRecord, ownPlace: Spot, emit: Emit) {
    this.#leftOut = true
    const { action, installation, repositories, repositories_added: added, sender, repository } = event
    const spot = spotOfRecord(ownPlace, [repository?.url, sender && `https://api.github.com/`])
    const named = repository ? { ...spot, repository: repository.full_name, account: repository.owner?.login } : spot
    const into = emit.into(scopeOf({ ...named, account: named.account ?? undefined }, 'events'))
    if (sender) into.node(userClaim(spot.host, sender))
    if (repository) emitRepository(into, spot.host, repository, '/repository')
    if (/^(deleted|removed|revoked|suspend|resolved)$/.test(action ?? '')) {
      return emit.skip(`a webhook says that something was ${action}; what is left, the lists say`)
    }
    if (Value.Check(Installation, installation)) {
      this.met.add('installation')
      const answer = { spot: named, sort: 'installation', run: this.#run, into } as const
      credentials.mapInstallation(answer, installation, emit, [...(repositories ?? []), ...(added ?? [])])
    }
    const place = { ...named, account: named.account ?? undefined }
    if (Value.Check(DeployKey, event.key))
      this.#map(event.key as GitHubRecord, place, 'deploy key', emit, scopeOf(place, 'events'))
    if (Value.Check(Alert, event.alert))
      this.#map(event.alert as GitHubRecord, place, 'alert', emit, scopeOf(place, 'events'))
  }
}

/** A list of an organisation may speak of its repositories, as that of its alerts does. */
function spotInside(spot: Spot, { full_name, url }: GitHubRecord): Spot {
  const repository = full_name ? undefined : /\/repos\/([^/]+\/[^/?#]+)/.exec(url ?? '')?.[1]
  return spot.repository || !repository ? spot : { ...spot, repository, account: repository.split('/')[0] }
}

/** A list, a page, one record, or lists by the number of what they belong to. */
function answersIn(part: unknown): readonly unknown[] {
  if (Array.isArray(part)) return part
  const lists: unknown[] = Object.values(part as object)
  const isLists = lists.every((list) => Array.isArray(list) && list.every((it) => typeof it === 'object'))
  return isLists && !itemsOf(part as GitHubRecord) ? lists.flat() : [part]
}

/** Where a record says that it lies. */
const addressesOf = (record: GitHubRecord) => [
  record.url,
  record.selected_repositories_url,
  record.html_url,
  typeof record.commit === 'object' && record.commit !== null && 'url' in record.commit ? `${record.commit.url}` : '',
]

/** The items of a page that came whole: slurped, or one page a line. */
function itemsOf(record: GitHubRecord): readonly unknown[] | undefined {
  if (record.action) return undefined
  const found = lists.map((list) => record[list]).find((list) => list !== undefined) ?? record.repositories
  return found ?? (record.total_count === 0 ? [] : undefined)
}
