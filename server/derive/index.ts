import { awsAccesses } from './aws/accesses.ts'
import { awsAdministers } from './aws/administers.ts'
import { awsCanAssume } from './aws/can-assume.ts'
import { awsEscalates } from './aws/escalates.ts'
import { awsInstanceRoles } from './aws/instance-roles.ts'
import { awsResourceAccess } from './aws/resource-access.ts'
import { azureAccess } from './azure/access.ts'
import { azureAssignIdentity } from './azure/assign-identity.ts'
import type { Derivation } from './derivation.ts'
import { entraApplications } from './entra/applications.ts'
import { entraDirectoryRoles } from './entra/directory-roles.ts'
import { entraFederated } from './entra/federated.ts'
import { entraGrants } from './entra/grants.ts'
import { gcpAccess } from './gcp/access.ts'
import { gcpActAs } from './gcp/act-as.ts'
import { gcpKeys } from './gcp/keys.ts'
import { githubGrants } from './github/grants.ts'
import { githubJobs } from './github/jobs.ts'
import { githubMembers } from './github/members.ts'
import { githubSecrets } from './github/secrets.ts'
import { githubUserCredentials } from './github/user-credentials.ts'
import { googleAdmins } from './google/admins.ts'
import { googleScopes } from './google/scopes.ts'
import { awsKeyHolderJoin } from './joins/aws-key-holder.ts'
import { k8sCloudRoles } from './joins/k8s-cloud-roles.ts'
import { oidcAws } from './joins/oidc-aws.ts'
import { oidcEntra } from './joins/oidc-entra.ts'
import { oidcGcp } from './joins/oidc-gcp.ts'
import { oktaAws } from './joins/okta-aws.ts'
import { oktaUsers } from './joins/okta-users.ts'
import { samePerson } from './joins/same-person.ts'
import { seenTrust } from './joins/seen-trust.ts'
import { spiffeSubjects } from './joins/spiffe-subjects.ts'
import { spiffeWorkloads } from './joins/spiffe-workloads.ts'
import { tokenEnding } from './joins/token-ending.ts'
import { useGrant } from './joins/use-grant.ts'
import { vaultRoles } from './joins/vault-roles.ts'
import { k8sEksAccess } from './k8s/eks-access.ts'
import { k8sEscapes } from './k8s/escapes.ts'
import { k8sRbac } from './k8s/rbac.ts'
import { mcpActsOn } from './mcp/acts-on.ts'
import { mcpOfferedTools } from './mcp/offered-tools.ts'
import { oktaAdmins } from './okta/admins.ts'
import { oktaCredentials } from './okta/credentials.ts'
import { slackScopes } from './slack/scopes.ts'
import { spireEntries } from './spire/entries.ts'
import { vaultAccess } from './vault/access.ts'

/** In the order they run: a later one may read what an earlier one added. One more is a file and a line here. */
export const derivations: readonly Derivation[] = [
  awsInstanceRoles,
  awsCanAssume,
  awsAdministers,
  awsEscalates,
  awsAccesses,
  awsResourceAccess,
  entraApplications,
  entraDirectoryRoles,
  entraGrants,
  entraFederated,
  githubJobs,
  githubMembers,
  githubGrants,
  githubUserCredentials,
  githubSecrets,
  k8sEksAccess,
  k8sRbac,
  k8sEscapes,
  oidcAws,
  oidcEntra,
  oidcGcp,
  azureAccess,
  azureAssignIdentity,
  k8sCloudRoles,
  gcpAccess,
  gcpActAs,
  gcpKeys,
  tokenEnding,
  mcpOfferedTools,
  mcpActsOn,
  useGrant,
  seenTrust,
  awsKeyHolderJoin,
  oktaCredentials,
  oktaAdmins,
  vaultAccess,
  vaultRoles,
  spireEntries,
  spiffeWorkloads,
  spiffeSubjects,
  slackScopes,
  googleAdmins,
  googleScopes,
  oktaAws,
  oktaUsers,
  samePerson,
]
