import { expect, test } from 'vitest'
import { googleAudit } from '../../../importers/google-audit.ts'
import { edgesInto } from '../../../server/findings/around.ts'
import { imported } from '../../derive/imported.ts'
import { factsOf } from '../facts-of.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(googleAudit, import.meta.dirname)
const notes = 'google:client:77377267392-a1b2c3.apps.googleusercontent.com'
const lena = 'google:user:118000000000000000001'

test('who authorised which application for which scope is told, in either shape of the log', async () => {
  const { uses, facts } = await read()
  const scope = (name: string) => `https://www.googleapis.com/auth/${name}`
  expect(uses.filter((it) => it.includes('authorize'))).toEqual([
    `${lena} → ${notes}: authorize https://mail.google.com/ ×2, authorize ${scope('calendar')} ×1, authorize ${scope('drive.readonly')} ×1, revoke ×1`,
    `google:user:max@larch.example → ${notes}: authorize ${scope('calendar')} ×1`,
  ])
  const consents = facts.edges.find(({ edge }) => edge.from === lena && edge.to === notes)?.edge.properties
  expect(consents).toMatchObject({ first: '2026-03-01T08:00:00.000Z', last: '2026-03-08T08:00:00.000Z' })
})

test('what an application called is its use, and on behalf of the user; a number is the service account', async () => {
  const { uses, behalf, lastUsed } = await read()
  expect(uses.filter((it) => !it.includes('authorize'))).toEqual([
    `${notes} → google:customer:C0larch: gmail.users.messages.list ×1`,
    'gcp:sa:109876543210987654321 → google:customer:C0larch: drive.files.get ×1',
  ])
  expect(behalf).toEqual([`${notes} for ${lena}`, `gcp:sa:109876543210987654321 for ${lena}`])
  expect(lastUsed(notes)).toBe('2026-03-02T08:00:00.000Z')
})

test('what was denied or only asked for is no use; events of one activity that come apart are no repetition', async () => {
  const { left, records, facts } = await read()
  expect(left).toEqual([
    'google-audit: 2 events: stand in these files more than once, and count once',
    'google-audit: 2 events: were only asked for or denied, which is no use',
    'google-audit: 1 event: are of another report than that of OAuth tokens',
    'google-audit: 1 event: the caller is not named',
  ])
  expect(records).toMatchObject({ read: 13, rejected: 0 })
  expect(JSON.stringify(facts.nodes)).not.toMatch(/denied\.apps|asked\.apps/)
})

test('a log grants nothing', async () => {
  const { facts } = await read()
  expect(new Set(facts.edges.map(({ edge }) => edge.kind))).toEqual(new Set(['USED', 'DELEGATED']))
})

const consent = (actor: object) => ({
  id: { time: '2026-03-01T08:00:00Z', uniqueQualifier: '1', applicationName: 'token', customerId: 'C0larch' },
  actor,
  events: [{ name: 'authorize', parameters: [{ name: 'client_id', value: 'notes' }] }],
})

test('a user of the log is the user of the directory, by number or by address', async () => {
  const users = [{ id: '118000000000000000001', primaryEmail: 'lena@larch.example' }]
  for (const actor of [{ profileId: '118000000000000000001' }, { email: 'Lena@larch.example' }]) {
    const { graph } = await imported(
      { source: 'google-workspace', scope: 'C0larch', content: { users } },
      { source: 'google-audit', content: { items: [consent(actor)] } },
    )
    const [used] = edgesInto(graph, graph.nodes.indexOf('google:client:notes')!, 'USED')
    expect(graph.edges.from[used!]).toBe(graph.nodes.indexOf('google:user:118000000000000000001'))
  }
})

test('an answer that announces another page says that it does not hold all', async () => {
  const read = async (more: object) => {
    const text = JSON.stringify({ items: [consent({ email: 'lena@larch.example' })], ...more })
    const { complete, coverage } = await factsOf(googleAudit, [{ name: 'token.json', text }])
    return [complete, JSON.stringify(coverage).includes('pages that follow')]
  }
  expect(await read({ nextPageToken: 'A:1' })).toEqual([false, true])
  expect(await read({})).toEqual([true, false])
})
