import type { CsvEstate } from '../csv-estate.ts'
import type { KindColumn } from '../node-kinds.ts'
import type { Queries } from '../queries.ts'
import { Draft } from './draft.ts'
import { makeQueries } from './make-queries.ts'
import { type MadeKind, madeKinds, People } from './people.ts'
import { type MadeName, type Shape, shapes, sizes } from './shape.ts'

const SEED = 42
/** Every ninth resource is used by many teams; none of those lets anyone go further. */
const SHARED = 9
const JEWELS = 0.0025

export interface MadeEstate {
  readonly estate: CsvEstate
  readonly nodeKinds: KindColumn
  readonly queries: Queries
}

export function makeEstate(
  { shape, size }: MadeName,
  seed = SEED,
  { nodes, edges }: { readonly nodes: number; readonly edges: number } = sizes[size],
): MadeEstate {
  const draft = new Draft(edges, seed)
  const people = new People(nodes, draft)
  for (let team = 0; team < people.teams; team++) {
    drawIdentities(draft, people, team)
    drawRoles(draft, people, team, shapes[shape])
    drawThings(draft, people, team)
  }
  drawCores(draft, people, shapes[shape])
  fillWithGrants(draft, people)
  const { criticality, jewels } = valued(draft, people)
  const { from, to, kind, kinds } = draft
  const estate = { nodeCount: nodes, criticality, from, to, kind, kinds }
  return { estate, nodeKinds: kindColumn(people), queries: makeQueries(draft, people, jewels) }
}

function drawIdentities(draft: Draft, people: People, team: number): void {
  for (const kind of ['human', 'service_account', 'app', 'agent', 'workload'] as const) {
    for (const node of people.of(kind, team)) {
      for (let n = draft.few(8, 1.4); n > 0; n--) draft.add(node, 'MEMBER_OF', people.one('group', team, 1.6))
      if (kind !== 'human' && draft.chance(0.5)) draft.add(node, 'CAN_ASSUME', people.one('role', team, 1.2))
      if (kind === 'workload' && draft.chance(0.25)) draft.add(node, 'CAN_READ', people.one('secret', team))
      for (let n = kind === 'app' ? draft.few(6, 1.6) : 0; n > 0; n--)
        draft.add(node, 'HOLDS', people.one('grant', team))
      for (let n = kind === 'agent' ? 1 + draft.few(20, 1.2) : 0; n > 0; n--)
        draft.add(node, 'USES', people.one('tool', team))
    }
  }
  for (const secret of people.of('secret', team))
    draft.add(secret, 'AUTHENTICATES_AS', anyIdentity(draft, people, team))
}

function drawRoles(draft: Draft, people: People, team: number, { sideways }: Shape): void {
  for (const group of people.of('group', team)) {
    if (draft.chance(0.5)) draft.add(group, 'NESTED_IN', people.one('group', team, 1.6))
    for (let n = draft.few(12, 1.5); n > 0; n--) draft.add(group, 'HAS_ROLE', people.one('role', team, 1.2))
  }
  for (const role of people.of('role', team)) {
    if (draft.chance(0.2)) draft.add(role, 'CAN_ASSUME', people.one('role', team))
    if (draft.chance(0.05)) draft.add(role, 'CAN_READ', people.one('secret', team))
    const behind = team + 1 + draft.below(20)
    if (draft.chance(sideways) && behind < people.teams) draft.add(role, 'CAN_ASSUME', people.one('role', behind))
  }
}

function drawThings(draft: Draft, people: People, team: number): void {
  for (const grant of people.of('grant', team)) {
    for (let n = draft.few(20, 1.1); n > 0; n--) draft.add(grant, 'SCOPES', people.one('resource', team, 1.6))
    if (draft.chance(0.05)) draft.add(grant, 'ACTS_AS', anyIdentity(draft, people, team))
  }
  for (const tool of people.of('tool', team)) {
    for (let n = draft.few(12, 1.2); n > 0; n--) draft.add(tool, 'ACCESSES', people.one('resource', team, 1.6))
    if (draft.chance(0.15)) draft.add(tool, 'RUNS_AS', anyIdentity(draft, people, team))
  }
  for (const resource of people.of('resource', team))
    if (resource % SHARED !== 0 && draft.chance(0.01)) draft.add(resource, 'EXPOSES', people.one('secret', team))
}

/** The first teams are the cores: whoever is in one comes to all of it, and to the teams that it administers. */
function drawCores(draft: Draft, people: People, shape: Shape): void {
  for (let core = 0; core < shape.cores; core++) {
    for (const role of people.of('role', core)) {
      for (let n = 3; n > 0; n--) draft.add(role, 'CAN_ASSUME', people.one('role', core))
      for (let n = 2; n > 0; n--) draft.add(role, 'CAN_READ', people.one('secret', core))
    }
  }
  for (let team = shape.cores; team < people.teams && shape.cores > 0; team++) {
    const administered = draft.chance(shape.administered)
    const admin = people.adminOf(team)
    for (let n = administered ? shape.coresOfTeam : 0; n > 0; n--)
      draft.add(people.one('role', draft.below(shape.cores)), 'CAN_ASSUME', admin)
    for (let n = administered ? 14 : 0; n > 0; n--) {
      draft.add(admin, 'CAN_ASSUME', people.one('role', team))
      draft.add(admin, 'CAN_READ', people.one('secret', team))
      draft.add(admin, 'CAN_ASSUME', people.one('group', team))
    }
    for (let n = shape.leaksFromAdministered || !administered ? 2 : 0; n > 0; n--) {
      const lies = people.one('resource', team, 3)
      if (lies % SHARED !== 0 && draft.chance(shape.leaky))
        draft.add(lies, 'EXPOSES', people.one('secret', draft.below(shape.cores)))
    }
  }
}

/** The rest are grants of roles on resources, each once; a few roles have many of them. */
function fillWithGrants(draft: Draft, people: People): void {
  const [first, end] = people.range('resource')
  const [firstRole, endRole] = people.range('role')
  const weight = Uint16Array.from({ length: endRole - firstRole }, () => draft.few(400, 1.25))
  const each = draft.left / weight.reduce((sum, it) => sum + it, 0)
  const shared = Math.floor((end - first) / SHARED) - 1
  const firstShared = first + SHARED - (first % SHARED)
  const aShared = () => firstShared + SHARED * Math.floor(shared * draft.random() ** 1.5)
  const grantedTo = new Uint32Array(people.nodes)
  const grant = (role: number, resource: number) => {
    if (resource === -1 || grantedTo[resource] === role + 1) return 0
    grantedTo[resource] = role + 1
    draft.add(role, 'GRANTS', resource)
    return 1
  }
  for (let team = 0; team < people.teams; team++) {
    for (const role of people.of('role', team)) {
      const wanted = Math.round(each * weight[role - firstRole]!)
      for (let n = wanted, tries = 4 * wanted + 32; n > 0 && tries > 0 && !draft.isFull; tries--)
        n -= grant(role, draft.chance(0.5) ? people.one('resource', team, 1.3) : aShared())
    }
  }
  while (!draft.isFull) grant(firstRole + draft.below(endRole - firstRole), aShared())
}

function valued(draft: Draft, people: People) {
  const [first, end] = people.range('resource')
  const criticality = new Uint8Array(people.nodes)
  for (let node = first; node < end; node++) criticality[node] = Math.min(9, Math.floor(10 * draft.random() ** 2.2))
  const jewels = new Set<number>()
  const wanted = Math.max(10, Math.round((end - first) * JEWELS))
  while (jewels.size < wanted) {
    const node = first + draft.below(end - first)
    if (node % SHARED === 0) continue
    jewels.add(node)
    criticality[node] = 10
  }
  return { criticality, jewels: [...jewels] }
}

function anyIdentity(draft: Draft, people: People, team: number): number {
  const kind = (['service_account', 'service_account', 'app', 'agent', 'workload'] as const)[draft.below(5)]!
  return people.one(kind, team)
}

function kindColumn(people: People): KindColumn {
  const column = new Uint8Array(people.nodes)
  for (const [i, kind] of madeKinds.entries()) column.fill(i, ...people.range(kind as MadeKind))
  return { names: madeKinds, column }
}
