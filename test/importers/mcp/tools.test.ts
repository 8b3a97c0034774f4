import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { effectOf } from '../../../importers/mcp/effects.ts'
import { mcp } from '../../../importers/mcp/mcp.ts'
import truth from '../../cases/mcp/effects.json' with { type: 'json' }
import { danglingEnds, factsOf, type TestFile } from '../facts-of.ts'

const fixture = join(import.meta.dirname, 'fixture-tools.json')
const samples = join(import.meta.dirname, '../../../../shared/data/mcp/tools-list')
if (!existsSync(samples)) console.info('skipped: no tool lists in ../shared/data/mcp')

async function toolsOf(file: TestFile, scope?: string) {
  const { nodes } = await factsOf(mcp, [file], scope === undefined ? {} : { scope })
  return nodes.map(({ node }) => node).filter(({ kind }) => kind === 'Tool')
}

test('a tool without hints is assumed to destroy, and one that runs code is raised over what its server claims', async () => {
  const tools = (await toolsOf(fixture)).map(({ type, properties }) => [
    properties?.['tool'],
    type,
    properties?.['basis'],
  ])
  expect(tools).toEqual([
    ['read_note', 'read', 'claimed'],
    ['add_note', 'additive', 'claimed'],
    ['drop_note', 'destructive', 'claimed'],
    ['sync', 'destructive', 'assumed'],
    ['run_script', 'execute', 'raised'],
  ])
})

test('a name that only sounds like running code is not raised', () => {
  for (const name of ['list_workflow_runs', 'get_job_logs', 'search_code', 'actions_run_trigger', 'execute_query'])
    expect([name, effectOf(name).basis]).toEqual([name, 'assumed'])
  for (const name of ['bash', 'run_command', 'execute_python_code', 'browser_evaluate', 'terminal-exec'])
    expect([name, effectOf(name).effect]).toEqual([name, 'execute'])
})

test('the list is named by --scope, else by its server, else by its file, and says which', async () => {
  const bare = { name: 'srv.tools.json', text: '{"tools":[{"name":"a"}]}' }
  const ids = async (file: TestFile, scope?: string) => (await toolsOf(file, scope)).map(({ id }) => id)
  expect(await ids(bare)).toEqual(['mcp:*:srv:tool:a'])
  expect(await ids(bare, '@acme/notes')).toEqual(['mcp:*:@acme/notes:tool:a'])
  expect((await ids(fixture))[0]).toBe('mcp:*:notes-server:tool:read_note')
})

test('a page that announces another one closes nothing, the last page ends the list', async () => {
  const first = { name: '1.json', text: '{"tools":[{"name":"a"}],"nextCursor":"n"}' }
  const last = { name: '2.json', text: '{"tools":[{"name":"b"}]}' }
  expect((await factsOf(mcp, [first], { scope: 's' })).complete).toBe(false)
  expect((await factsOf(mcp, [first, last], { scope: 's' })).complete).toBe(true)
})

test('odd tools are told, hints of a strange shape count as none, and every end is stated', async () => {
  const text = '{"tools":[{"name":"a","annotations":{"readOnlyHint":"yes"}},{"title":"no name"}]}'
  const facts = await factsOf(mcp, [{ name: 'x.json', text }])
  expect(facts.nodes.find(({ node }) => node.kind === 'Tool')?.node.type).toBe('destructive')
  expect(facts.notes.skipped).toHaveLength(1)
  expect(danglingEnds(facts)).toEqual([])
})

for (const [file, expected] of Object.entries(truth.lists)) {
  test.skipIf(!existsSync(samples))(`${file} has the effects its hints say`, async () => {
    const tools = (await toolsOf(join(samples, file))).map(({ type, properties = {} }) => ({ type, ...properties }))
    const byHints = Object.groupBy(tools, (tool) => String('byHints' in tool ? tool.byHints : tool.type))
    const { tools: total, raised, none: _, ...counts } = expected as typeof expected & { assumed?: number }
    const assumed = tools.filter((tool) => 'basis' in tool && tool.basis === 'assumed').length
    expect(tools).toHaveLength(total)
    for (const effect of ['read', 'additive', 'destructive'] as const)
      expect([effect, byHints[effect]?.length ?? 0]).toEqual([effect, counts[effect as keyof typeof counts] ?? 0])
    expect(assumed).toBe(counts.assumed ?? expected.none)
    expect(tools.filter(({ type }) => type === 'execute').map((tool) => 'tool' in tool && tool.tool)).toEqual(raised)
  })
}
