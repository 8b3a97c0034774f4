import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { imported } from '../../importers/imported.ts'

const estate = join(import.meta.dirname, '../../importers/github/estate')
const all = () => imported([estate], { source: 'auto' })
const granted = async (start: string) => {
  const { reach } = await all()
  return (await reach(start)).filter((line) => line.startsWith('granted ')).map((line) => line.slice('granted '.length))
}

test('auto takes a folder of answers as GitHub’s, and every record is accounted for', async () => {
  const { records, files } = (await all()).receipt
  expect(new Set(files.map(({ source }) => source))).toEqual(new Set(['github']))
  expect([records.rejected, records.read]).toEqual([0, records.stored + records.merged])
})

test('a leaked fine-grained token reaches its repository, what runs there, and the secrets that is given', async () => {
  const reached = await granted('secret:github:github.com/token/71')
  expect(reached).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/execute.* github:github.com:repo:larch-works\/shop$/),
      expect.stringMatching(/control github:github.com:workflow:larch-works\/shop:\*$/),
      expect.stringMatching(/read.* secret:github:github.com\/larch-works\/shop\/SHOP_KEY$/),
      expect.stringMatching(/read.* secret:github:github.com\/larch-works\/PACKAGE_TOKEN$/),
      expect.stringMatching(/read.* secret:github:github.com\/larch-works\/INTERNAL_TOKEN$/),
    ]),
  )
  // That one is given to another repository only, and that repository is not the token's.
  expect(reached.filter((line) => /DEPLOY_TOKEN|infra|site|control .*account:larch-works$/.test(line))).toEqual([])
})

test('a token that may administer the organisation is nothing in the hands of who is no owner', async () => {
  const { reach } = await all()
  const reached = await reach('secret:github:github.com/token/72')
  expect(reached.filter((line) => line.includes('account:larch-works'))).toEqual([])
})

test('an app that reads all repositories reads the leaked secret in one of them', async () => {
  const reached = await granted('github:github.com:app:502')
  expect(reached).toContainEqual(expect.stringMatching(/^read location:git:.*release.env$/))
  expect(reached).toContainEqual(expect.stringMatching(/^read secret:fp:/))
  expect(reached.filter((line) => line.startsWith('control ') && line.includes('workflow'))).toEqual([])
})

test('an owner of the organisation reaches all of it', async () => {
  const reached = await granted('github:github.com:account:ada-larch')
  expect(reached.filter((line) => / github:github.com:repo:/.test(line))).toHaveLength(3)
})

test('a token in a client’s configuration is, by its ending, the classic token that the organisation lists', async () => {
  const { store } = await imported([estate], { source: 'auto' })
  const folder = await mkdtemp(join(tmpdir(), 'ambit-ending-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = join(folder, 'mcp.json')
  const env = { GITHUB_TOKEN: 'ghp_kX9wQ2vT7mR4pL8sJ3bNzB5nH1cVCANARY71' }
  await writeFile(config, JSON.stringify({ mcpServers: { forge: { command: 'npx', args: ['forge'], env } } }))
  const { snapshot } = await imported([config], { source: 'auto' }, store)
  const logins: string[] = []
  for await (const facts of snapshot.edges({ types: ['AUTHENTICATES_AS'] }))
    for (const { edge } of facts)
      if (edge.from.startsWith('secret:fp:')) logins.push(`${edge.to} ${edge.confidence} ${edge.note}`)
  expect(logins).toEqual([
    expect.stringMatching(/^github:github.com:token:credential:161195 inferred It ends in the same/),
  ])
})
