import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../server/main.ts'
import { compileCache } from '../house/source-files.ts'
import { localApp, temporaryFolder } from './local-app.ts'

const main = join(import.meta.dirname, '../../server/main.ts')

async function serving(more: { port?: number } = {}) {
  const home = temporaryFolder('ambit-serve-')
  const said: string[] = []
  const options = {
    port: 0,
    demo: false,
    env: { AMBIT_HOME: home },
    say: (text: string) => void said.push(text),
    ...more,
  }
  const running = await serve(options)
  onTestFinished(running.close)
  const { origin, hash } = new URL(running.address)
  return { home, said, origin, token: hash.slice('#t='.length) }
}

test('the address that is printed opens the API, and its token lies in a file for its owner alone', async () => {
  const { home, origin, token } = await serving()
  expect(token).toMatch(/^[\w-]{43}$/)
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(`${origin}/api/v1/scopes`, { headers })).status).toBe(200)
  expect((await fetch(`${origin}/api/v1/scopes`)).status).toBe(401)
  expect((await fetch(`${origin}/api/v1/ready`)).status).toBe(200)
  for (const name of readdirSync(home)) {
    expect([name, statSync(join(home, name)).mode & 0o077]).toEqual([name, 0])
  }
})

test('a port that is taken is one sentence that says what to do', async () => {
  const { origin } = await serving()
  const port = Number(new URL(origin).port)
  await expect(serving({ port })).rejects.toThrow(
    `Port ${port} is taken, perhaps by another Ambit; choose another with --port or PORT.`,
  )
})

test('a stopped server takes its token with it, ends with 0 and leaves a store that opens again (R16)', async () => {
  const home = temporaryFolder('ambit-serve-')
  const env = { PATH: process.env['PATH'], AMBIT_HOME: home, PORT: '0', NODE_COMPILE_CACHE: compileCache }
  for (const _ of ['first', 'again']) {
    const child = spawn(process.execPath, [main, '--no-demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for await (const text of child.stderr.setEncoding('utf8')) {
      said += text
      if (said.includes('Ambit is at http://127.0.0.1:')) break
    }
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(readdirSync(home)).not.toContain('local-token')
  }
})

function builtPage(): string {
  const folder = temporaryFolder('ambit-web-')
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Ambit</title>')
  writeFileSync(join(folder, 'assets', 'main-3f2a.js'), 'void 0')
  writeFileSync(join(folder, '.secret'), 'hidden')
  return folder
}

test('the page needs no token, its assets are kept for ever and itself is asked for anew', async () => {
  const { askAnonymously } = await localApp({ web: builtPage() })
  const page = await askAnonymously('/')
  expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache'])
  const asset = await askAnonymously('/assets/main-3f2a.js')
  expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(asset.headers['content-security-policy']).toContain("default-src 'none'")
})

test('an address of the page is the page for a browser; nothing under /api ever is', async () => {
  const { askAnonymously } = await localApp({ web: builtPage() })
  const headers = { accept: 'text/html,*/*' }
  expect((await askAnonymously('/identity/bot', { headers })).body).toContain('<title>Ambit')
  expect((await askAnonymously('/identity/bot')).statusCode).toBe(404)
  for (const url of ['/api', '/api/v1/nothing', '//api/v1/nothing', '/API/v1/x']) {
    expect([url, (await askAnonymously(url, { headers })).statusCode]).toEqual([url, 404])
  }
})

test.each([
  '/.secret',
  '/assets/../.secret',
  '/assets/..%2f.secret',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/assets/%00',
  '/assets//main-3f2a.js',
  '/assets/',
  '/assets/MAIN-3F2A.JS',
])('the file system is not to be had by %s (S13)', async (url) => {
  const { askAnonymously } = await localApp({ web: builtPage() })
  const answer = await askAnonymously(url)
  expect(answer.statusCode).toBeGreaterThanOrEqual(400)
  expect(answer.body).not.toContain('hidden')
})

test('the page too refuses a rebound name and another site (S12)', async () => {
  const { askAnonymously } = await localApp({ web: builtPage() })
  for (const headers of [
    { host: 'evil.example:4780' },
    { origin: 'http://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]) {
    for (const url of ['/', '/index.html', '/assets/main-3f2a.js', '/identity/bot']) {
      expect([url, (await askAnonymously(url, { headers })).statusCode]).toEqual([url, 403])
    }
  }
})
