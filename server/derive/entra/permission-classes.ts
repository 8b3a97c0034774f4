/** What a permission without further limit reaches in a tenant: everything of one class. */
export interface PermissionClass {
  /** The last part of the node's id. */
  readonly key: string
  readonly type: string
  readonly name: string
  /** The same for the one user who consented. */
  readonly ofOneUser: string
  /** A collection: it only describes, its members are what counts. */
  readonly counts?: false
}

const of = (key: string, name: string, ofOneUser: string, more: { counts?: false } = {}): PermissionClass => ({
  key,
  type: `entra_${key.replaceAll('-', '_')}`,
  name,
  ofOneUser,
  ...more,
})

export const applications = of('all-applications', 'All applications', 'Applications', { counts: false })
export const mailboxes = of('all-mailboxes', 'All mailboxes', 'The mailbox')
export const files = of('all-files', 'All files and sites', 'The files')
export const messages = of('all-messages', 'All chats and channel messages', 'The chats')
export const users = of('all-users', 'All users', 'The profile')
export const groups = of('all-groups', 'All groups and teams', 'The groups')
export const directory = of('directory', 'The directory', 'The directory as seen')
export const devices = of('all-devices', 'All managed devices', 'The devices')
export const policies = of('policies', 'Sign-in and access policies', 'Policies')
export const calendars = of('all-calendars', 'All calendars', 'The calendar')
export const contacts = of('all-contacts', 'All contacts', 'The contacts')
export const notes = of('all-notes', 'All notebooks', 'The notebooks')
export const tasks = of('all-tasks', 'All tasks and plans', 'The tasks')
export const meetings = of('all-meetings', 'All meetings, calls and their recordings', 'The meetings')
export const securityRecords = of('security-records', 'Security alerts and audit logs', 'Security records')

/** First word of a permission's name → the class it is about. */
const byResource: readonly (readonly [PermissionClass, readonly string[]])[] = [
  [mailboxes, ['Mail', 'MailboxItem', 'MailboxFolder', 'MailboxSettings', 'IMAP', 'POP', 'SMTP', 'EWS', 'Exchange']],
  [files, ['Files', 'Sites', 'FileStorageContainer', 'BackupRestore-Restore', 'BackupRestore-Control']],
  [messages, ['Chat', 'ChatMessage', 'ChatMember', 'ChannelMessage', 'Group-Conversation']],
  [meetings, ['OnlineMeetings', 'OnlineMeetingTranscript', 'OnlineMeetingRecording', 'Calls', 'CallRecords']],
  [
    users,
    ['User', 'People', 'ProfilePhoto', 'Presence', 'User-PasswordProfile', 'UserAuthenticationMethod', 'OrgContact'],
  ],
  [
    groups,
    ['Group', 'GroupMember', 'Team', 'TeamMember', 'TeamSettings', 'Channel', 'ChannelMember', 'ChannelSettings'],
  ],
  [applications, ['Application', 'AppRoleAssignment', 'DelegatedPermissionGrant', 'Synchronization', 'ConsentRequest']],
  [
    directory,
    [
      'Directory',
      'RoleManagement',
      'RoleAssignmentSchedule',
      'RoleEligibilitySchedule',
      'RoleManagementPolicy',
      'PrivilegedAccess',
      'PrivilegedAssignmentSchedule',
      'PrivilegedEligibilitySchedule',
      'Organization',
      'Domain',
      'Domain-InternalFederation',
      'AdministrativeUnit',
      'EntitlementManagement',
      'CustomSecAttributeAssignment',
      'CustomSecAttributeDefinition',
    ],
  ],
  [
    devices,
    [
      'Device',
      'DeviceManagementApps',
      'DeviceManagementConfiguration',
      'DeviceManagementManagedDevices',
      'DeviceManagementRBAC',
      'DeviceManagementScripts',
      'DeviceManagementServiceConfig',
      'DeviceManagementServiceConfiguration',
      'DeviceLocalCredential',
      'BitlockerKey',
      'CloudPC',
    ],
  ],
  [policies, ['Policy', 'IdentityProvider', 'MutualTlsOauthConfiguration', 'NetworkAccess', 'PublicKeyInfrastructure']],
  [calendars, ['Calendars']],
  [contacts, ['Contacts']],
  [notes, ['Notes', 'ShortNotes']],
  [tasks, ['Tasks', 'Planner']],
  [
    securityRecords,
    [
      'AuditLog',
      'AuditLogsQuery',
      'SecurityEvents',
      'SecurityAlert',
      'SecurityIncident',
      'SecurityActions',
      'ThreatHunting',
      'Reports',
      'IdentityRiskEvent',
      'IdentityRiskyUser',
    ],
  ],
]

const classes = new Map(byResource.flatMap(([it, resources]) => resources.map((resource) => [resource, it] as const)))

/** Of a resource with no row of its own: what it reaches is known by name alone. */
export const classOf = (resource: string): PermissionClass =>
  classes.get(resource) ?? of(`graph-${resource}`, `${resource} (Microsoft Graph)`, resource)
