import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compileYardstick, type Yardstick } from './yardstick.ts'

const noCompiler = spawnSync('gcc', ['--version']).status !== 0

function source(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-yardstick-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'edges.csv'), 'src,dst,kind\n')
  writeFileSync(join(folder, 'limit.c'), text)
  return join(folder, 'limit.c')
}

test('without its source the bench says why there is no yardstick', () => {
  expect(compileYardstick('/nowhere/limit.c')).toBe('its source is not beside the project')
})

test.skipIf(noCompiler)('a source that does not compile is told, not taken for a yardstick', () => {
  expect(compileYardstick(source('int main(void) { return }'))).toBe('it does not compile')
})

test.skipIf(noCompiler)('its lines are read by job, those on two threads apart, whatever QUICK says outside', () => {
  const line = (job: string, json: string) => `puts("RESULT\\tlimit-C\\tM\\t${job}\\t${json.replaceAll('"', '\\"')}");`
  const path = source(`#include <stdio.h>
#include <stdlib.h>
int main(void) { if (getenv("QUICK")) return 1; puts("a note");
${line('J1', '{"p50_ms": 0.5}')}
${line('J2hub', '{"s": 2, "threads": 1}')}
${line('J2hub', '{"s": 1, "threads": 2}')}
return 0; }`)
  process.env['QUICK'] = '1'
  onTestFinished(() => {
    delete process.env['QUICK']
  })
  const yardstick = compileYardstick(path) as Yardstick
  onTestFinished(() => yardstick.remove())
  expect([...yardstick.run(join(path, '..'))]).toEqual([
    ['J1', { p50_ms: 0.5 }],
    ['J2hub', { s: 2, threads: 1 }],
    ['J2hub 2', { s: 1, threads: 2 }],
  ])
})
