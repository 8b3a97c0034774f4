/** What a scope comes to. */
export interface ScopeRight {
  readonly scopes: readonly string[]
  readonly kind: 'CAN_READ' | 'CAN_WRITE' | 'CAN_CONTROL'
  readonly on: 'workspace' | 'messages' | 'files' | 'directory'
  /** True where a token sees only where its bot or user is. */
  readonly whereItIs?: true
  readonly says: string
  readonly technique: string
  readonly source: string
}

const scope = (name: string) => `https://api.slack.com/scopes/${name}`

export const scopeRights: readonly ScopeRight[] = [
  {
    scopes: ['admin', 'admin.users:write', 'admin.roles:write'],
    kind: 'CAN_CONTROL',
    on: 'workspace',
    says: 'It may invite members and make them owners.',
    technique: 'T1098.003',
    source: scope('admin.users:write'),
  },
  {
    scopes: ['discovery:read', 'admin.conversations:read'],
    kind: 'CAN_READ',
    on: 'messages',
    says: 'It may read conversations of the whole organisation.',
    technique: 'T1213.005',
    source: scope('discovery:read'),
  },
  {
    scopes: ['discovery:write', 'admin.conversations:write'],
    kind: 'CAN_WRITE',
    on: 'messages',
    says: 'It may change or delete conversations of the whole organisation.',
    technique: 'T1565.001',
    source: scope('discovery:write'),
  },
  {
    scopes: [
      ...['channels:history', 'groups:history', 'im:history', 'mpim:history'],
      ...['search:read', 'read', 'client', 'bot'],
    ],
    kind: 'CAN_READ',
    on: 'messages',
    whereItIs: true,
    says: 'It may read messages.',
    technique: 'T1213.005',
    source: scope('channels:history'),
  },
  {
    scopes: ['chat:write', 'chat:write:user', 'chat:write:bot', 'post', 'client', 'bot', 'incoming-webhook'],
    kind: 'CAN_WRITE',
    on: 'messages',
    whereItIs: true,
    says: 'It may write messages.',
    technique: 'T1534',
    source: scope('chat:write'),
  },
  {
    scopes: ['files:read'],
    kind: 'CAN_READ',
    on: 'files',
    whereItIs: true,
    says: 'It may read files.',
    technique: 'T1213.005',
    source: scope('files:read'),
  },
  {
    scopes: ['files:write', 'files:write:user'],
    kind: 'CAN_WRITE',
    on: 'files',
    whereItIs: true,
    says: 'It may write and delete files.',
    technique: 'T1565.001',
    source: scope('files:write'),
  },
  {
    scopes: ['users:read', 'users:read.email', 'users.profile:read'],
    kind: 'CAN_READ',
    on: 'directory',
    says: 'It may read who the members are.',
    technique: 'T1087.004',
    source: scope('users:read'),
  },
]
