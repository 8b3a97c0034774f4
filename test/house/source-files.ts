import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Where Node keeps what it compiled, told apart by content: most of what a short process does is to compile its modules. */
export const compileCache = join(root, '.cache/node')

/** The project's files as git knows them, without what is ignored; a file not yet added counts too. */
export function sourceFiles(pattern: RegExp): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  const files = new Set(listed.split('\0').filter((file) => pattern.test(file) && existsSync(join(root, file))))
  return [...files].sort()
}
