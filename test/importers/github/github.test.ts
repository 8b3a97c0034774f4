import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { github } from '../../../importers/github/github.ts'
import { danglingEnds, type FactsOf, factsOf } from '../facts-of.ts'

const here = import.meta.dirname
/** A small organisation, each answer under the path of its call. */
const estate = readdirSync(join(here, 'estate'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(here, 'estate', name), 'utf8') }))
const facts = await factsOf(github, estate)
const lines = ({ edges }: FactsOf) =>
  edges.map(({ edge: { from, kind, to, key } }) =>
    `${from} ${kind} ${to}${key ? ` #${key}` : ''}`.replaceAll('github:github.com:', ''),
  )
const edges = lines(facts)
const one = (id: string) => facts.nodes.filter(({ node }) => node.id.endsWith(id)).map(({ node }) => node)
const said = async (name: string, content: unknown, scope?: string) => {
  const read = await factsOf(github, [{ name, text: JSON.stringify(content, null, 1) }], scope ? { scope } : {})
  expect(danglingEnds(read)).toEqual([])
  return read
}

const sample = join(here, '../../../../shared/data/github')
const hasSamples = existsSync(sample)
if (!hasSamples) console.info('skipped: no sample answers in ../shared/data/github')

test('every record of the estate is taken, no edge hangs in the air, and no value stays', () => {
  expect(facts.records.rejected).toBe(0)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.complete).toBe(true)
  for (const file of estate) expect(github.sniff(file), file.name).toBe(true)
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes])).not.toMatch(/canary/i)
})

test('a token signs in as a bot of its own, and its person only answers for it', () => {
  expect(edges).toContain('secret:github:github.com/token/71 AUTHENTICATES_AS token:71')
  expect(edges).toContain('token:71 HAS_GRANT token-grant:9001')
  expect(edges).toContain('account:ada-larch OWNS token:71')
  expect(edges.filter((edge) => edge.startsWith('secret:github:github.com/token/71 AUTHENTICATES_AS account'))).toEqual(
    [],
  )
})

test('an expired token signs in as nobody, even when no date says so', () => {
  expect(edges.filter((edge) => edge.startsWith('secret:github:github.com/token/73 AUTHENTICATES_AS'))).toEqual([])
  expect(facts.notes.skipped.map(({ reason }) => reason)).toContainEqual(
    expect.stringContaining('old-script has expired'),
  )
})

test('administration of an organisation is not administration of a repository', () => {
  expect(one('token-grant:9002')[0]?.properties?.['scopes']).toContain('organization_administration:write')
  expect(one('token-grant:9003')[0]?.properties?.['scopes']).toContain('administration:write')
})

test('a suspended installation has no grant, though it is listed', () => {
  expect(edges).toContain('app:501 HAS_GRANT installation:801')
  expect(edges).not.toContain('app:503 HAS_GRANT installation:803')
  expect(one('installation:803')).toHaveLength(1)
})

test('a read-only deploy key writes nothing', () => {
  const of = (id: number) => edges.filter((edge) => edge.startsWith(`deploy-key:${id} `))
  expect(of(61)).toEqual(['deploy-key:61 CAN_READ repo:larch-works/shop #pull'])
  expect(of(62)).toContain('deploy-key:62 CAN_WRITE repo:larch-works/shop #push')
})

test('an environment waits for its reviewers; one without rules waits for nobody', () => {
  const gates = edges.filter((edge) => edge.startsWith('gate:') && edge.includes(' APPLIES_TO '))
  expect(gates).toEqual([
    expect.stringMatching(/production approval APPLIES_TO environment:larch-works\/shop:production #gate$/),
  ])
  expect(edges.filter((edge) => edge.includes(' APPROVES '))).toHaveLength(2)
})

test('an alert is a leaked secret that whoever reads the repository reads; a false alarm is not', () => {
  const leaks = edges.filter((edge) => edge.includes(' HOLDS '))
  expect(leaks).toEqual([
    expect.stringMatching(/^location:git:github.com\/larch-works\/shop:scripts\/release.env HOLDS/),
  ])
})

test('a page that announces more than was read takes nothing away', async () => {
  const page = { total_count: 2, secrets: [{ name: 'A', created_at: '2025-01-01T00:00:00Z', updated_at: null }] }
  expect((await said('orgs/o/actions/secrets.json', page)).complete).toBe(false)
  expect((await said('orgs/o/actions/secrets.json', { ...page, total_count: 1 })).complete).toBe(true)
})

test('slurped pages, one page, bare items and lines say the same', async () => {
  const secrets = ['A', 'B'].map((name) => ({
    name,
    created_at: '2025-01-01T00:00:00Z',
    updated_at: '2025-01-01T00:00:00Z',
  }))
  const page = { total_count: 2, secrets }
  const name = 'repos/o/r/actions/secrets.json'
  const expected = lines(await said(name, page))
  expect(expected).toEqual(
    ['secret:github:github.com/o/r/A', 'secret:github:github.com/o/r/B'].map(
      (id) => `${id} APPLIES_TO repo:o/r #given`,
    ),
  )
  expect(lines(await said(name, [page]))).toEqual(expected)
  expect(lines(await said(name, secrets))).toEqual(expected)
  const text = secrets.map((it) => JSON.stringify(it)).join('\n')
  expect(lines(await factsOf(github, [{ name, text }]))).toEqual(expected)
  const slurped = await said(name, [{ ...page, total_count: 3 }])
  expect(slurped.complete).toBe(false)
})

test('an item that is damaged does not take the rest of its page with it, and the list then closes nothing', async () => {
  const good = { name: 'A', created_at: '2025-01-01T00:00:00Z', updated_at: '2025-01-01T00:00:00Z' }
  const read = await said('repos/o/r/actions/secrets.json', [{ secrets: [good, { name: 7 }] }])
  expect(lines(read)).toHaveLength(1)
  expect(read.complete).toBe(false)
})

test('alerts of a whole organisation lie in its repositories, and are one list', async () => {
  const url = (name: string) => `https://api.github.com/repos/o/${name}/secret-scanning/alerts/1`
  const alert = { number: 1, state: 'open', secret_type: 'x_token' }
  const read = await said(
    'orgs/o/secret-scanning/alerts.json',
    ['a', 'b'].map((name) => ({ ...alert, url: url(name) })),
  )
  expect(lines(read).filter((edge) => edge.endsWith('#alert'))).toHaveLength(2)
  expect(Object.keys(read.coverage)).toEqual(['github:github.com:o:secret-scanning/alerts'])
})

test('several answers in one object are read under their labels; an object that holds none is refused', async () => {
  const key = { id: 1, url: 'https://api.github.com/repos/o/r/keys/1', title: 'k', read_only: true }
  const template = { include_claim_keys: ['repo'] }
  const read = await said('bundle.json', { keys: [key], template, byNumber: { 7: [key] } }, 'o')
  expect(lines(read)).toContain('deploy-key:1 CAN_READ repo:o/r #pull')
  expect(read.notes.skipped).toEqual([])
  expect(read.records).toMatchObject({ read: 1, rejected: 0 })
  const other = await said('other.json', { list: [{ a: 1 }], more: [{ b: 2 }] }, 'o')
  expect(other.records.rejected).toBe(1)
})

test('an answer that does not say of whom it speaks is refused until the scope says it', async () => {
  const secrets = {
    total_count: 1,
    secrets: [{ name: 'A', created_at: '2025-01-01T00:00:00Z', updated_at: '2025-01-01T00:00:00Z' }],
  }
  const unnamed = await said('secrets.json', secrets)
  expect([unnamed.records.rejected, unnamed.nodes]).toEqual([1, []])
  expect(lines(await said('secrets.json', secrets, 'o/r'))).toEqual([
    'secret:github:github.com/o/r/A APPLIES_TO repo:o/r #given',
  ])
  expect(lines(await said('secrets.json', secrets, 'o'))).toEqual([
    'secret:github:github.com/o/A APPLIES_TO account:o #given',
  ])
})

test('a server of one’s own is another host', async () => {
  const key = {
    id: 1,
    key: 'ssh-rsa AAA',
    url: 'https://ghe.example.com/api/v3/repos/o/r/keys/1',
    title: 'k',
    read_only: true,
  }
  expect(lines(await said('keys.json', [key]))).toContain(
    'github:ghe.example.com:deploy-key:1 CAN_READ github:ghe.example.com:repo:o/r #pull',
  )
})

test('a list that is empty says that what was there is gone', async () => {
  const read = await said('orgs/o/installations.json', { total_count: 0, installations: [] })
  expect(Object.keys(read.coverage)).toEqual(['github:github.com:o:installations'])
})

/** The bodies of the samples as `gh api` would leave them: each under the path of its call. */
const unwrapped = () => {
  const read = (name: string) => JSON.parse(readFileSync(join(sample, name), 'utf8')) as Record<string, unknown>
  const rest = read('rest-response-examples.json')
  const pats = read('fine-grained-pats.json')
  const of = (path: string, body: unknown) => ({ name: `${path}.json`, text: JSON.stringify(body) })
  return [
    of('orgs/octo-org/installations', rest['orgs.listAppInstallations']),
    of('orgs/octo-org/personal-access-tokens', rest['orgs.listPatGrants']),
    of('orgs/octo-org/personal-access-token-requests', rest['orgs.listPatGrantRequests']),
    of('repos/octocat/Hello-World/keys', rest['repos.listDeployKeys']),
    of('orgs/octo-org/actions/secrets', rest['actions.listOrgSecrets']),
    of('repos/octocat/Hello-World/actions/secrets', rest['actions.listRepoSecrets']),
    of('orgs/octo-org/actions/oidc/customization/sub', rest['oidc.getOidcCustomSubTemplateForOrg']),
    of('repos/octocat/Hello-World/actions/oidc/customization/sub', rest['actions.getCustomOidcSubClaimForRepo']),
    of('repos/octocat/Hello-World/collaborators', rest['repos.listCollaborators']),
    of('repos/github/hello-world/environments', rest['repos.getAllEnvironments']),
    of('repos/octocat/Hello-World/hooks', rest['repos.listWebhooks']),
    of('repos/owner/private-repo/secret-scanning/alerts', rest['secretScanning.listAlertsForRepo']),
    of('orgs/octo-org/members', rest['orgs.listMembers']),
    of('orgs/simpsoncorp/personal-access-tokens', pats['FINE_GRAINED_PERSONAL_ACCESS_TOKENS']),
    ...Object.entries(pats['FINE_GRAINED_PAT_REPOSITORIES'] as object).map(([grant, body]) =>
      of(`orgs/simpsoncorp/personal-access-tokens/${grant}/repositories`, body),
    ),
    of('orgs/simpsoncorp/credential-authorizations', pats['SAML_CREDENTIAL_AUTHORIZATIONS']),
  ]
}

test.skipIf(!hasSamples)('GitHub’s own example answers are each recognised and read whole', async () => {
  for (const file of unwrapped()) {
    expect(github.sniff(file), file.name).toBe(true)
    const read = await factsOf(github, [file])
    expect([read.records.rejected, danglingEnds(read)], file.name).toEqual([0, []])
    expect(read.nodes.length, file.name).toBeGreaterThan(0)
  }
  const all = await factsOf(github, unwrapped())
  expect(all.records.read).toBe(all.records.stored + all.records.merged)
  const tokens = lines(all).filter((edge) => edge.includes('/token/') && edge.includes(' AUTHENTICATES_AS '))
  // 98717 has expired; 98716 is named in three lists and is one token.
  expect([...new Set(tokens)]).toEqual(['secret:github:github.com/token/98716 AUTHENTICATES_AS token:98716'])
})

test.skipIf(!hasSamples)('what its webhooks deliver is read, and takes nothing away', async () => {
  const folder = join(sample, 'webhooks')
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8')
    expect(github.sniff({ name, text }), name).toBe(true)
    const read = await factsOf(github, [join(folder, name)])
    expect([read.records.rejected, read.complete, danglingEnds(read)], name).toEqual([0, false, []])
    expect(read.nodes.length, name).toBeGreaterThan(0)
  }
  const key = await factsOf(github, [join(folder, 'deploy_key.created.json')])
  expect(lines(key)).toContain('deploy-key:100 CAN_READ repo:codertocat/hello-world #pull')
})
