// https://developer.hashicorp.com/vault/docs/auth/kubernetes and https://developer.hashicorp.com/vault/docs/auth/jwt
import { k8sCluster, vault } from '../../model/node-id.ts'
import { matcher } from '../aws/match.ts'
import { type Basis, type DeriveEmit, defineDerivation, type Given, type GivenNode } from '../derivation.ts'
import { verdictOf } from '../gcp/condition.ts'
import { ANY_SUBJECT, outsideSubject } from '../outside-subject.ts'
import { bareIssuer, holderTypes, type TokenHolder, tokenHolders } from './oidc-tokens.ts'
import { meetsClaims, wantedSubject } from './vault-claims.ts'

export const vaultRoles = defineDerivation({
  id: 'join-vault-roles',
  version: 1,
  adds: ['CAN_ASSUME'],
  says: 'A service account of a cluster, a job of GitHub Actions or an AWS principal signs in to Vault by the role that is bound to it: names, namespaces, issuer, subject and claims are evaluated.',
  reads: {
    nodes: ['vault_server'],
    also: [...holderTypes, 'vault_auth', 'role', 'service_account', 'human'],
    edges: [],
  },
  derive(given, emit) {
    const holders = [...tokenHolders(given)]
    const pods = given.nodes.filter(({ provider, stub, properties }) => {
      return provider === 'k8s' && stub !== true && typeof properties?.['serviceAccount'] === 'string'
    })
    for (const role of given.nodes) {
      const mount = role.properties?.['mount']
      if (role.provider !== 'vault' || typeof mount !== 'string') continue
      const method = given.node(vault(role.account ?? '', 'auth', mount))
      joinPods(given, emit, role, method, pods)
      if (role.properties?.['method'] === 'jwt') joinTokens(emit, role, method, holders)
      for (const arn of listOf(role, 'awsPrincipals')) joinAws(given, emit, role, arn)
    }
  },
})

const listOf = ({ properties }: GivenNode, name: string): readonly string[] => {
  const list = properties?.[name]
  return Array.isArray(list) ? list.map(String) : []
}
const textOf = (node: GivenNode | undefined, name: string): string | undefined => {
  const value = node?.properties?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Vault asks the cluster who a token is of, so which cluster it asks decides. */
function joinPods(
  given: Given,
  emit: DeriveEmit,
  role: GivenNode,
  method: GivenNode | undefined,
  pods: readonly GivenNode[],
) {
  const names = listOf(role, 'serviceAccounts').map(matcher)
  const namespaces = listOf(role, 'namespaces').map(matcher)
  const issuer = textOf(method, 'issuer')
  for (const pod of names.length > 0 ? pods : []) {
    const [name, namespace] = [textOf(pod, 'serviceAccount')!, textOf(pod, 'namespace') ?? '']
    if (!names.some((fits) => fits(name)) || !namespaces.some((fits) => fits(namespace))) continue
    const cluster = given.node(k8sCluster(pod.account ?? ''))
    const own = textOf(cluster, 'issuer')
    if (issuer && own && bareIssuer(issuer) !== bareIssuer(own)) continue
    const isKnown = issuer !== undefined && own !== undefined
    const config = `auth/${role.properties?.['mount']}/config`
    const missing = isKnown
      ? undefined
      : `whether ${config} of Vault asks the cluster ${pod.account}: vault read ${config}`
    const basis: Basis = [pod, role, ...(method ? [method] : []), ...(isKnown ? [cluster!] : [])]
    emit.edge(basis, {
      kind: 'CAN_ASSUME',
      from: pod.id,
      to: role.id,
      key: 'vault kubernetes',
      confidence: 'granted',
      note: `The role ${role.name} is bound to the service account ${name} in ${namespace}.`,
      ...verdictOf(missing),
    })
  }
}

/** Audiences are chosen by whoever asks for the token, so that they keep nobody out. */
function joinTokens(emit: DeriveEmit, role: GivenNode, method: GivenNode | undefined, holders: readonly TokenHolder[]) {
  const issuer = textOf(method, 'issuer')
  if (!method || !issuer) return
  const wanted = wantedSubject(role)
  const edge = { kind: 'CAN_ASSUME', to: role.id, key: 'vault jwt', confidence: 'granted' } as const
  const note =
    wanted.pattern === ANY_SUBJECT && wanted.claims.size === 0
      ? `The role ${role.name} asks for no subject and no claim (*): any token of ${issuer} comes in.`
      : `The role ${role.name} takes such tokens of ${issuer}.`
  const outsider = outsideSubject(bareIssuer(issuer), wanted.pattern)
  emit.node([role, method], outsider)
  const open =
    wanted.claims.size > 0 ? `whether its token has the claims ${[...wanted.claims.keys()].join(', ')}` : undefined
  emit.edge([role, method], { ...edge, from: outsider.id, note, ...verdictOf(open) })
  for (const holder of holders) {
    if (holder.issuer !== bareIssuer(issuer)) continue
    const met = meetsClaims(holder, wanted)
    if (met === 'no') continue
    const basis = [holder.node, ...holder.restsOn, role, method]
    emit.edge(basis, { ...edge, from: holder.node.id, note, ...verdictOf(met, holder.missing) })
  }
}

/** The AWS method takes whoever can sign a request as the principal. */
function joinAws(given: Given, emit: DeriveEmit, role: GivenNode, arn: string) {
  const fits = matcher(arn.replace(/:assumed-role\/([^/]+)\/.*$/, ':role/$1').replace(':sts:', ':iam:'))
  for (const principal of given.nodes) {
    if (principal.provider !== 'aws' || principal.kind !== 'Identity' || !fits(principal.id)) continue
    emit.edge([principal, role], {
      kind: 'CAN_ASSUME',
      from: principal.id,
      to: role.id,
      key: 'vault aws',
      confidence: 'granted',
      note: `The role ${role.name} is bound to ${arn}.`,
      ...verdictOf(undefined),
    })
  }
}
