import { expect, test } from 'vitest'
import { GRANTED, WITH_CONDITIONAL } from '../../../server/graph/look.ts'
import { imported } from '../imported.ts'

const half = 'kX9wQ2vT7mR4pL8sJ3bNzB5nH1cV8xM6tY0rG4qK'
const agent = 'mcp:ada/mcp.json'
const config = (servers: object) => ({
  source: 'mcp',
  name: 'mcp.json',
  scope: 'ada',
  content: { mcpServers: servers },
})
const list = (scope: string, ...tools: readonly object[]) => ({
  source: 'mcp',
  name: 'tools.json',
  scope,
  content: { tools },
})
const files = { command: 'npx', args: ['-y', '@acme/filesystem', '/srv/data'] }
const cloud = {
  command: 'npx',
  args: ['-y', '@acme/cloud'],
  env: { AWS_ACCESS_KEY_ID: 'AKIAYVP4CIPPERUVIFXG', AWS_SECRET_ACCESS_KEY: half },
}
const readOnly = { annotations: { readOnlyHint: true } }
/** What an AWS export would say of the key. */
const holder = {
  source: 'facts',
  content: {
    nodes: [
      { id: 'secret:aws:AKIAYVP4CIPPERUVIFXG', kind: 'Secret', type: 'access_key', name: 'key' },
      { id: 'user', kind: 'Identity', type: 'service_account', name: 'user' },
      { id: 'bucket', kind: 'Resource', type: 'aws_s3_bucket', name: 'bucket' },
    ],
    edges: [
      { kind: 'AUTHENTICATES_AS', from: 'secret:aws:AKIAYVP4CIPPERUVIFXG', to: 'user' },
      { kind: 'CAN_READ', from: 'user', to: 'bucket' },
      { kind: 'CAN_WRITE', from: 'user', to: 'bucket' },
    ],
  },
}

test('an agent reaches by a reading tool what the server’s key reads, and does not become the key’s holder', async () => {
  const { reached } = await imported(
    config({ cloud }),
    list('@acme/cloud', { name: 'get_object', ...readOnly }),
    holder,
  )
  const held = reached(agent, GRANTED)
  expect(held).toContain('bucket read')
  expect(held).not.toContain('bucket write')
  expect(held).not.toContain('user control')
  expect(held).not.toContain('secret:aws:AKIAYVP4CIPPERUVIFXG read')
})

test('an agent with a tool that runs code holds all that its host holds, whichever server offers the tool', async () => {
  const { reached } = await imported(
    config({ files, cloud }),
    list('@acme/filesystem', { name: 'run_command' }),
    holder,
  )
  const held = reached(agent, GRANTED)
  expect(held).toContain('mcp-host:ada/mcp.json control')
  expect(held).toContain('user control')
  expect(held).toContain('mcp-host:ada/mcp.json:path:/srv/data write')
})

test('code that runs in a container gets the container’s key and not the host', async () => {
  const boxed = { ...cloud, command: 'docker', args: ['run', '--rm', 'acme/cloud:1'] }
  const { reached } = await imported(config({ boxed, files }), list('acme/cloud', { name: 'bash' }), holder)
  const held = reached(agent, GRANTED)
  expect(held).toContain('user control')
  expect(held).not.toContain('mcp-host:ada/mcp.json control')
})

test('without a tool list the agent’s reach is conditional, not nothing', async () => {
  const { reached } = await imported(config({ files }))
  expect([...reached(agent, GRANTED)].every((state) => state.startsWith(`${agent} `))).toBe(true)
  expect(reached(agent, WITH_CONDITIONAL)).toContain('mcp-host:ada/mcp.json:path:/srv/data write')
})

test('one list serves two clients, and neither gets what the other’s key opens', async () => {
  const bob = { ...config({ cloud: { ...cloud, env: {} } }), scope: 'bob' }
  const { reached } = await imported(config({ cloud }), bob, list('@acme/cloud', { name: 'get', ...readOnly }), holder)
  expect(reached(agent, GRANTED)).toContain('bucket read')
  expect(reached('mcp:bob/mcp.json', WITH_CONDITIONAL)).not.toContain('bucket read')
})

test('a leaked copy of the secret half is the key of the configuration, and leads to its holder', async () => {
  const finding = (Secret: string) => ({
    source: 'gitleaks',
    scope: 'https://github.com/acme/shop',
    content: [{ RuleID: 'generic-api-key', File: 'x.env', StartLine: 1, Secret }],
  })
  const repository = 'location:git:github.com/acme/shop:x.env'
  const found = await imported(config({ cloud }), finding(half), holder)
  expect(found.reached(repository, GRANTED)).toContain('user control')
  const other = await imported(config({ cloud }), finding(half.replace('kX9w', 'mB7e')), holder)
  expect(other.reached(repository, WITH_CONDITIONAL)).not.toContain('user control')
})
