import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { compileCache } from '../house/source-files.ts'

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const main = join(import.meta.dirname, '../../server/cli/main.ts')

/** The real command line on a home of its own, without the caller's settings. */
export function ambit() {
  const home = mkdtempSync(join(tmpdir(), 'ambit-cli-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    AMBIT_HOME: join(home, 'ambit'),
    NODE_COMPILE_CACHE: compileCache,
  }
  const start = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, [main, ...args], { cwd: home, env: { ...env, ...more }, stdio: 'pipe' })
  const run = (args: readonly string[], options: { input?: string; env?: NodeJS.ProcessEnv } = {}) => {
    const child = start(args, options.env)
    const ended = Promise.withResolvers<Ran>()
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.on('error', ended.reject)
    child.on('close', (code) => ended.resolve({ code, out, err }))
    child.stdin.end(options.input ?? '')
    return ended.promise
  }
  return { run, start, home, ambitHome: env.AMBIT_HOME }
}
