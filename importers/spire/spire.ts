// https://github.com/spiffe/spire/blob/main/doc/spire_server.md — `entry show` and `agent list` with `-output json`
import { type Static, Type } from 'typebox'
import { allowed, type NodeClaim } from '../../server/model/facts.ts'
import { globalId, type NodeId, spireEntry } from '../../server/model/node-id.ts'
import { defineImporter, type Emit, recordType } from '../importer.ts'

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]))
const Flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]))
const Count = Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Null()]))
const SpiffeId = Type.Object({ trust_domain: Type.String({ minLength: 1 }), path: Type.Optional(Type.String()) })
const Selectors = Type.Optional(
  Type.Union([Type.Array(Type.Object({ type: Type.String(), value: Type.String() })), Type.Null()]),
)

const Entry = Type.Object({
  id: Type.String(),
  spiffe_id: SpiffeId,
  parent_id: SpiffeId,
  selectors: Selectors,
  federates_with: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  hint: Text,
  admin: Flag,
  downstream: Flag,
  created_at: Count,
  expires_at: Count,
  dns_names: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  revision_number: Count,
  store_svid: Flag,
  x509_svid_ttl: Count,
  jwt_svid_ttl: Count,
})
type Entry = Static<typeof Entry>

const Agent = Type.Object({
  id: SpiffeId,
  attestation_type: Text,
  x509svid_serial_number: Text,
  x509svid_expires_at: Count,
  selectors: Selectors,
  banned: Flag,
  can_reattest: Flag,
})
type Agent = Static<typeof Agent>

export const spire = defineImporter({
  source: 'spire',
  version: 1,
  reads: 'the registration entries and agents of a SPIRE server',
  get: ['spire-server entry show -output json > entries.json', 'spire-server agent list -output json > agents.json'],
  sniff: ({ text }) =>
    (/"spiffe_id"\s*:/.test(text) && /"parent_id"\s*:/.test(text)) ||
    (/"trust_domain"\s*:/.test(text) && /"attestation_type"\s*:/.test(text)),
  format: 'json',
  open() {
    const met = new Set<string>()
    let more = false
    const entry = (it: Entry, emit: Emit) => {
      met.add('entry')
      mapEntry(it, emit)
    }
    const agent = (it: Agent, emit: Emit) => {
      met.add('agent')
      mapAgent(it, emit)
    }
    return {
      records: [
        recordType('/entries/#', Entry, entry),
        recordType('/#', Entry, entry),
        recordType('/agents/#', Agent, agent),
        recordType('/next_page_token', Type.String(), (token) => {
          more ||= token !== ''
        }),
      ],
      ofEmpty: (file) => `spire:unknown:${file}`,
      partial: () => more,
      coverage: () => [
        ...(met.has('entry')
          ? []
          : [{ missing: 'who is given which SPIFFE id', settledBy: 'spire-server entry show' }]),
        ...(met.has('agent')
          ? []
          : [{ missing: 'which agents there are, and where', settledBy: 'spire-server agent list' }]),
        {
          missing: 'the issuer of the JWT-SVIDs, which clouds trust by its address',
          settledBy: 'jwt_issuer of server.conf',
        },
      ],
    }
  },
})

const about = (domain: string) => ({ provider: 'spiffe', account: domain }) as const
const idOf = ({ trust_domain, path = '' }: Static<typeof SpiffeId>): NodeId =>
  globalId(`spiffe://${trust_domain}${path}`)

const domainClaim = (domain: string): NodeClaim => ({
  id: globalId(`spiffe://${domain}`),
  kind: 'Resource',
  type: 'spiffe_trust_domain',
  name: `trust domain ${domain}`,
  ...about(domain),
})

const identity = (id: Static<typeof SpiffeId>): NodeClaim => ({
  id: idOf(id),
  kind: 'Identity',
  type: 'workload',
  name: idOf(id),
  ...about(id.trust_domain),
})

/** Seconds since 1970; SPIRE writes them as text, and 0 for never. */
function timeOf(seconds: string | number | null | undefined): string | undefined {
  const at = Number(seconds ?? 0)
  return Number.isSafeInteger(at) && at > 0 ? new Date(at * 1000).toISOString() : undefined
}

const textOf = (selectors: Static<typeof Selectors> | undefined) =>
  (selectors ?? []).map(({ type, value }) => `${type}:${value}`).sort()

/** One id may stand in several entries; each is another way to be given it, with an end of its own. */
function mapEntry(it: Entry, emit: Emit) {
  const domain = it.spiffe_id.trust_domain
  const into = emit.into(`spire:${domain}:entries`)
  const [own, parent, entry] = [identity(it.spiffe_id), identity(it.parent_id), spireEntry(domain, it.id)]
  const until = timeOf(it.expires_at)
  const expiresAt = until === undefined ? {} : { expiresAt: until }
  into.node(domainClaim(domain))
  into.node(own)
  into.node({ ...parent, stub: true })
  into.node({
    id: entry,
    kind: 'Resource',
    type: 'spire_entry',
    name: `Entry ${it.id} of ${own.id}`,
    ...about(domain),
    createdAt: timeOf(it.created_at),
    ...expiresAt,
    counts: false,
    properties: {
      selectors: textOf(it.selectors),
      parent: parent.id,
      ...(it.admin ? { admin: true } : {}),
      ...(it.downstream ? { downstream: true } : {}),
      ...(it.federates_with?.length ? { federatesWith: it.federates_with } : {}),
    },
  })
  const edge = { confidence: 'granted', ...allowed } as const
  into.edge({ kind: 'CONTAINS', from: domainClaim(domain).id, to: own.id, ...edge })
  into.edge({ kind: 'APPLIES_TO', from: entry, to: own.id, key: 'spire entry', ...edge, ...expiresAt })
}

function mapAgent(it: Agent, emit: Emit) {
  const domain = it.id.trust_domain
  const into = emit.into(`spire:${domain}:agents`)
  into.node(domainClaim(domain))
  into.node({
    ...identity(it.id),
    properties: {
      enabled: it.banned !== true,
      agent: true,
      selectors: textOf(it.selectors),
      ...(it.attestation_type ? { attestation: it.attestation_type } : {}),
    },
  })
  into.edge({ kind: 'CONTAINS', from: domainClaim(domain).id, to: idOf(it.id), confidence: 'granted', ...allowed })
}
