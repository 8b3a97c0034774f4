// https://a2a-protocol.org/latest/specification/ (1.0), https://a2a-protocol.org/v0.3.0/specification/
import { Type } from 'typebox'
import { allowed, conditionalOn, type Json } from '../server/model/facts.ts'
import { a2aAgent, a2aCaller, anyone, gate, owner } from '../server/model/node-id.ts'
import { defineImporter, type Emit, recordType } from './importer.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Requirement = Type.Record(Type.String(), Type.Unknown())
const Card = Type.Object({
  name: Type.String(),
  description: Text,
  url: Text,
  supportedInterfaces: Type.Optional(Type.Array(Type.Object({ url: Type.String() }))),
  additionalInterfaces: Type.Optional(Type.Array(Type.Object({ url: Type.String() }))),
  protocolVersion: Text,
  provider: Type.Optional(Type.Union([Type.Object({ organization: Text }), Type.Null()])),
  securitySchemes: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
  security: Type.Optional(Type.Union([Type.Array(Requirement), Type.Null()])),
  securityRequirements: Type.Optional(Type.Union([Type.Array(Requirement), Type.Null()])),
  skills: Type.Array(Type.Object({ id: Text, name: Text })),
})
type Card = Type.Static<typeof Card>

export const a2a = defineImporter({
  source: 'a2a',
  version: 1,
  reads: 'cards of agents that take work from other agents (A2A 0.3 and 1.0)',
  get: ['curl https://<agent>/.well-known/agent-card.json > agent-card.json'],
  sniff: ({ text }) =>
    /"skills"\s*:\s*\[/.test(text) &&
    /"(defaultInputModes|defaultOutputModes|protocolVersion|supportedInterfaces)"\s*:/.test(text) &&
    /"(url|supportedInterfaces)"\s*:/.test(text),
  format: 'json',
  open() {
    return {
      records: [
        recordType('', Type.Union([Card, Type.Array(Card)]), (cards, emit) => {
          if (!Array.isArray(cards)) mapCard(cards, emit, '')
          else for (const [i, card] of cards.entries()) mapCard(card, emit, `/${i}`)
        }),
      ],
      coverage: () => [
        {
          missing:
            'what the agent itself may do, and by which tools: its card tells callers what it offers, not what it holds',
        },
        {
          missing: 'which agents call it: a card names no callers',
          settledBy: 'their own configurations, or a facts file',
        },
      ],
    }
  },
})

/** Without what could hold a credential. */
function addressOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
}

function mapCard(card: Card, emit: Emit, at: string): void {
  const stated = [card.url ?? [], card.supportedInterfaces ?? [], card.additionalInterfaces ?? []].flat()
  const addresses = [...new Set(stated.flatMap((it) => addressOf(typeof it === 'string' ? it : it.url) ?? []))]
  const [address] = addresses
  if (address === undefined) {
    emit.reject('an agent card without an address')
    return
  }
  const scoped = emit.into(`a2a:${address}`)
  const id = a2aAgent(address)
  const properties: { [key: string]: Json } = {
    skills: card.skills.flatMap(({ id, name }) => id ?? name ?? []),
    ...(card.protocolVersion ? { protocolVersion: card.protocolVersion } : {}),
  }
  const aliases = addresses.map((it) => `a2a:${it}`)
  scoped.node({ id, kind: 'Identity', type: 'agent', name: card.name, provider: 'a2a', aliases, properties }, at)
  const organization = card.provider?.organization
  if (organization) {
    const from = owner('team', organization)
    scoped.node({ id: from, kind: 'Owner', type: 'team', name: organization }, `${at}/provider`)
    const note = 'The card says so of itself.'
    scoped.edge({ kind: 'OWNS', from, to: id, confidence: 'inferred', note, ...allowed }, `${at}/provider`)
  }
  const said = card.securityRequirements ?? card.security ?? []
  const key = card.securityRequirements ? 'securityRequirements' : 'security'
  for (const [i, requirement] of said.entries()) sayCallers(card, requirement, address, scoped, `${at}/${key}/${i}`)
  // An empty requirement among others lets anyone in.
  if (said.length > 0 && !said.some((it) => schemesOf(it).length === 0)) return
  scoped.node({ id: anyone, kind: 'Identity', type: 'external', name: 'anyone', stub: true }, at)
  const missing = `who reaches ${address}, and whether it asks for a credential that its card does not name`
  const note = 'Its card asks its callers for nothing.'
  scoped.edge(
    { kind: 'CAN_INSTRUCT', from: anyone, to: id, confidence: 'granted', note, ...conditionalOn(missing) },
    at,
  )
}

/** Each with its scopes: `{google: [..]}` in 0.3, `{schemes: {google: {list: [..]}}}` in 1.0. */
function schemesOf(requirement: {
  readonly [key: string]: unknown
}): readonly (readonly [string, readonly string[]])[] {
  const { schemes = requirement } = requirement
  if (typeof schemes !== 'object' || schemes === null) return []
  return Object.entries(schemes).map(([name, value]) => {
    const scopes = Array.isArray(value) ? value : (value as { readonly list?: unknown } | null)?.list
    return [name, Array.isArray(scopes) ? scopes.filter((it): it is string => typeof it === 'string') : []] as const
  })
}

/** What is asked of a caller, as a gate; who can meet it the card does not say. */
function sayCallers(
  card: Card,
  requirement: { readonly [key: string]: unknown },
  address: string,
  scoped: ReturnType<Emit['into']>,
  at: string,
): void {
  const schemes = schemesOf(requirement)
  if (schemes.length === 0) return
  const asked = schemes
    .map(([name, scopes]) => (scopes.length > 0 ? `${name} (${scopes.join(' ')})` : name))
    .join(' and ')
  const from = a2aCaller(address, asked)
  const through = gate(`a2a ${address}`, asked)
  const issuers = schemes.flatMap(([name]) => issuerOf(card.securitySchemes?.[name]) ?? [])
  const name = `whoever signs in to ${card.name} by ${asked}`
  const properties = { scopes: schemes.flatMap(([, scopes]) => scopes), issuers }
  scoped.node({ id: from, kind: 'Identity', type: 'external', name, provider: 'a2a', stub: true, properties }, at)
  scoped.node({ id: through, kind: 'Gate', type: 'condition', name: `${asked} of ${card.name}` }, at)
  const missing = `who is given ${asked} for ${address}`
  const claim = { kind: 'CAN_INSTRUCT', from, to: a2aAgent(address), gates: [through] }
  scoped.edge({ ...claim, confidence: 'granted', ...conditionalOn(missing) }, at)
}

/** The one address of an issuer that every shape of a scheme carries somewhere. */
function issuerOf(scheme: unknown): string | undefined {
  const found = /"(?:openIdConnectUrl|tokenUrl|authorizationUrl)":"([^"]+)"/.exec(JSON.stringify(scheme) ?? '')?.[1]
  return found === undefined ? undefined : addressOf(found)
}
