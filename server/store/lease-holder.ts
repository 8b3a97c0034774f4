import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { AppError } from '../errors.ts'

/** The process that holds the right to write, as every other one can see it. */
export interface LeaseHolder {
  readonly host: string
  readonly pid: number
  readonly started: string
}

export const thisProcess = (): LeaseHolder => ({
  host: hostname(),
  pid: process.pid,
  started: startOf(process.pid),
})

/** Whether it has ended for sure; of another host nobody can tell. */
export function hasEnded({ host, pid, started }: LeaseHolder): boolean {
  return host === hostname() && (!isAlive(pid) || startOf(pid) !== started)
}

export const interrupted = (): AppError =>
  new AppError(
    'import_interrupted',
    'Another import took over before this one ended, so nothing of it was kept; import again.',
  )

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Tells a process from a later one of the same number, where the system says; else nothing. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Z: it has ended, and its parent has not noticed yet.
    return fields[0] === 'Z' ? '' : (fields[19] ?? '')
  } catch {
    return ''
  }
}
