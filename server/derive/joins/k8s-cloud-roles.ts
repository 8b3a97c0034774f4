// https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
// https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity and https://azure.github.io/azure-workload-identity
import { conditionalOn, type NodeClaim, type Verdict } from '../../model/facts.ts'
import { globalId } from '../../model/node-id.ts'
import { emitHeld } from '../aws/answer.ts'
import { admitsToken } from '../aws/federated.ts'
import { type AwsModel, modelOf, trustingRoles } from '../aws/model.ts'
import { modelEdges, modelTypes } from '../aws/model-reads.ts'
import { basisOfTrust } from '../aws/outside.ts'
import type { Statement } from '../aws/statement.ts'
import { type Basis, type DeriveEmit, defineDerivation, type Given, type GivenNode } from '../derivation.ts'

export const k8sCloudRoles = defineDerivation({
  id: 'join-k8s-cloud-roles',
  version: 2,
  adds: ['CAN_ASSUME'],
  says: 'A service account names a cloud identity in an annotation; whether that takes it is for the cloud to say, so by the annotation alone it is left open.',
  reads: {
    nodes: ['k8s_cluster'],
    also: [...modelTypes, 'aws_policy', 'aws_oidc_provider', 'oauth_app', 'workload'],
    edges: [...modelEdges, 'CAN_ASSUME'],
  },
  derive(given, emit) {
    let model: AwsModel | undefined
    const joined = new Set(
      given.edges.filter(({ kind }) => kind === 'CAN_ASSUME').map(({ from, to }) => `${from} ${to}`),
    )
    for (const account of given.nodes) {
      if (account.provider !== 'k8s' || account.kind !== 'Identity' || account.stub) continue
      const [role, gcp, azure] = ['awsRole', 'gcpServiceAccount', 'azureClientId'].map(
        (key) => account.properties?.[key],
      )
      if (typeof role === 'string' && role.startsWith('arn:') && !joined.has(`${account.id} ${role}`)) {
        model ??= modelOf(given)
        joinAws(given, emit, account, role, model)
      }
      if (typeof gcp === 'string') {
        const member = `serviceAccount:${gcp.split('@')[1]?.split('.')[0]}.svc.id.goog[${account.name}]`
        const missing = `whether ${gcp} gives ${member} the role iam.workloadIdentityUser: gcloud iam service-accounts get-iam-policy ${gcp}`
        const claim = stub(gcp, 'gcp', [`email:${gcp.toLowerCase()}`])
        say(emit, account, claim, conditionalOn(missing), 'iam.gke.io/gcp-service-account')
      }
      if (typeof azure === 'string') joinAzure(given, emit, account, azure, joined)
    }
  },
})

const stub = (id: string, provider: string, aliases?: readonly string[]): NodeClaim => ({
  id: globalId(id),
  kind: 'Identity',
  type: provider === 'aws' ? 'role' : 'service_account',
  name: id.slice(id.lastIndexOf('/') + 1),
  provider,
  ...(aliases ? { aliases } : {}),
  stub: true,
})

/** Where the role was imported its trust decides; without the cluster's issuer, by the subject alone and so inferred. */
function joinAws(given: Given, emit: DeriveEmit, account: GivenNode, arn: string, model: AwsModel) {
  const known = [...model.principals.values()].find((it) => it.arn === arn)
  const annotation = 'eks.amazonaws.com/role-arn'
  if (!known) {
    const missing = `whether the trust policy of ${arn} takes tokens of the cluster: import the account's authorization details`
    return say(emit, account, given.node(globalId(arn)) ?? stub(arn, 'aws'), conditionalOn(missing), annotation)
  }
  const cluster = given.nodes.find((node) => node.type === 'k8s_cluster' && node.account === account.account)
  if (cluster?.properties?.['issuer'] !== undefined) return // the trust was held against it, and does not take it
  const pattern = `system:serviceaccount:${account.properties?.['namespace']}:${account.properties?.['serviceAccount']}`
  for (const role of [...trustingRoles(model)].filter(({ id }) => id === known.id)) {
    for (const statement of role.trust?.policy.statements ?? []) {
      if (statement.effect !== 'Allow') continue
      for (const issuer of clusterIssuers(statement)) {
        const admitted = admitsToken({ model, emit, role, statement }, { issuer, pattern, except: [] })
        emitHeld(emit, [account, role.node, ...basisOfTrust(role)], admitted?.truth ?? false, {
          kind: 'CAN_ASSUME',
          from: account.id,
          to: role.id,
          key: annotation,
          confidence: 'inferred',
          note: `Its annotation names ${role.name}, whose trust takes this subject from ${issuer}; whether that is the cluster’s issuer is not known (aws eks describe-cluster).`,
        })
      }
    }
  }
}

const clusterIssuers = ({ principals }: Statement): readonly string[] =>
  principals.flatMap(({ kind, value }) =>
    kind === 'Federated' && value.includes(':oidc-provider/oidc.eks.') ? value.replace(/^.*:oidc-provider\//s, '') : [],
  )

function joinAzure(given: Given, emit: DeriveEmit, account: GivenNode, clientId: string, joined: ReadonlySet<string>) {
  for (const principal of given.nodes) {
    if (principal.provider !== 'entra' || principal.kind !== 'Identity' || principal.stub) continue
    if (principal.properties?.['appId'] !== clientId || joined.has(`${account.id} ${principal.id}`)) continue
    const missing = `whether ${principal.name} has a federated credential for the cluster’s issuer and this service account`
    say(emit, account, principal, conditionalOn(missing), 'azure.workload.identity/client-id')
  }
}

function say(emit: DeriveEmit, account: GivenNode, to: NodeClaim | GivenNode, verdict: Verdict, annotation: string) {
  const basis: Basis = 'evidence' in to ? [account, to] : [account]
  if (!('evidence' in to)) emit.node([account], to)
  emit.edge(basis, {
    kind: 'CAN_ASSUME',
    from: account.id,
    to: to.id,
    key: annotation,
    confidence: 'granted',
    note: `Its annotation ${annotation} names it.`,
    ...verdict,
  })
}
