import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')

/** Why the public samples cannot be read here, or undefined where they can. */
export const whyNoSamples = existsSync(folder) ? undefined : 'the public samples are not beside this checkout'
if (whyNoSamples !== undefined) process.stderr.write(`SKIPPED: what reads ../shared/data, because ${whyNoSamples}.\n`)

export const samplePath = (path: string): string => join(folder, path)

/** The public samples that today's sources read, each as a user would import it. */
export const samples: readonly { readonly source: string; readonly path: string; readonly scope?: string }[] = [
  { source: 'aws-iam', path: 'aws/authz-details-iam-vulnerable.json' },
  { source: 'aws-iam', path: 'aws/pathfinding-labs/cross-account--dev-to-prod--one-hop--simple-role-assumption' },
  { source: 'auto', path: 'aws/list-access-keys.json', scope: '111122223333' },
  { source: 'opengraph', path: 'bloodhound-opengraph/githound-org.json' },
  { source: 'opengraph', path: 'bloodhound-opengraph/opengraph-minimal.json' },
  { source: 'mcp', path: 'mcp/configs/github-mcp-server-configs.json' },
  { source: 'mcp', path: 'mcp/configs/server-readme-configs.json' },
  { source: 'mcp', path: 'mcp/configs/modelcontextprotocol-servers.mcp.json' },
  { source: 'mcp', path: 'mcp/tools-list/github-mcp-server.json' },
  { source: 'mcp', path: 'mcp/tools-list/playwright-mcp.json' },
  { source: 'mcp', path: 'mcp/tools-list/server-everything.json' },
  { source: 'mcp', path: 'mcp/tools-list/server-filesystem.json' },
  { source: 'mcp', path: 'mcp/tools-list/server-github.json' },
  { source: 'mcp', path: 'mcp/tools-list/server-memory.json' },
  { source: 'mcp', path: 'mcp/tools-list/server-postgres.json' },
  { source: 'entra-graph', path: 'entra/graph-servicePrincipals.json', scope: 'contoso' },
  { source: 'entra-graph', path: 'entra/graph-oauth2PermissionGrants.json', scope: 'contoso' },
  { source: 'entra-graph', path: 'entra/graph-appRoleAssignments.json', scope: 'contoso' },
  { source: 'azure-rbac', path: 'azure/rbac-role-assignments.json' },
  { source: 'gcp-iam', path: 'gcp/policy-bindings.json' },
  { source: 'gcp-iam', path: 'gcp/iam-service-accounts-roles-keys.json' },
  { source: 'gcp-iam', path: 'gcp/workload-identity-federation.json' },
  { source: 'auto', path: 'github/rest-response-examples.json', scope: 'octo-org' },
  { source: 'auto', path: 'github/fine-grained-pats.json', scope: 'simpsoncorp' },
  { source: 'auto', path: 'github/webhooks' },
  { source: 'auto', path: 'k8s/kubectl-get-rbac-cluster1.json', scope: 'cluster1' },
  { source: 'auto', path: 'k8s/kubehound-dump', scope: 'dump' },
  { source: 'auto', path: 'k8s/eks-aws-auth-and-access-entries.json' },
  { source: 'auto', path: 'okta/management-api-examples.json', scope: 'example.okta.com' },
  { source: 'auto', path: 'spire/entry-show.json' },
  { source: 'auto', path: 'slack/web-api-examples.json', scope: 'T012AB3C4' },
  { source: 'auto', path: 'google-workspace/directory-and-oauth-tokens.json', scope: 'simpson' },
  { source: 'gitleaks', path: 'secret-scanners/gitleaks-json_simple.json' },
  { source: 'gitleaks', path: 'secret-scanners/gitleaks8_many.json' },
  { source: 'auto', path: 'a2a' },
  { source: 'auto', path: 'ai-agents/aibom-report.json' },
  { source: 'auto', path: 'ai-providers' },
  { source: 'auto', path: 'terraform/plan-iam-user-policies.json', scope: '111122223333' },
  { source: 'auto', path: 'secret-scanners/gitleaks-sarif_simple.sarif' },
  { source: 'trufflehog', path: 'secret-scanners/trufflehog_v3_github.jsonl' },
  { source: 'auto', path: 'aws/cloudtrail' },
  { source: 'auto', path: 'logs/cloudtrail-github-oidc-assumerole.json' },
  { source: 'auto', path: 'logs/k8s-audit-serviceaccount.json', scope: 'cluster1' },
  { source: 'auto', path: 'logs/github-audit.json' },
  { source: 'auto', path: 'logs/gcp-audit-serviceaccount.json' },
  { source: 'auto', path: 'logs/entra-serviceprincipal-signin.json' },
  { source: 'auto', path: 'logs/entra-app-audit.json' },
  { source: 'auto', path: 'logs/okta-system-log-apps.json' },
  { source: 'auto', path: 'logs/google-workspace-oauth.json' },
]
