import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { GraphImage } from '../graph/graph-image.ts'
import { readImageFile, writeImageFile } from './image-file.ts'

/** Images in a folder, each under what it was made of, so that another process need not make them again. */
export interface KeptImages {
  /** The one made of exactly that, or none: a file that is damaged, cut short or another's is never believed. */
  find(key: string): GraphImage | undefined
  keep(key: string, image: GraphImage): void
  /** Takes out all but some, of which it is given the keys, the last used first. */
  takeOut(stays: (key: string, place: number) => boolean): void
}

const UNFINISHED = '.part'

/** Where a folder cannot be written to, nothing is kept: that costs the next start its time, and no answer. */
export function keptImages(folder: string, ending: string): KeptImages {
  const pathOf = (key: string) => join(folder, `${key}${ending}`)
  return {
    find: (key) =>
      unlessFile(() => {
        const path = pathOf(key)
        const image = readImageFile(path, key)
        if (image === undefined) {
          rmSync(path, { force: true })
          return undefined
        }
        const now = new Date()
        utimesSync(path, now, now)
        return image
      }),
    keep(key, image) {
      const unfinished = join(folder, `${key}.${process.pid}.${randomUUID()}${UNFINISHED}`)
      unlessFile(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        chmodSync(folder, 0o700)
        writeImageFile(unfinished, key, image)
        renameSync(unfinished, pathOf(key)) // one step: nobody ever finds half a file under its name
      })
      unlessFile(() => existsSync(unfinished) && rmSync(unfinished))
    },
    takeOut(stays) {
      unlessFile(() => {
        const files = readdirSync(folder).map((name) => join(folder, name))
        const used = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
        const whole = files.filter((path) => path.endsWith(ending)).sort((a, b) => used(b) - used(a))
        const keyOf = (path: string) => path.slice(join(folder, '/').length, -ending.length)
        const out = whole.filter((path, place) => !stays(keyOf(path), place))
        const left = files.filter((path) => path.endsWith(UNFINISHED) && !isBeingWritten(path))
        for (const path of [...out, ...left]) rmSync(path, { force: true })
      })
    },
  }
}

/** Whether the process that its name tells still runs: what a killed one left is taken out. */
function isBeingWritten(path: string): boolean {
  try {
    return process.kill(Number(path.split('.').at(-3)), 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Nothing, where the system refuses: the file may never have been, or be too large for any memory. */
function unlessFile<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && 'syscall' in error)) return undefined
    throw error
  }
}
