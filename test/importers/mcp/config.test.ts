import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mcp } from '../../../importers/mcp/mcp.ts'
import noValues from '../../cases/mcp/no-values.json' with { type: 'json' }
import { danglingEnds, factsOf } from '../facts-of.ts'

const fixtures = ['fixture.json', 'fixture-tools.json'].map((name) => join(import.meta.dirname, name))
const samples = join(import.meta.dirname, '../../../../shared/data/mcp/configs')
if (!existsSync(samples)) console.info('skipped: no client configurations in ../shared/data/mcp')

/** Facts of a configuration given as an object, as one sketches edges: `from KIND to`. */
async function sketch(config: object, scope = 'ada') {
  const facts = await factsOf(mcp, [{ name: 'mcp.json', text: JSON.stringify(config) }], { scope })
  expect(danglingEnds(facts)).toEqual([])
  return {
    ...facts,
    nodes: facts.nodes.map(({ node }) => node),
    arrows: facts.edges.map(({ edge }) => `${edge.from} ${edge.kind} ${edge.to}`),
  }
}
const stdio = (entry: object) => ({ mcpServers: { s: { command: 'npx', args: ['-y', '@acme/server'], ...entry } } })

test('no value of an environment, header, argument or address is in any claim (S17)', async () => {
  const facts = await factsOf(mcp, fixtures)
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes, facts.coverage])).not.toMatch(/CANARY/)
  expect(danglingEnds(facts)).toEqual([])
  expect(facts.records).toEqual({ read: 2, stored: 2, merged: 0, rejected: 0 })
})

test('the host controls the servers it starts and reads its own settings; the agent only has their tools', async () => {
  const { arrows } = await sketch(stdio({}))
  expect(arrows).toContain('mcp-host:ada/mcp.json CAN_CONTROL mcp:ada/mcp.json:s')
  expect(arrows).toContain('mcp:ada/mcp.json CONNECTS_TO mcp:ada/mcp.json:s')
  expect(arrows.filter((arrow) => arrow.startsWith('mcp:ada/mcp.json ') && !arrow.includes('CONNECTS_TO'))).toEqual([])
})

test('whoever runs a remote service controls what its clients send, and the host cannot control the service', async () => {
  const { arrows } = await sketch({ servers: { s: { url: 'https://mcp.example.com/v1?x=1' } } })
  expect(arrows).toContain('https://mcp.example.com/v1 CAN_CONTROL mcp:ada/mcp.json:s')
  expect(arrows).not.toContain('mcp-host:ada/mcp.json CAN_CONTROL mcp:ada/mcp.json:s')
})

test('a plain token is held by the file and used by the server; one token under two names is one secret', async () => {
  const env = { A_TOKEN: 'kX9wQ2vT7mR4pL8sJ3bN', OTHER_KEY: 'kX9wQ2vT7mR4pL8sJ3bN' }
  const { nodes, arrows } = await sketch(stdio({ env }))
  const secrets = new Set(nodes.filter(({ kind }) => kind === 'Secret').map(({ id }) => id))
  expect(secrets.size).toBe(1)
  for (const secret of secrets) {
    expect(arrows).toContain(`location:mcp:ada/mcp.json:config HOLDS ${secret}`)
    expect(arrows).toContain(`mcp:ada/mcp.json:s USES_SECRET ${secret}`)
  }
})

test('equal variable names with different values, or in different files, are different secrets', async () => {
  const secretsOf = async (value: string, scope: string) =>
    (await sketch(stdio({ env: { GITHUB_TOKEN: value } }), scope)).nodes.filter(({ kind }) => kind === 'Secret')
  const [a] = await secretsOf('kX9wQ2vT7mR4pL8sJ3bN', 'ada')
  const [b] = await secretsOf('zB5nH1cV8xM6tY0rG4qK', 'ada')
  const [c] = await secretsOf('$GITHUB_TOKEN', 'ada')
  const [d] = await secretsOf('$GITHUB_TOKEN', 'bob')
  expect(new Set([a, b, c, d].map((secret) => secret?.id)).size).toBe(4)
  expect(c?.properties).toEqual({ reference: 'env:GITHUB_TOKEN', issuerByName: 'github' })
})

test.for(noValues.references)('%s is a reference: the file holds no copy', async (value) => {
  const { nodes, arrows } = await sketch(stdio({ env: { A_TOKEN: value } }))
  expect(nodes.find(({ kind }) => kind === 'Secret')?.properties).toHaveProperty('reference')
  expect(arrows.filter((arrow) => arrow.includes(' HOLDS '))).toEqual([])
})

test.for(noValues.placeholders)('%s is a place for a token: what stands there is the missing fact', async (value) => {
  const { edges } = await sketch(stdio({ env: { A_TOKEN: value } }))
  const uses = edges.filter(({ edge }) => edge.kind === 'USES_SECRET').map(({ edge }) => edge)
  expect(uses.map(({ verdict, missing }) => [verdict, missing])).toEqual([
    ['conditional', 'what stands in place of A_TOKEN where ada/mcp.json runs'],
  ])
  expect(edges.filter(({ edge }) => edge.kind === 'HOLDS')).toEqual([])
})

test('the two halves of an AWS key are one secret, known by the public half', async () => {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEKEY000001',
    AWS_SECRET_ACCESS_KEY: 'kX9wQ2vT7mR4pL8sJ3bNzB5nH1cV8xM6tY0rG4qK',
  }
  const { nodes } = await sketch(stdio({ env }))
  expect(nodes.filter(({ kind }) => kind === 'Secret').map(({ id }) => id)).toEqual(['secret:aws:AKIAEXAMPLEKEY000001'])
})

test('a password in the address of a database signs in as its user, whose rights are the missing fact', async () => {
  const args = ['-y', 'server-postgres', 'postgresql://app:kX9wQ2vT7mR4pL8s@db.example.com/shop']
  const { edges } = await sketch({ mcpServers: { s: { command: 'npx', args } } })
  const rights = edges.filter(({ edge }) => edge.to === 'database:db.example.com:shop').map(({ edge }) => edge)
  expect(rights.map(({ kind, from, verdict }) => [kind, from, verdict])).toEqual([
    ['CAN_READ', 'database:db.example.com:user:app', 'conditional'],
    ['CAN_WRITE', 'database:db.example.com:user:app', 'conditional'],
  ])
})

test.for([
  [['npx', '-y', '@acme/server@1.2.3', 'x'], '@acme/server', '1.2.3'],
  [['npx', '-y', '@acme/server'], '@acme/server', 'floating'],
  [['cmd', '/c', 'npx', '-y', '@acme/server@latest'], '@acme/server', 'floating'],
  [['uvx', 'mcp-server-git==0.6'], 'mcp-server-git', '0.6'],
  [['uvx', '--from', 'mcp-pack', 'tool'], 'mcp-pack', 'floating'],
  [['uv', '--directory', '/src', 'run', 'mcp-server-git'], 'mcp-server-git', 'local'],
  [['python', '-m', 'mcp_server_fetch'], 'mcp_server_fetch', 'local'],
  [['/usr/local/bin/docker', 'run', '-i', '--rm', '-e', 'X', '-p', '1:1', 'ghcr.io/acme/s:2'], 'ghcr.io/acme/s', '2'],
  [['docker', 'run', '--mount', 'type=bind,src=/a,dst=/b', 'mcp/git'], 'mcp/git', 'floating'],
  [['C:\\bin\\server.exe', 'stdio'], 'server', 'local'],
  [['npx -y @acme/server --flag'], '@acme/server', 'floating'],
  [['env', 'A=b', 'npx', '@acme/server'], '@acme/server', 'floating'],
  [['sh', '-c', 'npx @acme/server@2'], '@acme/server', '2'],
] as const)('%s runs %s', async ([[command, ...args], name, version]) => {
  const { nodes } = await sketch({ mcpServers: { s: { command, args } } })
  const server = nodes.find(({ id }) => id === 'mcp:ada/mcp.json:s')
  expect(server?.properties).toMatchObject({ package: name, version })
})

test('a file server reads and writes the folders it is given, and only reads what is mounted so', async () => {
  const { arrows } = await sketch({
    mcp: {
      servers: {
        files: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/ada'] },
        boxed: {
          command: 'docker',
          args: ['run', '--mount', 'type=bind,src=/srv,dst=/d,ro', '-v', 'volume:/v', 'mcp/filesystem', '/d'],
        },
      },
    },
  })
  const roots = arrows.filter((arrow) => arrow.includes(':path:')).map((arrow) => arrow.replace(/\S*\.json:/g, ''))
  expect(roots).toEqual(['files CAN_READ path:/home/ada', 'files CAN_WRITE path:/home/ada', 'boxed CAN_READ path:/srv'])
})

test('OpenCode’s agents are agents of their own, a switched off server serves nobody', async () => {
  const { arrows } = await sketch({
    mcp: {
      on: { type: 'local', command: ['npx', 'a'], enabled: true },
      off: { type: 'remote', url: 'https://x.example.com/', enabled: false },
    },
    tools: { 'on_*': false },
    agent: { helper: { tools: { 'on_*': true } } },
  })
  const connections = arrows.filter((arrow) => arrow.includes('CONNECTS_TO'))
  expect(connections).toEqual([
    'mcp:ada/mcp.json CONNECTS_TO mcp:ada/mcp.json:on',
    'mcp:ada/mcp.json/helper CONNECTS_TO mcp:ada/mcp.json:on',
  ])
})

test('a document that is neither a configuration nor a tool list is rejected, an odd entry is told', async () => {
  const call = { jsonrpc: '2.0', method: 'tools/call', params: { name: 'x' } }
  expect((await sketch(call)).records).toMatchObject({ read: 1, rejected: 1 })
  const { notes, records } = await sketch({ mcpServers: { good: { command: 'a' }, bad: { note: 1 } } })
  expect([records.stored, notes.skipped.length]).toEqual([1, 1])
})

test.skipIf(!existsSync(samples))(
  'every published configuration is read on its own, and as the collection it comes in',
  async () => {
    let configs = 0
    for (const name of ['github-mcp-server-configs.json', 'server-readme-configs.json']) {
      const path = join(samples, name)
      const wrapped = JSON.parse(readFileSync(path, 'utf8')) as readonly { readonly config: object }[]
      for (const { config } of wrapped) {
        const { nodes, records, notes } = await sketch(config)
        expect([records, notes.skipped]).toEqual([{ read: 1, stored: 1, merged: 0, rejected: 0 }, []])
        expect(nodes.filter(({ id }) => /^mcp:[^:]*:[^:]*$/.test(id))).toHaveLength(1)
        configs++
      }
      const whole = await factsOf(mcp, [path])
      expect(whole.records).toEqual({ read: 1, stored: 1, merged: 0, rejected: 0 })
      expect(whole.nodes.filter(({ node }) => node.type === 'agent').length).toBeGreaterThanOrEqual(wrapped.length)
    }
    expect(configs).toBe(84)
  },
)

test('names say whose client it is in words, where the file tells the program', async () => {
  const text = JSON.stringify(stdio({}))
  const name = async (file: string) => {
    const { nodes } = await factsOf(mcp, [{ name: file, text }], { scope: 'ada' })
    return nodes.find(({ node }) => node.type === 'agent')?.node.name
  }
  expect(await name('claude_desktop_config.json')).toBe('agent of Claude Desktop (ada)')
  expect(await name('.cursor/mcp.json')).toBe('agent of Cursor (ada)')
  expect(await name('settings.json')).toBe('agent of ada/settings.json')
})

test('the fixture says what it has always said', async () => {
  const { nodes, edges } = await factsOf(mcp, fixtures)
  const batch = [...nodes, ...edges].map((fact) => JSON.stringify(fact)).join('\n')
  await expect(`${batch}\n`).toMatchFileSnapshot('batch.snap')
})

test.for([
  ['npx', '-y', 'git+https://x:kX9wQ2vT7mR4pL8sJ3bNzB5n@git.example.com/acme/server'],
  ['npx', '-c', 'TOKEN=kX9wQ2vT7mR4pL8sJ3bNzB5n server'],
  ['npx -y @acme/server --api-key kX9wQ2vT7mR4pL8sJ3bNzB5n'],
  ['npx', '@acme/server@kX9wQ2vT7mR4pL8sJ3bNzB5n'],
  ['sh', '-c', 'kX9wQ2vT7mR4pL8sJ3bNzB5n'],
  ['server', 'kX9wQ2vT7mR4pL8sJ3bNzB5n'],
])('a key in the command line %s is kept nowhere (S17)', async ([command, ...args]) => {
  const facts = await sketch({ mcpServers: { s: { command, args } } })
  expect(JSON.stringify([facts.nodes, facts.edges, facts.notes])).not.toContain('kX9wQ2vT7mR4pL8sJ3bNzB5n')
})
