import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { compileCache, root } from './source-files.ts'

/** Runs one of the project's own tools in the open, and answers its exit code. */
export function run(
  tool: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const PATH = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
  const child = spawn(tool, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...env, PATH },
  })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  child.on('error', reject)
  child.on('exit', (code) => resolve(code ?? 1))
  return promise
}
