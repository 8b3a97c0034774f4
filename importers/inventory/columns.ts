/** What a column may be called, in lower case without blanks, dots, dashes and underscores. */
const names = {
  id: [
    'id',
    'arn',
    'identifier',
    'nativeid',
    'resourceid',
    'objectid',
    'uniqueid',
    'principalid',
    'identityid',
    'keyid',
  ],
  name: [
    'name',
    'displayname',
    'identity',
    'identityname',
    'accountname',
    'username',
    'serviceaccount',
    'secretname',
    'label',
  ],
  kind: ['kind', 'category', 'recordtype', 'class', 'objectclass'],
  type: ['type', 'identitytype', 'accounttype', 'secrettype', 'credentialtype', 'subtype'],
  email: ['email', 'mail', 'emailaddress', 'upn', 'userprincipalname'],
  owner: ['owner', 'ownername', 'owners', 'responsible', 'contact', 'accountable'],
  ownerEmail: ['owneremail', 'ownermail', 'contactemail', 'responsibleemail', 'owneremailaddress'],
  team: ['team', 'ownerteam', 'owningteam', 'ownedby', 'department'],
  environment: ['environment', 'env', 'stage'],
  tier: ['tier', 'assettier', 'securitytier'],
  criticality: ['criticality', 'businesscriticality', 'importance'],
  dataClass: ['dataclass', 'dataclassification', 'classification', 'sensitivity'],
  system: ['system', 'platform', 'provider', 'application', 'app', 'sourcesystem'],
  account: ['account', 'accountid', 'tenant', 'tenantid', 'subscription', 'project', 'cluster'],
  createdAt: ['created', 'createdat', 'createddate', 'creationdate', 'createdon', 'dateofcreation'],
  expiresAt: [
    'expires',
    'expiresat',
    'expiry',
    'expirydate',
    'expiration',
    'expirationdate',
    'expireson',
    'validuntil',
  ],
  lastUsedAt: ['lastused', 'lastusedat', 'lastuseddate', 'lastlogin', 'lastseen', 'lastactivity', 'lastsignin'],
  rotatedAt: ['rotated', 'rotatedat', 'lastrotated', 'lastrotation', 'lastrotationdate'],
  privileges: ['privileges', 'privilege', 'permissions', 'roles', 'entitlements', 'access', 'scopes'],
  opens: ['authenticatesas', 'authenticates', 'opens', 'belongsto', 'usedby', 'foridentity', 'secretof', 'principal'],
  location: ['location', 'storedin', 'storedat', 'place', 'vaultpath', 'path'],
  value: [
    'value',
    'secret',
    'secretvalue',
    'password',
    'token',
    'apikey',
    'accesskey',
    'clientsecret',
    'privatekey',
    'key',
  ],
  description: ['description', 'comment', 'comments', 'purpose', 'notes'],
  from: ['from', 'fromid', 'source', 'sourceid', 'start', 'startid', 'tail', 'subject'],
  to: ['to', 'toid', 'target', 'targetid', 'end', 'endid', 'head', 'object'],
  relation: ['relation', 'relationship', 'edge', 'edgekind', 'edgetype', 'reltype'],
  confidence: ['confidence'],
  missing: ['missing', 'condition'],
  edgeKey: ['edgekey', 'layer', 'statement'],
} as const

export type Column = keyof typeof names
export type Cells = ReadonlyMap<Column, string>

const columnOf = new Map<string, Column>(
  Object.entries(names).flatMap(([column, all]) => all.map((name) => [name, column as Column] as const)),
)

/** The column that a header names, however it is written. */
export const columnNamed = (header: string): Column | undefined =>
  columnOf.get(header.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))

/** How many of the headers are known, for recognising a sheet. */
export const knownColumns = (headers: readonly string[]): ReadonlySet<Column> =>
  new Set(headers.flatMap((header) => columnNamed(header) ?? []))
