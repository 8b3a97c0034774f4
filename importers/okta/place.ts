import type { NodeClaim } from '../../server/model/facts.ts'
import { okta, oktaPart } from '../../server/model/node-id.ts'
import type { Emit, Run, ScopedEmit } from '../importer.ts'
import { addressesOf, type OktaRecord } from './shapes.ts'

/** A record with what its addresses and its call tell of where it belongs. */
export interface Placed {
  readonly record: OktaRecord
  readonly emit: Emit
  readonly run: Run
  /** The host of the organisation, or what `--scope` names it. */
  readonly org: string
  /** What the application, user, group or client is that the call is about. */
  readonly parent: string | undefined
  /** The role assignment in the call, where it names one. */
  readonly assignment: string | undefined
  readonly into: (part: string) => ScopedEmit
}

/** Ids of Okta; documentation has `{clientId}` in their place. */
const isId = (text: string | null | undefined): text is string => !!text && /^[A-Za-z0-9_.-]{5,}$/.test(text)
export const idIn = (text: string | null | undefined): string | undefined => (isId(text) ? text : undefined)

export function placed(record: OktaRecord, call: string, emit: Emit, run: Run): Placed {
  const addresses = addressesOf(record)
  const hosts = addresses.flatMap((it) => /^https:\/\/([a-z0-9.-]+)\//i.exec(it)?.[1]?.toLowerCase() ?? [])
  const told = hosts.find((host) => /\.(?:okta|oktapreview|okta-emea|okta-gov)\.com$|\.okta\.mil$/.test(host))
  const org = run.scope ?? told?.replace('-admin.', '.') ?? hosts[0] ?? 'unknown'
  const paths = [...addresses, call]
  const [parent, assignment] = [
    firstOf(paths, /\/(?:apps|clients|client)\/([^/?# ]+)/) ?? firstOf(paths, /\/(?:users|groups)\/([^/?# ]+)/),
    firstOf([call, ...addresses], /\/roles\/([^/?# ]+)\/targets/),
  ]
  return { record, emit, run, org, parent, assignment, into: (part) => emit.into(`okta:${org}:${part}`) }
}

const firstOf = (texts: readonly string[], pattern: RegExp) =>
  texts.map((text) => idIn(pattern.exec(text)?.[1])).find((id) => id !== undefined)

const about = (org: string) => ({ provider: 'okta', account: org }) as const

export const orgClaim = (org: string): NodeClaim => ({
  id: oktaPart(org, 'org'),
  kind: 'Resource',
  type: 'okta_org',
  name: org === 'unknown' ? 'Okta organisation' : org,
  ...about(org),
})

export const userStub = (org: string, id: string): NodeClaim => ({
  id: okta(id),
  kind: 'Identity',
  type: 'human',
  name: id,
  ...about(org),
  stub: true,
})

export const groupStub = (org: string, id: string): NodeClaim => ({
  id: okta(id),
  kind: 'Group',
  type: 'group',
  name: id,
  ...about(org),
  stub: true,
})

export const clientStub = (org: string, id: string): NodeClaim => ({
  id: okta(id),
  kind: 'Identity',
  type: 'oauth_app',
  name: id,
  ...about(org),
  stub: true,
})

/** Ids begin with what they are of. */
export const stubOf = (org: string, id: string): NodeClaim =>
  id.startsWith('00u') ? userStub(org, id) : id.startsWith('00g') ? groupStub(org, id) : clientStub(org, id)
