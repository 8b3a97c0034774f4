// https://cloud.google.com/iam/docs/workload-identity-federation
import type { NodeId } from '../../model/node-id.ts'
import { matcher } from '../aws/match.ts'
import { defineDerivation, type Given, type GivenEdge, type GivenNode } from '../derivation.ts'
import { verdictOf } from '../gcp/condition.ts'
import { ANY_SUBJECT, outsideSubject } from '../outside-subject.ts'
import { evaluate, type PoolMember, readPoolMember, wantedSubject } from './gcp-pool-members.ts'
import { bareIssuer, holderTypes, tokenHolders } from './oidc-tokens.ts'

export const oidcGcp = defineDerivation({
  id: 'join-oidc-gcp',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'Whoever an issuer vouches for becomes the principal of the workload identity pool that its token maps to: issuer, subject, mapping and the provider’s attribute condition are evaluated; a Kubernetes service account becomes the Google one that its annotation names and whose binding names it.',
  reads: {
    nodes: ['gcp_pool_provider', 'external'],
    also: [...holderTypes, 'gcp_workload_pool', 'service_account'],
    edges: ['APPLIES_TO'],
  },
  derive(given, emit) {
    const providers = Map.groupBy(
      given.edges.flatMap((edge) => providerOf(given, edge) ?? []),
      ({ pool }) => pool,
    )
    const holders = Map.groupBy(tokenHolders(given), ({ issuer }) => issuer)
    for (const member of given.nodes.filter(({ type, provider }) => type === 'external' && provider === 'gcp')) {
      const wanted = readPoolMember(String(member.properties?.['member'] ?? ''))
      for (const { provider, issuer, edge } of (wanted && providers.get(wanted.pool)) || []) {
        const subject = wantedSubject(wanted!, provider)
        const condition = evaluate(String(provider.properties?.['condition'] ?? ''), subject.pattern)
        if (condition === 'no' || subject.pattern === undefined) continue
        const outsider = outsideSubject(issuer, subject.pattern)
        const missing = [subject.missing, condition]
        const claim = {
          kind: 'CAN_ASSUME',
          to: member.id,
          key: provider.id,
          confidence: 'granted',
          note: noteOf(wanted!, provider, subject.pattern),
        } as const
        emit.node([provider, member], outsider)
        emit.edge([provider, edge, member], { ...claim, from: outsider.id, ...verdictOf(...missing) })
        for (const { node, subject: own, restsOn, missing: open } of holders.get(issuer) ?? []) {
          if (!meets(own, subject.pattern)) continue
          const basis = [node, ...restsOn, provider, edge, member]
          emit.edge(basis, { ...claim, from: node.id, ...verdictOf(...missing, open) })
        }
      }
    }
    podsOf(given, (basis, from, to, missing) =>
      emit.edge(basis, { kind: 'CAN_ASSUME', from, to, key: 'gke', confidence: 'granted', ...verdictOf(missing) }),
    )
  },
})

/** A provider that lets somebody in, of a pool that does; AWS accounts and SAML are no OIDC. */
function providerOf({ node }: Given, edge: GivenEdge) {
  const [provider, pool] = edge.key === 'gcp pool' ? [node(edge.from), node(edge.to)] : []
  const issuer = provider?.properties?.['issuer']
  if (!provider || typeof issuer !== 'string' || provider.properties?.['enabled'] === false) return undefined
  if (pool?.properties?.['enabled'] === false) return undefined
  return { provider, edge, issuer: bareIssuer(issuer), pool: String(provider.properties?.['pool']) }
}

/** Whether a token of the holder's can have a subject that is wanted; either may be a pattern. */
const meets = (own: { readonly pattern: string; readonly except: readonly string[] }, wanted: string): boolean =>
  !own.except.includes(wanted) && (matcher(own.pattern)(wanted) || matcher(wanted)(own.pattern))

function noteOf({ kind }: PoolMember, { name, properties }: GivenNode, pattern: string): string {
  const audiences = properties?.['audiences']
  const asked =
    Array.isArray(audiences) && audiences.length > 0
      ? `the audience ${audiences.join(' or ')}`
      : 'its own name as audience'
  const whom = pattern === ANY_SUBJECT ? 'any subject (*)' : pattern
  return `The provider ${name} takes ${whom} by ${kind}, and asks for ${asked}, which whoever asks for the token chooses.`
}

/** In GKE the cluster's pool is the project's own: binding and annotation name each other. */
function podsOf(
  { nodes, node }: Given,
  emit: (basis: readonly GivenNode[], from: NodeId, to: NodeId, missing: string | undefined) => void,
) {
  const pods = Map.groupBy(
    nodes.filter(({ provider, stub }) => provider === 'k8s' && stub !== true),
    ({ properties }) => `${properties?.['namespace']}/${properties?.['serviceAccount']}`,
  )
  for (const member of nodes) {
    const { gkeProject, namespace, kubernetesServiceAccount } = member.properties ?? {}
    if (member.provider !== 'gcp' || typeof gkeProject !== 'string') continue
    for (const pod of pods.get(`${namespace}/${kubernetesServiceAccount}`) ?? []) {
      if (node(pod.id) === undefined || typeof pod.properties?.['gcpServiceAccount'] !== 'string') continue
      const missing = `whether the cluster ${pod.account} is of the project ${gkeProject}: its workload pool`
      emit([pod, member], pod.id, member.id, missing)
    }
  }
}
