import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk in memory of that size, or the reason why there is none. */
export function smallDisk(megabytes: number): { readonly folder: string; readonly remove: () => void } | string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-disk-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    remove()
    return 'no tmpfs can be mounted here'
  }
  return {
    folder,
    remove: () => {
      execFileSync('umount', ['-l', folder])
      remove()
    },
  }
}
