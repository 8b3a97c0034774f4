import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { ambitHome } from '../../server/access/home.ts'
import { commands } from '../../server/cli/commands.ts'
import { openStore } from '../../server/store/open-store.ts'
import { fill } from '../api/fill.ts'
import { ambit } from './run-ambit.ts'

const facts = JSON.stringify({
  scope: 'facts:sketch',
  nodes: [
    { id: 'bot', kind: 'Identity', type: 'service_account', name: 'deploy bot' },
    { id: 'admin', kind: 'Identity', type: 'role', name: 'admin' },
    { id: 'estate', kind: 'Resource', type: 'aws_account', name: 'estate', tier: 0 },
  ],
  edges: [
    { kind: 'CAN_ASSUME', from: 'bot', to: 'admin', confidence: 'granted', verdict: 'allowed' },
    { kind: 'CAN_CONTROL', from: 'admin', to: 'estate', confidence: 'granted', verdict: 'allowed' },
  ],
})

const sketch = [
  'bot -CAN_ASSUME-> admin',
  '\u001b[31mred\u202e -CAN_ASSUME-> admin',
  'bold -OWNS-> bot',
  'admin -CAN_CONTROL-> Resource:estate@0',
]

/** A home whose store holds the sketch. */
async function filled() {
  const cli = ambit()
  const store = await openStore(`sqlite:${join(ambitHome({ AMBIT_HOME: cli.ambitHome }), 'ambit.db')}`)
  await fill(store, ...sketch)
  await store.close()
  return cli
}

test('an import from standard input ends with counts that balance, and again changes nothing', async () => {
  const { run } = ambit()
  const receipt = await run(['import', 'facts', '-'], { input: facts })
  expect([receipt.code, receipt.err]).toEqual([0, ''])
  const [, read, stored, merged, rejected] = /(\d+) records read = (\d+) stored \+ (\d+) merged \+ (\d+) rejected/.exec(
    receipt.out,
  )!
  expect(Number(read)).toBe(Number(stored) + Number(merged) + Number(rejected))
  expect(receipt.out).toContain('3 nodes and 2 edges stated; 0 facts derived from all that is in the store')
  expect(receipt.out).toContain('This is revision 1.')
  expect((await run(['import', 'facts', '-'], { input: facts })).out).toContain('Nothing changed')
})

test('a radius is told in sentences with evidence, and with --json as the API tells it', async () => {
  const { run } = await filled()
  const told = await run(['radius', 'bot'])
  expect([told.code, told.err]).toEqual([0, ''])
  expect(told.out).toMatch(/Blast \d+\.\d of 100 \(sum \d/)
  expect(told.out).toContain('tier 0')
  expect(told.out).toMatch(/bot .*admin.*\[sketch.json \/0\]/)
  const { blast, revision } = JSON.parse((await run(['radius', 'bot', '--json', '--reach'])).out)
  expect(revision).toBe(1)
  expect(blast.contributions.reduce((sum: number, { value }: { value: number }) => sum + value, 0)).toBeCloseTo(
    blast.sum,
    9,
  )
})

test('every question has an answer for people and one for machines', async () => {
  const { run } = await filled()
  for (const args of [
    ['identities', '--sort', 'risk'],
    ['sources'],
    ['paths', 'bot', 'estate', '--k', '2'],
    ['who-can-reach', 'estate'],
    ['choke-points', 'bot'],
    ['contain', 'bot'],
    ['contain', 'bot', '--protect', 'estate', '--protect', 'tier:0'],
    ['what-if', 'bot', '--cut', 'admin', '--everyone'],
    ['diff', '0', '1'],
    ['doctor'],
  ]) {
    const told = await run(args)
    expect([args, told.code, told.err]).toEqual([args, 0, ''])
    expect(told.out.length).toBeGreaterThan(50)
    const json = await run([...args, '--json'])
    expect([args, json.code, json.err]).toEqual([args, 0, ''])
    expect(JSON.parse(json.out)).toBeTypeOf('object')
  }
})

test('plans of each unit and aim, and the choke points of all, are told to people and machines', async () => {
  const { run } = await filled()
  const { out } = await run(['contain', 'bot', '--unit', 'node', '--keep', 'bot', '--cost', 'admin=3'])
  expect(out).toMatch(/^1 node taken out separates.*\n.*\n\n1\. Take out/)
  expect((await run(['contain', 'bot', '--under', '5'])).out).toMatch(/score under 5; no smaller set suffices/)
  const all = await run(['choke-points'])
  expect(all.out).toMatch(/^\d+ identities, all sums together/)
  const { nodes, read, reaching } = JSON.parse((await run(['choke-points', '--json'])).out)
  expect(nodes[0]).toMatchObject({ node: { id: 'admin' } })
  expect(read).toBe(reaching)
})

test.each([
  [2, ['radus', 'bot'], 'did you mean radius?'],
  [2, ['contain', 'bot', '--under', 'low'], '--under'],
  [2, ['contain', 'bot', '--under', '5', '--protect', 'admin'], 'either protects'],
  [2, ['contain', 'bot', '--cost', 'CAN_READ'], '--cost'],
  [2, ['radius'], 'something is missing'],
  [2, ['radius', 'bot', '--reech'], '--reech'],
  [2, ['identities', '--limit', 'many'], '--limit'],
  [2, ['identities', '--sort', 'age'], 'blast or risk'],
  [2, ['radius', 'bot', '--as-of', 'yesterday'], '--as-of'],
  [2, ['diff', '1', 'newest'], 'number of a revision'],
  [3, ['diff', '1', '99'], '99'],
  [2, ['import', 'no-such-source', '-'], 'no such source'],
  [2, ['import', 'facts', 'missing.json'], 'missing.json'],
  [2, ['radius', 'bo'], 'may mean'],
  [3, ['radius', 'nobody-here'], 'nobody-here'],
  [3, ['radius', 'bot', '--revision', '77'], '77'],
  [2, ['radius', 'bot', '--store', 'mysql://x'], 'sqlite:'],
  [2, ['serve', '--host', '0.0.0.0'], 'loopback'],
])('exit %i and one line for %j', async (code, args, says) => {
  const { run } = await filled()
  const ran = await run(args, { input: '{}' })
  expect(ran.err.trimEnd().split('\n')).toHaveLength(1)
  expect(ran.err).toMatch(/^ambit: /)
  expect(ran.err).toContain(says)
  expect([ran.code, ran.out]).toEqual([code, ''])
})

test('a damaged file is exit 2, says where it broke, and leaves the store as it was', async () => {
  const { run } = await filled()
  const ran = await run(['import', 'facts', '-'], { input: facts.slice(0, -30) })
  expect(ran.code).toBe(2)
  expect(ran.err).toMatch(/^ambit: .*stdin/)
  expect(JSON.parse((await run(['sources', '--json'])).out).revision).toBe(1)
})

test('a store that cannot be reached is exit 5', async () => {
  const { run, home } = ambit()
  writeFileSync(join(home, 'no-folder'), '')
  const ran = await run(['radius', 'bot', '--store', `sqlite:${join(home, 'no-folder', 'x.db')}`])
  expect([ran.code, ran.out]).toEqual([5, ''])
})

test('names out of an export cannot steer the terminal', async () => {
  const { run } = await filled()
  for (const args of [
    ['radius', '\u001b[31mred\u202e'],
    ['identities'],
    ['who-can-reach', 'estate'],
    ['paths', '\u001b[31mred\u202e', 'estate'],
    ['choke-points', '\u001b[31mred\u202e'],
    ['contain', '\u001b[31mred\u202e'],
  ]) {
    const { out } = await run(args)
    expect(out).toContain('\\u{1b}[31mred\\u{202e}')
    expect(out.includes('\u001b') || out.includes('\u202e')).toBe(false)
  }
})

test('a reader that has seen enough is no error', async () => {
  const { start } = await filled()
  const child = start(['radius', 'bot', '--json'])
  child.stdout.destroy()
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(0)
})

test('an interrupted import is exit 130, and nothing of it stays', async () => {
  const { start, run } = await filled()
  const child = start(['import', 'facts', '-'])
  // More than a pipe holds: once it is written, the import is reading.
  await new Promise((written) => child.stdin.write(`{"scope":"facts:other","nodes":[${' '.repeat(1_000_000)}`, written))
  child.kill('SIGINT')
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(130)
  expect(JSON.parse((await run(['sources', '--json'])).out).revision).toBe(1)
})

test('an import of a file is interrupted as quietly as one of standard input', async () => {
  const { start, home } = ambit()
  const pipe = join(home, 'slow.json')
  execFileSync('mkfifo', [pipe])
  const child = start(['import', 'facts', pipe])
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const closed = once(child, 'close')
  const writer = await open(pipe, 'w') // waits until the import reads
  child.kill('SIGINT')
  const blanks = Buffer.alloc(100_000, ' ')
  await expect(
    (async () => {
      for (;;) await writer.write(blanks)
    })(),
  ).rejects.toMatchObject({ code: 'EPIPE' })
  await writer.close()
  expect(await closed).toEqual([130, null])
  expect(err).toBe('ambit: interrupted; nothing was changed\n')
})

test('a name that may mean more than can be listed says how many are left out', async () => {
  const { run } = ambit()
  const nodes = Array.from({ length: 30 }, (_, i) => ({ id: `robot-${i}`, kind: 'Identity', type: 'bot' }))
  await run(['import', 'facts', '-'], { input: JSON.stringify({ scope: 'many', nodes }) })
  const { code, err } = await run(['radius', 'robot'])
  expect(code).toBe(2)
  expect(err).toContain('may mean 30 things')
  expect(err.trimEnd()).toMatch(/, and 10 more$/)
})

test('the receipt of a sheet says what was assumed of its rows, and what would tell it', async () => {
  const { run } = ambit()
  const { out } = await run(['import', 'inventory', '-'], { input: 'Name,Owner\nbackup,Ada\n' })
  expect(out).toContain('a row without a type is: it is taken as a service account (told by: a column "type"')
  expect(out).toContain('equal names in several files are taken as one thing (told by: a column "system", or --scope')
})

test('an import without a record does not claim that the store says the same', async () => {
  const { run } = ambit()
  await run(['import', 'facts', '-'], { input: facts })
  const { code, out } = await run(['import', 'facts', '-'], { input: '[]' })
  expect(code).toBe(0)
  expect(out).toContain('what was imported before still holds')
  expect(out).not.toContain('says all of this already')
})

test('the receipt of a scan that found nothing says what that closed, or of which scope nothing was known', async () => {
  const { run } = ambit()
  const copy = { Data: { Git: { repository: 'https://git.example.org/shop/web', file: '.env' } } }
  const leak = { SourceMetadata: copy, DetectorName: 'AWS', Raw: 'AKIAEXAMPLEKEY000001' }
  await run(['import', 'trufflehog', '-'], { input: JSON.stringify(leak) })
  const elsewhere = await run(['import', 'trufflehog', '-'])
  expect([elsewhere.code, elsewhere.err]).toEqual([0, ''])
  expect(elsewhere.out).toContain('It speaks for trufflehog:stdin, of which nothing was known (--scope names another)')
  const scoped = ['import', 'trufflehog', '-', '--scope', 'https://git.example.org/shop/web']
  expect(await run(scoped)).toMatchObject({ code: 2, err: expect.stringContaining('--confirm') })
  const { out } = await run([...scoped, '--confirm'])
  expect(out).toMatch(/trufflehog:shop\/web: \+0 facts, −\d/)
  expect(out).toContain('This is revision')
  expect(out).not.toContain('still holds')
})

test('the home folder and all in it are for its owner alone', async () => {
  const { home, run } = await filled()
  await run(['import', 'facts', '-'], { input: facts })
  const folder = join(home, 'ambit')
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(folder))
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
})

test('which Ambit it is can be asked without a store', async () => {
  const { run, ambitHome } = ambit()
  expect(await run(['--version'])).toEqual({ code: 0, out: `ambit ${packageJson.version}\n`, err: '' })
  expect(existsSync(ambitHome)).toBe(false)
})

test('help lists every command, and each explains itself', async () => {
  const { run } = ambit()
  const { out } = await run(['help'])
  for (const { summary } of commands) expect(out).toContain(summary)
  expect((await run(['radius', '--help'])).out).toBe((await run(['help', 'radius'])).out)
})

test('exported facts make the same graph in an empty store', async () => {
  const { run, home } = await filled()
  const { out, code, err } = await run(['export', 'facts'])
  expect([code, err]).toEqual([0, ''])
  const other = ['--store', `sqlite:${join(home, 'other.db')}`]
  expect((await run(['import', 'facts', '-', ...other], { input: out })).code).toBe(0)
  const radius = async (more: readonly string[]) =>
    JSON.parse((await run(['radius', 'bot', '--json', ...more])).out).blast.sum
  expect(await radius(other)).toBe(await radius([]))
  expect(JSON.parse((await run(['export', 'opengraph'])).out).graph.nodes).toHaveLength(5)
})

test('a scope is forgotten only when that is confirmed', async () => {
  const { run } = await filled()
  const asked = await run(['forget', 'drawn'])
  expect([asked.code, asked.out]).toEqual([2, ''])
  expect(asked.err).toMatch(/closes \d+ nodes and \d+ edges.*--confirm/)
  expect((await run(['forget', 'drawm'])).code).toBe(3)
  const done = await run(['forget', 'drawn', '--confirm'])
  expect([done.code, done.err]).toEqual([0, ''])
  expect(done.out).toMatch(/drawn: \+0 facts, −\d+\nThis is revision 2\./)
  expect(JSON.parse((await run(['sources', '--json'])).out).scopes).toEqual([])
})

test('the demo estate goes in, is named wherever it shows, and goes out again without a trace', async () => {
  const { run } = await filled()
  const before = (await run(['radius', 'bot', '--json'])).out
  await run(['demo'])
  expect((await run(['radius', 'bot'])).err).toContain('demo estate')
  await run(['demo', '--remove'])
  const after = await run(['radius', 'bot', '--json'])
  expect(after.err).toBe('')
  expect(JSON.parse(after.out).blast).toEqual(JSON.parse(before).blast)
  expect(JSON.parse((await run(['sources', '--json'])).out).scopes).toHaveLength(1)
})
