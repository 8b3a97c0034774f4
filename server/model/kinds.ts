/** The closed list of node kinds, richest first: the order decides which of several united nodes gives the id. */
export const nodeKinds = [
  'Identity',
  'Secret',
  'Resource',
  'Grant',
  'Tool',
  'Group',
  'Location',
  'Gate',
  'Purpose',
  'Owner',
] as const
export type NodeKind = (typeof nodeKinds)[number]

/** What a kind is, in a user's words: the README's table and the legend are made from it. */
export const kindMeans: Readonly<Record<NodeKind, string>> = {
  Identity: 'something that can act',
  Secret: 'a credential, never its value',
  Resource: 'what is worth having',
  Grant: 'an OAuth consent or app-role assignment with scopes',
  Tool: 'an action an agent can call',
  Group: 'membership that conveys',
  Location: 'where a copy of a secret lies',
  Gate: 'something that must say yes',
  Purpose: 'a declared mission',
  Owner: 'a person or team that answers for something',
}

export const identityTypes = [
  'human',
  'service_account',
  'role',
  'workload',
  'oauth_app',
  'agent',
  'bot',
  'ci_job',
  'external',
] as const
export type IdentityType = (typeof identityTypes)[number]

export const secretTypes = [
  'access_key',
  'client_secret',
  'certificate',
  'pat',
  'deploy_key',
  'api_token',
  'private_key',
  'session',
  'other',
] as const
export type SecretType = (typeof secretTypes)[number]

export const toolEffects = ['read', 'additive', 'write', 'destructive', 'execute'] as const
export type ToolEffect = (typeof toolEffects)[number]

export const tiers = [0, 1, 2, 3, 4] as const
export type Tier = (typeof tiers)[number]

/** How firmly a fact is known, firmest first. */
export const confidences = ['observed', 'granted', 'inferred'] as const
export type Confidence = (typeof confidences)[number]
