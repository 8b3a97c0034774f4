import { daysAgo, varied } from './calendar.ts'
import { teams, tenant } from './company.ts'
import {
  appId,
  appSecretId,
  gateId,
  grantId,
  groupId,
  permissionId,
  person,
  personId,
  teamId,
  tenantId,
} from './ids.ts'
import { openSheet, type Sheet } from './sheet.ts'

/** Things an app can be let into, by the permission that opens them. */
const things = {
  mail: { name: 'every mailbox', type: 'entra_all_mailboxes' },
  files: { name: 'every file', type: 'entra_all_files' },
  people: { name: 'staff profiles', type: 'entra_profiles', dataClass: 'employee' },
  calendars: { name: 'every calendar', type: 'entra_calendars', tier: 3 },
  chats: { name: 'every chat', type: 'entra_chats', tier: 2 },
  'finance site': { name: 'finance site', type: 'sharepoint_site', dataClass: 'confidential' },
  'staff site': { name: 'staff handbook', type: 'sharepoint_site', tier: 4 },
} as const
type Thing = keyof typeof things

interface App {
  readonly name: string
  readonly team?: string
  readonly thirdParty?: true
  /** Days since its secret was made, and since it last signed in. */
  readonly age: number
  readonly used: number
  readonly grants: readonly (readonly [scope: string, kind: 'CAN_READ' | 'CAN_WRITE', thing: Thing])[]
  readonly delegated?: true
}
const apps: readonly App[] = [
  // The story of the app nobody owns.
  {
    name: 'Inbox Concierge',
    thirdParty: true,
    age: 760,
    used: 2,
    grants: [
      ['Mail.ReadWrite', 'CAN_READ', 'mail'],
      ['Mail.ReadWrite', 'CAN_WRITE', 'mail'],
      ['Files.Read.All', 'CAN_READ', 'files'],
    ],
  },
  {
    name: 'Meetwell Scheduler',
    team: 'it',
    thirdParty: true,
    age: 210,
    used: 0,
    grants: [['Calendars.ReadWrite', 'CAN_WRITE', 'calendars']],
  },
  {
    name: 'Signpost Signatures',
    team: 'it',
    thirdParty: true,
    age: 300,
    used: 0,
    grants: [['User.Read.All', 'CAN_READ', 'people']],
  },
  {
    name: 'Payslip Portal',
    team: 'finance',
    thirdParty: true,
    age: 95,
    used: 1,
    grants: [
      ['User.Read.All', 'CAN_READ', 'people'],
      ['Sites.Selected', 'CAN_READ', 'finance site'],
    ],
  },
  { name: 'Ledger Mailer', team: 'finance', age: 60, used: 0, grants: [['Mail.Send', 'CAN_WRITE', 'finance site']] },
  { name: 'Ticket Bridge', team: 'support', age: 410, used: 0, grants: [['Mail.Read', 'CAN_READ', 'mail']] },
  { name: 'Chat Archive', team: 'security', age: 180, used: 0, grants: [['Chat.Read.All', 'CAN_READ', 'chats']] },
  { name: 'Room Panels', team: 'it', age: 820, used: 0, grants: [['Calendars.Read', 'CAN_READ', 'calendars']] },
  {
    name: 'Campaign Planner',
    team: 'marketing',
    thirdParty: true,
    age: 130,
    used: 6,
    delegated: true,
    grants: [['Calendars.Read', 'CAN_READ', 'calendars']],
  },
  {
    name: 'Slide Polisher',
    thirdParty: true,
    age: 55,
    used: 12,
    delegated: true,
    grants: [['Files.Read.All', 'CAN_READ', 'files']],
  },
  { name: 'Org Chart Maker', thirdParty: true, age: 930, used: 500, grants: [['User.Read.All', 'CAN_READ', 'people']] },
  {
    name: 'Transcript Buddy',
    thirdParty: true,
    age: 40,
    used: 0,
    delegated: true,
    grants: [['OnlineMeetings.Read', 'CAN_READ', 'chats']],
  },
  { name: 'Warehouse Rota', team: 'warehouse', age: 350, used: 0, grants: [['User.Read.All', 'CAN_READ', 'people']] },
  { name: 'Handbook Search', team: 'it', age: 20, used: 0, grants: [['Sites.Read', 'CAN_READ', 'staff site']] },
  {
    name: 'Legacy Intranet',
    age: 1600,
    used: 700,
    grants: [
      ['Sites.ReadWrite', 'CAN_WRITE', 'staff site'],
      ['User.Read.All', 'CAN_READ', 'people'],
    ],
  },
  { name: 'Storefront Login', team: 'storefront', age: 80, used: 0, grants: [] },
  { name: 'Analytics Login', team: 'data', age: 80, used: 0, grants: [] },
  { name: 'Cloud Sign-on', team: 'platform', age: 33, used: 0, grants: [['User.Read.All', 'CAN_READ', 'people']] },
]

export function entra(): Sheet {
  const sheet = openSheet('entra')
  const { node, edge } = sheet
  node({
    id: tenantId,
    kind: 'Resource',
    type: 'entra_tenant',
    name: 'Fernhill directory',
    provider: 'entra',
    account: tenant,
  })
  for (const { name } of teams) node({ id: teamId(name), kind: 'Owner', type: 'team', name })
  addPeople(sheet)
  for (const [key, thing] of Object.entries(things)) {
    const id = node({ id: permissionId(key), kind: 'Resource', provider: 'entra', account: tenant, ...thing })
    edge('CONTAINS', tenantId, id)
  }
  for (const app of apps) addApp(sheet, app)
  addIdentitySync(sheet)
  return sheet
}

/** Everyone is in the group of their team; the teams that build are engineering too. */
function addPeople({ node, edge }: Sheet): void {
  const group = (name: string) =>
    node({ id: groupId(name), kind: 'Group', type: 'group', name, provider: 'entra', account: tenant })
  const [engineering, administrators] = [group('engineering'), group('cloud-administrators')]
  const builders = teams.filter(({ name }) => !['support', 'finance', 'marketing', 'it'].includes(name))
  let number = 0
  for (const { name: team, people } of teams) {
    const members = group(team)
    if (builders.some(({ name }) => name === team)) edge('MEMBER_OF', members, engineering)
    for (let i = 0; i < people; i++) {
      const { name, email } = person(number++)
      const id = node({
        id: personId(email),
        kind: 'Identity',
        type: 'human',
        name,
        provider: 'entra',
        account: tenant,
        aliases: [`email:${email}`],
        lastUsedAt: daysAgo(varied(email, 30) === 0 ? 140 : varied(email, 5)),
      })
      edge('MEMBER_OF', id, members)
      if (team === 'platform' && i < 3) edge('MEMBER_OF', id, administrators)
      if (team === 'it' && i === 0) addAdministrator({ node, edge }, id)
    }
  }
}

function addAdministrator({ node, edge }: Pick<Sheet, 'node' | 'edge'>, id: ReturnType<typeof personId>): void {
  const mfa = node({ id: gateId('entra', 'mfa'), kind: 'Gate', type: 'mfa', name: 'phishing-resistant sign-in' })
  const eligible = node({
    id: gateId('entra', 'eligible-role'),
    kind: 'Gate',
    type: 'approval',
    name: 'activation of an eligible role',
  })
  edge('CAN_CONTROL', id, tenantId, { gates: [mfa, eligible], key: 'Global Administrator' })
}

function addApp({ node, edge }: Sheet, { name, team, thirdParty, age, used, grants, delegated }: App): void {
  const times = { createdAt: daysAgo(age), lastUsedAt: daysAgo(used) }
  const app = node({
    id: appId(name),
    kind: 'Identity',
    type: 'oauth_app',
    name,
    provider: 'entra',
    account: tenant,
    ...times,
    properties: { thirdParty: thirdParty ?? false },
  })
  const secret = node({
    id: appSecretId(name),
    kind: 'Secret',
    type: 'client_secret',
    name: `client secret of ${name}`,
    provider: 'entra',
    ...times,
    ...(age % 2 === 0 ? { expiresAt: daysAgo(-365) } : {}),
  })
  edge('AUTHENTICATES_AS', secret, app, { confidence: 'observed' })
  if (team) edge('OWNS', teamId(team), app)
  for (const scope of new Set(grants.map(([it]) => it))) {
    const type = delegated ? 'delegated' : 'application'
    const grant = node({
      id: grantId(name, scope),
      kind: 'Grant',
      type,
      name: `${scope} for ${name}`,
      provider: 'entra',
      account: tenant,
    })
    edge('HAS_GRANT', app, grant)
    const limit = delegated ? { missing: 'which of the people who consented are signed in' } : {}
    for (const [it, kind, thing] of grants) if (it === scope) edge(kind, grant, permissionId(thing), limit)
  }
}

/** The far end of the hop between clouds: an app that may hand out the directory's own roles. */
function addIdentitySync(sheet: Sheet): void {
  addApp(sheet, {
    name: 'Identity Sync',
    team: 'it',
    age: 540,
    used: 0,
    grants: [['User.Read.All', 'CAN_READ', 'people']],
  })
  const { node, edge } = sheet
  const scope = 'RoleManagement.ReadWrite.Directory'
  const grant = node({
    id: grantId('Identity Sync', scope),
    kind: 'Grant',
    type: 'application',
    name: `${scope} for Identity Sync`,
    provider: 'entra',
    account: tenant,
  })
  edge('HAS_GRANT', appId('Identity Sync'), grant)
  edge('CAN_CONTROL', grant, tenantId, { note: 'It may make itself Global Administrator.' })
}
