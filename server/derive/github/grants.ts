import { allowed, conditionalOn, type EdgeClaim, type Verdict } from '../../model/facts.ts'
import { globalId, type NodeId } from '../../model/node-id.ts'
import { type Basis, type DeriveEmit, defineDerivation, type GivenNode } from '../derivation.ts'
import { estateEdges, estateTypes, GitHubEstate } from './estate.ts'
import { type Right, rightsOf } from './rights.ts'

export const githubGrants = defineDerivation({
  id: 'github-grants',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_EXECUTE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'What the permissions of an app or a fine-grained token reach: the repositories it was given or all of them, their environments and alerts, and the organisation; a token never more than its owner.',
  reads: { nodes: ['application'], also: estateTypes, edges: estateEdges },
  derive(given, emit) {
    const estate = new GitHubEstate(given, emit)
    for (const grant of given.nodes) {
      if (grant.type !== 'application' || grant.provider !== 'github') continue
      const scopes = grant.properties?.['scopes']
      if (!Array.isArray(scopes)) continue
      const rights = rightsOf(scopes.filter((scope) => typeof scope === 'string'))
      const applied = estate.from(grant.id).filter(({ kind }) => kind === 'APPLIES_TO')
      const account = applied.find(({ key }) => key === 'account')
      const organization = account && given.node(account.to)
      const work: Work = {
        estate,
        emit,
        grant,
        rights,
        selected: applied.filter(({ key }) => key === 'selected').map(({ to }) => to),
      }
      if (organization) ofAccount(work, organization)
    }
  },
})

interface Work {
  readonly estate: GitHubEstate
  readonly emit: DeriveEmit
  readonly grant: GivenNode
  readonly rights: readonly Right[]
  readonly selected: readonly NodeId[]
}

function ofAccount(work: Work, organization: GivenNode) {
  const { estate, grant, rights } = work
  for (const right of rights) {
    if (right.on === 'organisation' && organization.type === 'github_organization') {
      const [verdict, by] = byOwner(work, organization)
      if (verdict) say(work, right, organization.id, [organization, ...by], verdict)
    }
  }
  const repositories = targetsOf(work, organization)
  for (const right of rights) {
    if (right.on === 'repository') {
      for (const { id, restsOn, verdict, may } of repositories) if (may(right)) say(work, right, id, restsOn, verdict)
    }
    if (right.on === 'shared secrets') shareSecrets(work, right, organization)
  }
  const inside = rights.filter(({ on }) => on === 'environments' || on === 'alerts')
  if (inside.length === 0) return
  const whole = grant.properties?.['selection'] === 'all'
  const named = whole
    ? estate.repositoriesOf(organization).map(({ node }) => node)
    : work.selected.flatMap((id) => estate.given.node(id) ?? [])
  for (const repository of named) for (const right of inside) partsOf(work, right, repository)
}

interface Target {
  readonly id: NodeId
  readonly restsOn: Basis
  readonly verdict: Verdict
  /** Whether the token's owner may do as much himself. */
  readonly may: (right: Right) => boolean
}

const anything = () => true

/** The repositories a grant is for. A token that is for all of them is for all that its owner sees. */
function targetsOf(work: Work, organization: GivenNode): readonly Target[] {
  const { estate, grant, selected } = work
  const selection = grant.properties?.['selection']
  if (selection === 'none') return []
  const known = estate.repositoriesOf(organization)
  const whole = (verdict: Verdict): Target => ({
    id: estate.allRepositories(organization),
    restsOn: [organization],
    verdict,
    may: anything,
  })
  if (organization.type !== 'github_organization' && selection === 'all') {
    return known.map(({ node, within }) => ({ id: node.id, restsOn: [node, within], verdict: allowed, may: anything }))
  }
  if (selection === 'all') {
    const owner = ownerOf(grant)
    const isBounded =
      owner !== undefined &&
      estate.ownership(owner, organization) === 'no' &&
      known.some(({ node }) => node.properties?.['collaboratorsListed'] === true)
    if (!isBounded) return [whole(allowed)]
    return known.map(({ node, within }) => bounded(work, node, organization, [within]))
  }
  if (selected.length > 0) {
    return selected.flatMap((id) => {
      const node = estate.given.node(id)
      return node ? [bounded(work, node, organization, [])] : []
    })
  }
  if (organization.type !== 'github_organization') return []
  return [whole(conditionalOn(`which repositories ${grant.name} is for: the list that its repositories_url names`))]
}

/** Where the collaborators of a repository are listed, a token does there what its owner may, and no more. */
function bounded({ estate, grant }: Work, node: GivenNode, organization: GivenNode, more: Basis): Target {
  const target = { id: node.id, restsOn: [node, ...more], verdict: allowed }
  const owner = ownerOf(grant)
  const isListed = node.properties?.['collaboratorsListed'] === true
  if (owner === undefined || !isListed || typeof estate.ownership(owner, organization) === 'object')
    return { ...target, may: anything }
  const kinds = new Set(estate.accessOf(owner).flatMap(({ access }) => (access.to === node.id ? access.kind : [])))
  const may = ({ gives }: Right) => gives.every((kind) => kinds.has('CAN_CONTROL') || kinds.has(kind))
  return { ...target, may }
}

const ownerOf = ({ properties }: GivenNode): NodeId | undefined => {
  const owner = properties?.['owner']
  return typeof owner === 'string' ? globalId(owner) : undefined
}

/** An app does in an organisation what it was let; a token only what its owner may, who must be an owner of it too. */
function byOwner({ estate, grant }: Work, organization: GivenNode): [Verdict | undefined, Basis] {
  const owner = ownerOf(grant)
  if (owner === undefined) return [allowed, []]
  const ownership = estate.ownership(owner, organization)
  if (ownership === 'no') return [undefined, []]
  if (ownership !== 'unknown') return [allowed, [ownership]]
  const name = estate.given.node(owner)?.name ?? owner
  return [
    conditionalOn(
      `whether ${name} is an owner of ${organization.name}: gh api /orgs/${organization.name}/members?role=admin`,
    ),
    [],
  ]
}

/** Environments and alerts of one repository. */
function partsOf(work: Work, right: Right, repository: GivenNode) {
  const { estate } = work
  if (right.on === 'alerts') {
    for (const alert of estate.into(repository.id)) {
      if (alert.kind === 'APPLIES_TO' && alert.key === 'alert')
        say(work, right, alert.from, [repository, alert], allowed)
    }
    return
  }
  for (const part of estate.from(repository.id)) {
    const job = part.kind === 'CONTAINS' ? estate.given.node(part.to) : undefined
    if (job?.type === 'ci_job' && job.properties?.['environment'] !== undefined) {
      say(work, right, job.id, [repository, part, job], allowed)
    }
  }
}

/** Secrets of the organisation that are for some repositories may be given to one more. */
function shareSecrets(work: Work, right: Right, organization: GivenNode) {
  const [verdict, by] = byOwner(work, organization)
  if (!verdict || work.grant.properties?.['selection'] === 'none') return
  for (const given of work.estate.into(organization.id)) {
    if (given.kind === 'APPLIES_TO' && given.key === 'given')
      say(work, right, given.from, [organization, given, ...by], verdict)
  }
}

function say({ emit, grant }: Work, right: Right, to: NodeId, restsOn: Basis, verdict: Verdict) {
  const missing = [verdict.missing, right.missing].filter((it) => it !== undefined)
  const whole = missing.length > 0 ? conditionalOn(missing.join('; ')) : allowed
  for (const kind of right.gives) {
    const edge: EdgeClaim = {
      kind,
      from: grant.id,
      to,
      confidence: 'granted',
      key: right.id,
      note: right.says,
      properties: { source: right.source, needs: right.needs },
      ...whole,
    }
    emit.edge([grant, ...restsOn], edge)
  }
}
