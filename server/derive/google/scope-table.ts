/** What a scope of Google's APIs comes to, in the name of a user. */
export interface GoogleScope {
  readonly scopes: readonly string[]
  readonly kinds: readonly ('CAN_READ' | 'CAN_WRITE' | 'CAN_CONTROL')[]
  /** What of the user's it is about; `cloud` is the user himself, in Google Cloud; the rest needs an administrator. */
  readonly on: 'mail' | 'drive' | 'calendar' | 'contacts' | 'cloud' | 'users' | 'groups'
  readonly says: string
  readonly technique: string
  readonly source: string
}

const docs = 'https://developers.google.com'
const auth = (...names: readonly string[]) => names.map((name) => `https://www.googleapis.com/auth/${name}`)

export const googleScopes: readonly GoogleScope[] = [
  {
    scopes: ['https://mail.google.com/', ...auth('gmail.modify')],
    kinds: ['CAN_READ', 'CAN_WRITE'],
    on: 'mail',
    says: 'It may read, send and delete mail.',
    technique: 'T1114.002',
    source: `${docs}/workspace/gmail/api/auth/scopes`,
  },
  {
    scopes: auth('gmail.readonly'),
    kinds: ['CAN_READ'],
    on: 'mail',
    says: 'It may read mail.',
    technique: 'T1114.002',
    source: `${docs}/workspace/gmail/api/auth/scopes`,
  },
  {
    scopes: auth('gmail.send', 'gmail.compose', 'gmail.insert'),
    kinds: ['CAN_WRITE'],
    on: 'mail',
    says: 'It may write mail.',
    technique: 'T1534',
    source: `${docs}/workspace/gmail/api/auth/scopes`,
  },
  {
    scopes: auth('drive', 'documents', 'spreadsheets', 'presentations'),
    kinds: ['CAN_READ', 'CAN_WRITE'],
    on: 'drive',
    says: 'It may read and change files.',
    technique: 'T1530',
    source: `${docs}/workspace/drive/api/guides/api-specific-auth`,
  },
  {
    scopes: auth('drive.readonly', 'documents.readonly', 'spreadsheets.readonly'),
    kinds: ['CAN_READ'],
    on: 'drive',
    says: 'It may read files.',
    technique: 'T1530',
    source: `${docs}/workspace/drive/api/guides/api-specific-auth`,
  },
  {
    scopes: auth('calendar', 'calendar.events'),
    kinds: ['CAN_READ', 'CAN_WRITE'],
    on: 'calendar',
    says: 'It may read and change calendars.',
    technique: 'T1213',
    source: `${docs}/workspace/calendar/api/auth`,
  },
  {
    scopes: auth('calendar.readonly', 'calendar.events.readonly'),
    kinds: ['CAN_READ'],
    on: 'calendar',
    says: 'It may read calendars.',
    technique: 'T1213',
    source: `${docs}/workspace/calendar/api/auth`,
  },
  {
    scopes: auth('contacts', 'contacts.readonly'),
    kinds: ['CAN_READ'],
    on: 'contacts',
    says: 'It may read contacts.',
    technique: 'T1087.003',
    source: `${docs}/people/contacts-other-contacts`,
  },
  {
    scopes: auth('cloud-platform'),
    kinds: ['CAN_CONTROL'],
    on: 'cloud',
    says: 'It may do in Google Cloud whatever the user may.',
    technique: 'T1550.001',
    source: `${docs}/identity/protocols/oauth2/scopes`,
  },
  {
    scopes: auth('admin.directory.user', 'admin.directory.user.security', 'admin.directory.rolemanagement'),
    kinds: ['CAN_CONTROL'],
    on: 'users',
    says: 'As an administrator it may set passwords, and make others administrators.',
    technique: 'T1098.003',
    source: `${docs}/workspace/admin/directory/reference/rest/v1/users/makeAdmin`,
  },
  {
    scopes: auth('admin.directory.group', 'admin.directory.group.member', 'cloud-identity.groups'),
    kinds: ['CAN_CONTROL'],
    on: 'groups',
    says: 'As an administrator it may make anybody a member of a group.',
    technique: 'T1098.007',
    source: `${docs}/workspace/admin/directory/reference/rest/v1/members/insert`,
  },
]
