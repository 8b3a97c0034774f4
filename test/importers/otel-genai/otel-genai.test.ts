import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { otelGenai } from '../../../importers/otel-genai.ts'
import { factsOf } from '../facts-of.ts'
import { toldByLog } from '../log-facts.ts'

const read = () => toldByLog(otelGenai, import.meta.dirname)

test('agents are told with the tools they called and the agents they asked, through spans of others between', async () => {
  const { uses, records } = await read()
  expect(uses).toEqual([
    'agent:asst_books → agent:asst_books#tool/read_invoice: execute_tool ×1',
    'agent:asst_front → agent:asst_books: invoke_agent ×1',
    'agent:asst_front → agent:asst_front#tool/ask_bookkeeper: execute_tool ×1',
  ])
  expect(records).toEqual({ read: 1, stored: 1, merged: 0, rejected: 0 })
})

test('an agent that another asked acts for it', async () => {
  expect((await read()).behalf).toEqual(['agent:asst_books for agent:asst_front'])
})

test('a tool that failed is no use, and an agent without an id is not told by its name', async () => {
  expect((await read()).left).toEqual([
    'otel-genai: 1 event: were refused or failed, which is no use',
    'otel-genai: 1 event: name no agent by its id',
  ])
})

test('spans line by line, as the file exporter writes them, say the same', async () => {
  const whole = await read()
  const text = JSON.stringify(JSON.parse(readFileSync(join(import.meta.dirname, 'fixture.json'), 'utf8')))
  const { nodes } = await factsOf(otelGenai, [{ name: 'traces.jsonl', text }])
  expect(nodes.map(({ node }) => node)).toEqual(whole.facts.nodes.map(({ node }) => node))
})
