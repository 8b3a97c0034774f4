import { expect, test } from 'vitest'
import { inventory } from '../../../importers/inventory/inventory.ts'
import { danglingEnds, factsOf } from '../facts-of.ts'

const here = import.meta.dirname
const sheet = (text: string, name = 'sheet.csv') => factsOf(inventory, [{ name, text }])
const shown = ({ edges }: Awaited<ReturnType<typeof factsOf>>) =>
  edges.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to}${edge.verdict === 'conditional' ? ' ?' : ''}`).sort()

test('a spreadsheet gives identities, owners and secrets, and who opens whom', async () => {
  const said = await factsOf(inventory, [`${here}/fixture-identities.csv`, `${here}/fixture-secrets.json`])
  expect(said.notes.rejections).toEqual([])
  expect(danglingEnds(said)).toEqual([])
  expect(shown(said).map((line) => line.replace(/fp:v1-[0-9a-f]{64}/, 'fp:…'))).toEqual([
    'location:inventory:aws:vault%3Ashop/deploy HOLDS secret:fp:…',
    'owner:person:ada.marsh@example.org OWNS arn:aws:iam::111122223333:user/ci-deployer',
    'owner:team:Data OWNS inventory:warehouse:reporting-bot',
    'owner:team:Platform OWNS arn:aws:iam::111122223333:user/ci-deployer',
    'secret:aws:AKIAIOSFODNN7EXAMPLE AUTHENTICATES_AS arn:aws:iam::111122223333:user/ci-deployer',
    'secret:fp:… AUTHENTICATES_AS inventory:warehouse:reporting-bot',
    'secret:fp:… AUTHENTICATES_AS arn:aws:iam::111122223333:user/ci-deployer',
  ])
})

test('an id that means one thing everywhere is taken whole; another belongs to its system', async () => {
  const { nodes } = await sheet(
    'id,name,system,env\narn:aws:iam::1:role/x,a,AWS,p\n42,b,HR,p\n42,c,CRM,p\n/subscriptions/AB/x,d,Azure,p',
  )
  expect(nodes.map(({ node }) => node.id)).toEqual([
    'arn:aws:iam::1:role/x',
    'inventory:hr:42',
    'inventory:crm:42',
    '/subscriptions/ab/x',
  ])
})

test('columns are known by any of their names, and others are reported', async () => {
  const { nodes, notes } = await sheet(
    'Display-Name,ENV,Data Classification,Favourite Colour\nx,Prod,Customer,blue\ny,Prod,,red',
  )
  expect(nodes[0]!.node).toMatchObject({ name: 'x', environment: 'prod', dataClass: 'customer' })
  expect(notes.skipped.map(({ reason }) => reason)).toEqual(['no column that Ambit knows is called Favourite Colour'])
})

test('an owner and the times are known by what people call them', async () => {
  const said = await sheet(
    'Name,Type,Responsible person,Date created,Last rotated,Expiry,Last used on\nx,bot,Ada,2024-01-31,2025-01-31,2027-01-31,2026-01-31\n',
  )
  expect(shown(said)).toEqual(['owner:person:Ada OWNS inventory:inventory:x'])
  expect(said.nodes[0]!.node).toMatchObject({
    createdAt: '2024-01-31T00:00:00.000Z',
    rotatedAt: '2025-01-31T00:00:00.000Z',
    expiresAt: '2027-01-31T00:00:00.000Z',
    lastUsedAt: '2026-01-31T00:00:00.000Z',
  })
  for (const header of ['Contact', 'Contact person'])
    expect(shown(await sheet(`Name,${header}\nx,Ada\n`))).toEqual(['owner:person:Ada OWNS inventory:inventory:x'])
  expect((await sheet('Name,Created on\nx,2024-01-31\n')).nodes[0]!.node.createdAt).toBe('2024-01-31T00:00:00.000Z')
  expect(said.notes.skipped).toEqual([])
})

test('of two columns that mean one thing the first is read, and the other is told', async () => {
  const said = await sheet('Name,Owner,Contact\nx,Ada,Ada\ny,Ada,Bo\nz,,Bo\nw,Ada,Cy\n')
  expect(shown(said)).toEqual([
    'owner:person:Ada OWNS inventory:inventory:w',
    'owner:person:Ada OWNS inventory:inventory:x',
    'owner:person:Ada OWNS inventory:inventory:y',
    'owner:person:Bo OWNS inventory:inventory:z',
  ])
  expect(said.notes.skipped.map(({ pointer, reason }) => [pointer, reason])).toEqual([
    ['row 3', 'the columns Owner and Contact mean one thing: where they differ, the first is read'],
  ])
})

test('what a row without a type is taken for is said, with how many such rows there are', async () => {
  const said = async (text: string) => JSON.stringify((await sheet(text)).coverage)
  const assumed = 'what kind of identity 2 rows without a type are: each is taken as a service account'
  expect(await said('Name,Type,Env\nx,,prod\ny,bot,prod\nz,,prod\n')).toContain(assumed)
  expect(await said('Name,Env\nx,prod\nz,prod\n')).toContain(assumed)
  expect(await said('Name,Kind,Env\nx,identity,prod\nz,nhi,prod\n')).toContain(assumed)
  expect(await said('Name,Type,Env\nx,bot,prod\n')).not.toContain('without a type')
  expect(await said('Name,Kind,Env\nx,secret,prod\ny,bot,prod\n')).not.toContain('without a type')
})

test('what can be read in two ways is not guessed at', async () => {
  const { nodes, notes } = await sheet('name,tier,created,type\na,T1,2024-01-31,svc\nb,gold,31/01/2024,starship')
  expect(nodes[0]!.node).toMatchObject({ tier: 1, createdAt: '2024-01-31T00:00:00.000Z', type: 'service_account' })
  expect(nodes[1]!.node).toEqual({ id: 'inventory:inventory:b', kind: 'Identity', type: 'starship', name: 'b' })
  expect(notes.skipped).toHaveLength(3)
})

test('a secret that is said to open a name that two identities have opens each only perhaps', async () => {
  const said = await sheet('name,id,type,opens\nbot,1,bot,\nbot,2,bot,\nkey,k,token,bot\nlost,l,token,nobody')
  expect(shown(said)).toEqual([
    'inventory:inventory:k AUTHENTICATES_AS inventory:inventory:1 ?',
    'inventory:inventory:k AUTHENTICATES_AS inventory:inventory:2 ?',
    'inventory:inventory:l AUTHENTICATES_AS inventory:inventory:nobody',
  ])
  expect(danglingEnds(said)).toEqual([])
})

test('nodes.csv and edges.csv make a graph', async () => {
  const said = await factsOf(inventory, [
    { name: 'edges.csv', text: 'from,to,kind,missing\nbot,db,can read,\nbot,db,CAN_WRITE,the window' },
    { name: 'nodes.csv', text: 'id,kind,type,name\nbot,Identity,bot,Bot\ndb,Resource,database,Customers' },
  ])
  expect(said.notes.rejections).toEqual([])
  expect(danglingEnds(said)).toEqual([])
  expect(shown(said)).toEqual([
    'inventory:inventory:bot CAN_READ inventory:inventory:db',
    'inventory:inventory:bot CAN_WRITE inventory:inventory:db ?',
  ])
})

test('rows that say too little are rejected with their number', async () => {
  const { notes } = await sheet('id,name,env\n,,prod\na,b,prod,more\n')
  expect(notes.rejections.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['row 2', 'refused'],
    ['row 3', 'ragged_row'],
  ])
})

test('a list of things with parts of their own is not taken for a sheet', () => {
  const isTaken = (text: string) => inventory.sniff({ name: 'rows.json', text })
  expect(isTaken('[{"id": "a", "category": "role", "permissions": ["read", "write"], "team": "ops"}]')).toBe(true)
  expect(isTaken('[{"id": "a", "category": "x", "permissions": {"required": ["iam:PassRole"]}}]')).toBe(false)
  expect(isTaken('[{"id": "a", "category": "x", "edges": [{"from": "a", "to": "b"}]}]')).toBe(false)
})

test('that rows without a system meet by name is said, and is not where a system is given', async () => {
  const files = [{ name: 'people.csv', text: 'name,owner\nbackup,ops\n' }]
  const missing = async (options: { scope?: string }) =>
    JSON.stringify((await factsOf(inventory, files, options)).coverage)
  const said = 'equal names in several files are taken as one thing'
  expect(await missing({})).toContain(said)
  expect(await missing({ scope: 'crm' })).not.toContain(said)
})
