import type { EdgeClaim, NodeClaim } from '../../server/model/facts.ts'
import { allowed, conditionalOn } from '../../server/model/facts.ts'
import { type Confidence, confidences, type NodeKind } from '../../server/model/kinds.ts'
import { location, type NodeId, owner, secretAt, secretByFingerprint } from '../../server/model/node-id.ts'
import type { Emit, Run, ScopedEmit } from '../importer.ts'
import type { Cells } from './columns.ts'
import { aliasesOf, idOf, isGlobal } from './ids.ts'
import type { NamedIdentities } from './named-identities.ts'
import { identityTypeNamed, kindNamed, secretTypeNamed, tierNamed, timeOf, typeName } from './values.ts'

/** What a row says, in the order in which it is made out. */
export interface Row {
  readonly cells: Cells
  readonly scope: string
  /** What ids belong to that name no system of their own. */
  readonly system: string
  readonly run: Run
  readonly emit: Emit
  readonly pointer: string
  readonly named: NamedIdentities
  /** Told of an identity whose row does not say what kind of identity it is. */
  readonly hasNoType: () => void
}

export function emitRow(row: Row): void {
  if (row.cells.has('from') && row.cells.has('to')) emitRelation(row)
  else emitThing(row)
}

function emitThing(row: Row): void {
  const { cells, emit } = row
  const kind = kindOf(cells)
  const id = idOfThing(row, kind)
  if (id === undefined) {
    emit.reject('the row has neither an id nor a name')
    return
  }
  const into = emit.into(row.scope)
  const name = cells.get('name') ?? cells.get('id') ?? cells.get('email')!
  const type = typeOf(kind, cells, emit)
  if (type === undefined && kind === 'Identity') row.hasNoType()
  const isSomebody = kind === 'Identity' || kind === 'Owner'
  const print = kind === 'Secret' ? row.run.fingerprint(cells.get('value') ?? '') : undefined
  const aliases = aliasesOf(cells.get('id'), isSomebody ? cells.get('email') : undefined, print)
  into.node({
    id,
    kind,
    type: type ?? defaultType(kind),
    name,
    ...attributes(row),
    ...(aliases.length > 0 && { aliases }),
  })
  if (kind === 'Identity') row.named.add(id, row.system, [cells.get('id'), cells.get('name'), cells.get('email')])
  if (kind !== 'Owner') emitOwner(row, into, id)
  if (kind === 'Secret') emitSecret(row, into, id)
}

function kindOf(cells: Cells): NodeKind {
  const said = kindNamed(cells.get('kind') ?? '')
  if (said) return said
  const type = cells.get('type') ?? cells.get('kind') ?? ''
  if (identityTypeNamed(type)) return 'Identity'
  if (secretTypeNamed(type) || cells.has('opens') || cells.has('value')) return 'Secret'
  return /^(?:person|team)$/i.test(type) ? 'Owner' : 'Identity'
}

const defaultType = (kind: NodeKind): string =>
  kind === 'Identity' ? 'service_account' : kind === 'Secret' ? 'other' : kind.toLowerCase()

function typeOf(kind: NodeKind, cells: Cells, emit: Emit): string | undefined {
  const said = cells.get('type') ?? (kindNamed(cells.get('kind') ?? '') ? '' : (cells.get('kind') ?? ''))
  if (kind === 'Owner') return /team|group|department/i.test(`${said} ${cells.get('kind')}`) ? 'team' : 'person'
  const known = kind === 'Identity' ? identityTypeNamed(said) : kind === 'Secret' ? secretTypeNamed(said) : undefined
  if (known) return known
  if (said === '') return undefined
  if (kind === 'Identity' || kind === 'Secret')
    emit.skip('the type is none that Ambit knows; it is kept as it is written')
  return typeName(said)
}

function idOfThing(row: Row, kind: NodeKind): NodeId | undefined {
  const { cells, run, system } = row
  const email = cells.get('email')
  const text = cells.get('id') ?? cells.get('name') ?? email
  if (kind === 'Owner' && text !== undefined)
    return owner(typeOf(kind, cells, row.emit) === 'team' ? 'team' : 'person', email ?? text)
  if (kind !== 'Secret' || cells.has('id')) return text === undefined ? undefined : idOf(text, system)
  const value = cells.get('value')
  const fingerprint = value === undefined ? undefined : run.fingerprint(value)
  if (fingerprint !== undefined) return secretByFingerprint(fingerprint)
  return text === undefined ? undefined : secretAt(idOf(cells.get('opens') ?? system, system), text)
}

const plain = ['provider', 'environment', 'dataClass', 'account'] as const
const times = ['createdAt', 'expiresAt', 'lastUsedAt', 'rotatedAt'] as const

function attributes({ cells, emit }: Row): Partial<NodeClaim> {
  const found: { [key in (typeof plain)[number] | (typeof times)[number]]?: string } = {}
  for (const key of plain) {
    const text = cells.get(key === 'provider' ? 'system' : key)
    if (text !== undefined) found[key] = key === 'account' ? text : text.toLowerCase()
  }
  for (const key of times) {
    const text = cells.get(key)
    const time = text === undefined ? undefined : timeOf(text)
    if (time !== undefined) found[key] = time
    else if (text !== undefined && !/^(?:never|none|n\/?a|-|unknown)$/i.test(text)) {
      emit.skip(`${key} is no time that can be read without guessing; write it as 2026-01-31`)
    }
  }
  const properties = propertiesOf(cells)
  const tier = tierOf(cells, emit)
  return { ...found, ...(tier !== undefined && { tier }), ...(properties && { properties }) }
}

function tierOf(cells: Cells, emit: Emit) {
  const text = cells.get('tier') ?? cells.get('criticality')
  const tier = text === undefined ? undefined : tierNamed(text)
  if (text !== undefined && tier === undefined) emit.skip('the tier is not one of 0 to 4, critical, high, medium, low')
  return tier
}

function propertiesOf(cells: Cells): NodeClaim['properties'] {
  const privileges = cells
    .get('privileges')
    ?.split(/[;,|\n]+/)
    .map((it) => it.trim())
    .filter((it) => it !== '')
  const description = cells.get('description')
  if (!privileges && description === undefined) return undefined
  return { ...(privileges && { privileges }), ...(description !== undefined && { description }) }
}

function emitOwner({ cells }: Row, into: ScopedEmit, of: NodeId): void {
  const email = cells.get('ownerEmail') ?? [cells.get('owner')].find((it) => it?.includes('@'))
  const person = cells.get('owner') ?? email
  if (person !== undefined) {
    const id = owner('person', email?.toLowerCase() ?? person)
    into.node({
      id,
      kind: 'Owner',
      type: 'person',
      name: person,
      ...(email !== undefined && { aliases: aliasesOf(undefined, email) }),
    })
    into.edge({ kind: 'OWNS', from: id, to: of, confidence: 'granted', ...allowed })
  }
  const team = cells.get('team')
  if (team === undefined) return
  const id = owner('team', team)
  into.node({ id, kind: 'Owner', type: 'team', name: team })
  into.edge({ kind: 'OWNS', from: id, to: of, confidence: 'granted', ...allowed })
}

function emitSecret({ cells, scope, system, pointer, named }: Row, into: ScopedEmit, id: NodeId): void {
  const opened = cells.get('opens')
  if (opened !== undefined && isGlobal(opened)) {
    const to = idOf(opened, system)
    into.node({ id: to, kind: 'Identity', type: 'service_account', name: opened, stub: true })
    into.edge({ kind: 'AUTHENTICATES_AS', from: id, to, confidence: 'granted', ...allowed })
  } else if (opened !== undefined) named.opens({ secret: id, name: opened, system, scope, pointer })
  const place = cells.get('location')
  if (place === undefined) return
  const from = location('inventory', system, place)
  into.node({ id: from, kind: 'Location', type: 'stated_place', name: place })
  into.edge({ kind: 'HOLDS', from, to: id, confidence: 'granted', ...allowed })
}

/** One of `edges.csv`: its ends are rows of another sheet of the same import, or native ids. */
function emitRelation({ cells, emit, scope, system }: Row): void {
  const kind = (cells.get('relation') ?? cells.get('kind') ?? cells.get('type'))
    ?.toUpperCase()
    .replaceAll(/[\s-]+/g, '_')
  const confidence = cells.get('confidence')?.toLowerCase() ?? 'granted'
  if (kind === undefined) {
    emit.reject('a relation needs its kind, such as CAN_READ')
    return
  }
  if (!isConfidence(confidence)) {
    emit.reject('the confidence is not one of observed, granted, inferred')
    return
  }
  const missing = cells.get('missing')
  const key = cells.get('edgeKey')
  const claim: EdgeClaim = {
    kind,
    from: idOf(cells.get('from')!, system),
    to: idOf(cells.get('to')!, system),
    confidence,
    ...(key !== undefined && { key }),
    ...(missing === undefined ? allowed : conditionalOn(missing)),
  }
  emit.into(scope).edge(claim)
}

const isConfidence = (text: string): text is Confidence => confidences.some((it) => it === text)
