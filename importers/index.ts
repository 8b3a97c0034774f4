import { a2a } from './a2a.ts'
import { aiKeys } from './ai-keys.ts'
import { aibom } from './aibom.ts'
import { awsIam } from './aws-iam/aws-iam.ts'
import { awsLastAccessed } from './aws-last-accessed.ts'
import { azureRbac } from './azure-rbac/azure-rbac.ts'
import { azureHound } from './azurehound/azurehound.ts'
import { cartography } from './cartography/cartography.ts'
import { cloudtrail } from './cloudtrail/cloudtrail.ts'
import { entraGraph } from './entra-graph/entra-graph.ts'
import { entraSignins } from './entra-signins.ts'
import { facts } from './facts.ts'
import { gcpAudit } from './gcp-audit.ts'
import { gcpIam } from './gcp-iam/gcp-iam.ts'
import { github } from './github/github.ts'
import { githubAudit } from './github-audit.ts'
import { gitleaks } from './gitleaks.ts'
import { googleAudit } from './google-audit.ts'
import { googleWorkspace } from './google-workspace/google-workspace.ts'
import type { Importer } from './importer.ts'
import { inventory } from './inventory/inventory.ts'
import { k8s } from './k8s/k8s.ts'
import { k8sAudit } from './k8s-audit.ts'
import { kingfisher } from './kingfisher.ts'
import { mcp } from './mcp/mcp.ts'
import { ocsf } from './ocsf.ts'
import { okta } from './okta/okta.ts'
import { oktaLog } from './okta-log.ts'
import { opengraph } from './opengraph/opengraph.ts'
import { otelGenai } from './otel-genai.ts'
import { sarif } from './sarif.ts'
import { slack } from './slack/slack.ts'
import { spire } from './spire/spire.ts'
import { terraform } from './terraform/terraform.ts'
import { trufflehog } from './trufflehog.ts'
import { vault } from './vault/vault.ts'

/**
 * Every source, one file or folder each, in the order `auto` asks: the inventory, which takes any table, comes last.
 * Another one is a file, a fixture, a test and a line.
 */
const list: readonly Importer[] = [
  facts,
  sarif,
  kingfisher,
  cartography,
  cloudtrail,
  awsLastAccessed,
  ocsf,
  otelGenai,
  terraform,
  a2a,
  aibom,
  aiKeys,
  gcpAudit,
  googleAudit,
  entraSignins,
  k8sAudit,
  githubAudit,
  oktaLog,
  awsIam,
  azureHound,
  azureRbac,
  entraGraph,
  gcpIam,
  gitleaks,
  mcp,
  opengraph,
  okta,
  vault,
  spire,
  slack,
  googleWorkspace,
  trufflehog,
  github,
  k8s,
  inventory,
]

export const importers: ReadonlyMap<string, Importer> = new Map(list.map((importer) => [importer.source, importer]))
