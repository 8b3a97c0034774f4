// https://spiffe.io/docs/latest/deploying/registering/
import { allowed } from '../../model/facts.ts'
import { globalId } from '../../model/node-id.ts'
import { defineDerivation, type Given, type GivenEdge, type GivenNode } from '../derivation.ts'

const docs = 'https://github.com/spiffe/spire/blob/main/doc'

export interface Registered {
  readonly entry: GivenNode
  readonly identity: GivenNode
  readonly edge: GivenEdge
  readonly selectors: readonly string[]
}

/** Every entry with whom it registers; its end is the edge's, so that what rests on it ends with it. */
export function* registered({ edges, node }: Given): Generator<Registered> {
  for (const edge of edges) {
    if (edge.key !== 'spire entry') continue
    const [entry, identity] = [node(edge.from), node(edge.to)]
    if (entry && identity) yield { entry, identity, edge, selectors: selectorsOf(entry) }
  }
}

export const selectorsOf = ({ properties }: GivenNode): readonly string[] => {
  const selectors = properties?.['selectors']
  return Array.isArray(selectors) ? selectors.map(String) : []
}

export const spireEntries = defineDerivation({
  id: 'spire-entries',
  version: 1,
  adds: ['CAN_ASSUME', 'CAN_CONTROL'],
  says: 'An agent is handed the keys of the ids registered under it; an id marked admin or downstream controls its trust domain: the one by the server’s API, the other by signing for it.',
  reads: { nodes: ['spire_entry'], also: ['workload', 'spiffe_trust_domain'], edges: ['APPLIES_TO'] },
  derive(given, emit) {
    const agents = given.nodes.filter(({ properties }) => properties?.['agent'] === true)
    for (const { entry, identity, edge, selectors } of registered(given)) {
      const parent = given.node(globalId(String(entry.properties?.['parent'] ?? '')))
      const domain = given.node(globalId(`spiffe://${identity.account}`))
      const claim = { confidence: 'granted', ...allowed } as const
      const isOfServer = parent?.id === `spiffe://${identity.account}/spire/server`
      if (parent && !isOfServer && parent.properties?.['enabled'] !== false) {
        const note = 'The agent holds the keys of what is registered under it.'
        const says = { ...claim, note, properties: { source: `${docs}/spire_agent.md` } }
        emit.edge([parent, entry, edge, identity], {
          kind: 'CAN_ASSUME',
          from: parent.id,
          to: identity.id,
          key: entry.id,
          ...says,
        })
      }
      // Under the server itself, the selectors are of agents, and the id is another name for those that have them all.
      for (const agent of isOfServer && selectors.length > 0 ? agents : []) {
        const own = new Set(selectorsOf(agent))
        if (agent.properties?.['enabled'] === false || !selectors.every((it) => own.has(it))) continue
        emit.edge([agent, entry, edge, identity], {
          kind: 'CAN_ASSUME',
          from: agent.id,
          to: identity.id,
          key: entry.id,
          ...claim,
        })
      }
      for (const [mark, says] of marks) {
        if (!domain || entry.properties?.[mark] !== true) continue
        const named = {
          key: `spire ${mark}`,
          note: says,
          properties: { technique: 'T1098', source: `${docs}/spire_server.md` },
        }
        emit.edge([entry, edge, identity, domain], {
          kind: 'CAN_CONTROL',
          from: identity.id,
          to: domain.id,
          ...named,
          ...claim,
        })
      }
    }
  },
})

const marks = [
  ['admin', 'Its entry is marked admin: the server’s API lets it register any id.'],
  ['downstream', 'Its entry is marked downstream: it is given an authority that signs for the trust domain.'],
] as const
