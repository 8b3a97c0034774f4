import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { readEstate } from '../csv-estate.ts'
import { seeded } from '../estate.ts'
import { makeEstate } from '../made/make-estate.ts'
import { writeCsv } from '../made/write-csv.ts'
import { NameTable } from './name-table.ts'
import { readNamedEstate } from './named-estate.ts'
import { arnOf, writeNamed } from './write-named.ts'

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-named-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function folderOf(nodes: readonly string[], edges: readonly string[], end = '\n'): string {
  const folder = temporary()
  writeFileSync(join(folder, 'nodes.csv'), ['id,kind,criticality', ...nodes].join(end))
  writeFileSync(join(folder, 'edges.csv'), ['src,dst,kind', ...edges].join(end))
  return folder
}

test('an estate with ARNs for ids is the estate with numbers for ids, and knows its names', async () => {
  const [folder, named] = [temporary(), temporary()]
  writeCsv(folder, makeEstate({ shape: 'core', size: 'S' }, 7, { nodes: 3000, edges: 150_000 }))
  await writeNamed(folder, named)
  const { ids, ...estate } = readNamedEstate(named)
  expect(estate).toEqual(readEstate(folder))
  expect([0, 1729, 2999].map((node) => ids.name(node))).toEqual(['0', '1729', '2999'].map(arnOf))
})

test.each(['\n', '\r\n'])('rows may end with %j, and the last without any end', (end) => {
  const estate = readNamedEstate(
    folderOf(['a,role,3', 'ab,role,10', 'ünï,role,0'], ['a,ab,X', 'ünï,a,YY', 'ab,a,X'], end),
  )
  expect([...estate.criticality]).toEqual([3, 10, 0])
  expect([...estate.from]).toEqual([0, 2, 1])
  expect([...estate.to]).toEqual([1, 0, 0])
  expect([...estate.kind]).toEqual([0, 1, 0])
  expect(estate.kinds).toEqual(['X', 'YY'])
})

test.each([
  ['an edge to a node that is not there', ['a,role,1'], ['a,b,X'], /edges.csv: row 2 has an end that/],
  ['the first of many edges to a node that is not there', ['a,role,1'], ['a,b,X', 'a,a,X'], /edges.csv: row 2 has/],
  ['an edge from a node that is not there', ['a,role,1'], ['a,a,X', 'b,a,X', 'a,a,X'], /edges.csv: row 3 has/],
  ['an edge without a kind', ['a,role,1'], ['a,a,X', 'a,a'], /edges.csv: row 3 has an end that/],
  ['an edge with an empty kind', ['a,role,1'], ['a,a,'], /edges.csv: row 2 has no kind/],
  ['a node twice', ['a,role,1', 'b,role,1', 'a,role,1'], [], /nodes.csv: row 4 has an id that another row has/],
  ['a node without an id', [',role,1'], [], /nodes.csv: row 2 has no id/],
  ['a criticality above ten', ['a,role,11'], [], /nodes.csv: row 2 has a criticality/],
])('refuses %s and says in which row', (_, nodes, edges, message) => {
  expect(() => readNamedEstate(folderOf(nodes, edges))).toThrow(message)
})

test('ids that share a hash do not share a number, looked up one by one or many at once', () => {
  const random = seeded(1)
  const part = () => Math.floor(random() * 2 ** 32).toString(16)
  const table = new NameTable()
  const bytes = new Uint8Array(64)
  const view = new DataView(bytes.buffer)
  const hashes = new Set<number>()
  let shared = 0
  // Among that many numbers of 32 bits about nineteen pairs are alike.
  for (let number = 0; number < 400_000; number++) {
    new TextEncoder().encodeInto(`${number} ${part()} ${part()},    `, bytes)
    table.read(view, 0, bytes.length)
    if (table.find() !== -1) throw new Error(`${number} is taken for ${table.find()}`)
    if (hashes.has(table.hash)) {
      const found = new Int32Array(1)
      table.findMany(view, { at: new Uint32Array(1), hashes: Uint32Array.of(table.hash), count: 1 }, found)
      expect(found[0]).toBe(-1)
      shared++
    }
    hashes.add(table.hash)
    table.add()
  }
  expect(shared).toBeGreaterThan(5)
})

test('one id has one number, and no two ids share one', () => {
  const anId = fc.stringMatching(/^[a-c\0]{1,9}$/) // few letters, so that beginnings and ends meet; NUL pads words
  const agrees = fc.property(fc.array(anId, { maxLength: 200 }), (ids) => {
    const table = new NameTable()
    const known = new Map<string, number>()
    for (const id of ids) {
      const bytes = new TextEncoder().encode(`${id},    `)
      expect(table.read(new DataView(bytes.buffer), 0, bytes.length)).toBe(true)
      expect(table.find()).toBe(known.get(id) ?? -1)
      if (!known.has(id)) known.set(id, table.add())
    }
    for (const [id, number] of known) expect(table.name(number)).toBe(id)
  })
  fc.assert(agrees, { numRuns: 500 })
})
