declare const made: unique symbol
/** Made here and nowhere else, so that two importers that see one thing name it alike. */
export type NodeId = string & { readonly [made]: true }

/** Escapes what the parts are joined by, so that `a:b` + `c` and `a` + `b:c` stay two things. */
function join(...parts: readonly (string | number)[]): NodeId {
  return parts.map((part) => String(part).replaceAll('%', '%25').replaceAll(':', '%3A')).join(':') as NodeId
}

/** For ids that are already global: an ARN, an ARM path, a SPIFFE id, a URL, or an id out of a `facts` file. */
export const globalId = (id: string): NodeId => id as NodeId

export const awsAccount = (account: string): NodeId => join('aws', 'account', account)
/** An organisation (`o-…`), a root (`r-…`) or an organisational unit (`ou-…`) of it. */
export const awsOrganizationPart = (id: string): NodeId => join('aws', 'organization', id)
/** Everyone in the organisation, as policies mean them by `aws:PrincipalOrgID`. */
export const awsOrganizationMembers = (id: string): NodeId => join('aws', 'organization', id, 'members')
/** What `*` stands for: everything of one service in one account. */
export const awsAll = (account: string, service: string): NodeId => join('aws', account, 'all', service)
/** A resource of Terraform of which only the address is known, in the plan or state of that name. */
export const terraformResource = (root: string, address: string): NodeId => join('terraform', root, address)
/** What is left of a service where a policy excepts some of its resources by name. */
export const awsRest = (account: string, service: string): NodeId => join('aws', account, 'rest', service)
/** Workloads of a kind that may exist in the account, as long as no list of them was imported. */
export const awsUnseen = (account: string, type: string): NodeId => join('aws', account, 'unseen', type)
/** An AWS service as the one that takes on a role, such as `lambda.amazonaws.com`. */
export const awsService = (principal: string): NodeId => join('aws', 'service', principal)
/** Whoever an outside issuer vouches for under a subject or a pattern of subjects. */
export const federatedSubject = (issuer: string, subject: string): NodeId => join('federated', issuer, subject)
/** Anyone at all. */
export const anyone = 'anyone' as NodeId
export const awsPolicy = (holder: string, layer: string, name: string): NodeId =>
  `${holder}#${layer}/${encodeURIComponent(name)}` as NodeId

export const entra = (
  tenant: string,
  thing: 'app' | 'sp' | 'user' | 'group' | 'role' | 'grant' | 'tenant' | 'permission' | 'federated' | 'whoever',
  id: string,
): NodeId => join('entra', tenant, thing, id)

/** A management group, subscription, resource group or resource by its ARM path; Azure tells none apart by case. */
export const azureScope = (path: string): NodeId => path.replace(/\/+$/, '').toLowerCase() as NodeId
/** What lies above all management groups of a tenant. */
export const azureRoot = (tenant: string): NodeId => join('azure', tenant, 'root')
/** A role definition, by the id that is the same under every scope. */
export const azureRole = (id: string): NodeId => join('azure', 'role', id.toLowerCase())
export const azureDeny = (path: string): NodeId => join('azure', 'deny', path.toLowerCase())
/** By its unique id; one that only its e-mail address names is another node, which the address unites with it. */
export const gcpServiceAccount = (uniqueIdOrEmail: string): NodeId => join('gcp', 'sa', uniqueIdOrEmail)
/** A member of a binding as Google writes it, such as `group:x@example.org` or `principalSet://…`. */
export const gcpMember = (member: string): NodeId => join('gcp', 'member', member)
export const gcpRole = (name: string): NodeId => join('gcp', 'role', name)

/** Everything of a type that lies in a scope. */
export const everythingIn = (scope: NodeId, type: string): NodeId => `${scope}#all/${type}` as NodeId

export const github = (host: string, nodeId: string): NodeId => join('github', host, nodeId)
/** GitHub tells no repository apart from another by case. */
export const githubRepository = (host: string, fullName: string): NodeId =>
  join('github', host, 'repo', fullName.toLowerCase())

/** What a workflow file does, as whoever it signs in as. */
export const githubWorkflow = (host: string, fullName: string, file: string): NodeId =>
  join('github', host, 'workflow', fullName.toLowerCase(), file)

/** A user or an organisation: they share one space of names, which GitHub compares without case. */
export const githubAccount = (host: string, login: string): NodeId =>
  join('github', host, 'account', login.toLowerCase())
/** An account of which an address tells only the number. */
export const githubAccountNumber = (host: string, number: number | string): NodeId =>
  join('github', host, 'account-number', number)
/** What GitHub numbers itself, an app or a token, or what has a name inside an account or a repository. */
export const githubPart = (
  host: string,
  part:
    | 'app'
    | 'installation'
    | 'token'
    | 'token-grant'
    | 'deploy-key'
    | 'team'
    | 'environment'
    | 'branch'
    | 'webhook'
    | 'workflow-file'
    | 'repositories',
  ...names: readonly (string | number)[]
): NodeId => join('github', host, part, ...names)

export const k8sCluster = (cluster: string): NodeId => join('k8s', cluster)
export const k8sNamespace = (cluster: string, namespace: string): NodeId => join('k8s', cluster, 'namespace', namespace)
/** What has no namespace: a node, a cluster role, a user or group by its name. */
export const k8sPart = (cluster: string, part: 'node' | 'clusterrole' | 'user' | 'group', name: string): NodeId =>
  join('k8s', cluster, part, name)
export const k8sWorkload = (cluster: string, namespace: string, kind: string, name: string): NodeId =>
  join('k8s', cluster, namespace, kind.toLowerCase(), name)
export const k8sServiceAccount = (cluster: string, namespace: string, name: string): NodeId =>
  join('k8s', cluster, namespace, 'sa', name)

/** Okta numbers its things once for all its organisations. */
export const okta = (id: string): NodeId => join('okta', id)
/** What has only a name inside an organisation of Okta. */
export const oktaPart = (org: string, part: 'org' | 'role' | 'grant' | 'all', ...names: readonly string[]): NodeId =>
  join('okta', org, part, ...names)

/** What has a name inside a Vault: the server itself, a policy, a mount, a path, a role of an auth method, an entity. */
export const vault = (
  server: string,
  part: 'server' | 'policy' | 'mount' | 'auth' | 'path' | 'role' | 'entity' | 'group' | 'token',
  ...names: readonly string[]
): NodeId => join('vault', server, part, ...names)

/** SPIFFE ids are global; an entry has one inside its trust domain. */
export const spireEntry = (domain: string, id: string): NodeId => join('spire', domain, 'entry', id)

/** Slack numbers users, apps and workspaces once for all. */
export const slack = (id: string): NodeId => join('slack', id)
/** What has only a name inside a workspace: what an app was granted, a token of it, all messages. */
export const slackPart = (
  team: string,
  part: 'grant' | 'token' | 'messages' | 'files' | 'directory',
  ...names: readonly string[]
): NodeId => join('slack', team, part, ...names)

/** Google numbers users and clients once for all; a user or group that only its address names is united by that. */
export const google = (part: 'user' | 'group' | 'client' | 'customer', id: string): NodeId => join('google', part, id)
/** What somebody consented to or an administrator delegated, what a user keeps, what all users keep. */
export const googlePart = (
  customer: string,
  part: 'grant' | 'delegation' | 'role' | 'all' | 'mail' | 'drive' | 'calendar' | 'contacts',
  ...names: readonly string[]
): NodeId => join('google', customer, part, ...names)

/** A repository of a forge that has no ids of its own here, or of which only the address is known. */
export const gitRepository = (host: string, fullName: string): NodeId =>
  host === 'github.com' ? githubRepository(host, fullName) : join('git', host, fullName)
/** Whoever an access key belongs to, while no source has said who that is. */
export const awsKeyHolder = (keyId: string): NodeId => join('aws', 'key-holder', keyId)
/** Who signed in with the account's own e-mail address; `…:root` is the group of everyone in the account. */
export const awsRootUser = (account: string): NodeId => join('aws', account, 'root-user')

/** The agent that a client configuration sets up. */
export const mcpClient = (client: string): NodeId => join('mcp', client)
export const mcpServer = (client: string, server: string): NodeId => join('mcp', client, server)
export const mcpTool = (client: string, server: string, tool: string): NodeId =>
  join('mcp', client, server, 'tool', tool)
/** The program that starts the servers, which is more than the agent it lends its tools to. */
export const mcpHost = (client: string): NodeId => join('mcp-host', client)
/** What is the host's own: the session it runs in, a path its servers are given, a container it starts. */
export const mcpHostPart = (client: string, part: 'session' | 'path' | 'container', name: string): NodeId =>
  join('mcp-host', client, part, name)
/** An agent that others hand work to, by its address. */
export const a2aAgent = (address: string): NodeId => join('a2a', address)
/** Whoever meets one of the agent's requirements. */
export const a2aCaller = (address: string, requirement: string): NodeId => join('a2a', address, 'caller', requirement)
/** A thing of a provider of AI models, by the provider's own id. */
export const aiThing = (
  provider: 'openai' | 'anthropic',
  thing: 'organization' | 'project' | 'workspace' | 'user' | 'admin-key' | 'project-key' | 'key',
  id: string,
): NodeId => join(provider, thing, id)
/** An agent by the id that its traces give, and a tool it was seen calling. */
export const agentSeen = (id: string): NodeId => join('agent', id)
export const toolSeen = (agent: NodeId, tool: string): NodeId => `${agent}#tool/${encodeURIComponent(tool)}` as NodeId
/** What a scan found in a container image: the image itself, or a part by its sort, name and file. */
export const imagePart = (image: string, ...part: readonly string[]): NodeId => join('image', image, ...part)
export const database = (host: string, name: string): NodeId => join('database', host, name)
export const databaseUser = (host: string, user: string): NodeId => join('database', host, 'user', user)

/** A secret known by its issuer's id for it, such as an access key id. */
export const secret = (issuer: string, nativeId: string): NodeId => join('secret', issuer, nativeId)
/** A secret known by the keyed fingerprint of its value. */
export const secretByFingerprint = (fingerprint: string): NodeId => join('secret', 'fp', fingerprint)
/** A secret of which only the place is known; never the same as another place's. */
export const secretAt = (location: NodeId, field: string): NodeId =>
  `secret:at:${location}#${encodeURIComponent(field)}` as NodeId

export const location = (system: string, place: string, path: string): NodeId => join('location', system, place, path)
export const gate = (authority: string, name: string): NodeId => join('gate', authority, name)
export const owner = (kind: 'person' | 'team', name: string): NodeId => join('owner', kind, name)
/** A row of an inventory that carries no native id. */
export const inventory = (system: string, name: string): NodeId => join('inventory', system, name)
/** An OpenGraph node, by the collector's own id. */
export const openGraph = (sourceKind: string, id: string): NodeId => join('opengraph', sourceKind, id)
