import { hash, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { graphOf, imageOf } from '../graph/graph-image.ts'
import type { PrivilegeGraph } from '../graph/privilege-graph.ts'
import { readGraphFile, writeGraphFile } from './graph-file.ts'

/** Compiled graphs in a folder, so that a restart need not compile: the newest few, each under what it was made of. */
export interface KeptGraphs {
  /** The graph made of exactly that, or nothing: a file that is damaged, cut short or another's is never believed. */
  find(key: string): PrivilegeGraph | undefined
  /** Keeps it and takes out the oldest; the next question may be asked by another process. */
  keep(key: string, graph: PrivilegeGraph): void
}

export interface KeptGraphsOptions {
  readonly folder: string
  /** How many revisions stay. */
  readonly most?: number
  /** Below so many nodes and edges a graph is compiled sooner than read. */
  readonly least?: number
}

const MOST = 2
const LEAST = 20_000
const ENDING = '.graph'
const UNFINISHED = '.part'

/** Beside the embedded store's file; for a server, in the home folder. */
export function graphFolder(url: string, home: string): string {
  if (url.startsWith('sqlite:')) return `${resolve(url.slice('sqlite:'.length))}-graphs`
  return join(home, 'graphs', hash('sha256', url, 'hex').slice(0, 16))
}

export function keptGraphs({ folder, most = MOST, least = LEAST }: KeptGraphsOptions): KeptGraphs {
  const pathOf = (key: string) => join(folder, `${key}${ENDING}`)

  function find(key: string): PrivilegeGraph | undefined {
    const path = pathOf(key)
    try {
      const image = readGraphFile(path, key)
      if (image === undefined) {
        rmSync(path, { force: true })
        return undefined
      }
      const now = new Date()
      utimesSync(path, now, now) // the last one asked for is the last to go
      return graphOf(image)
    } catch (error) {
      // It may be gone, or never have been; whatever is wrong with it, the facts are in the store.
      if (isFileError(error)) return undefined
      throw error
    }
  }

  function keep(key: string, graph: PrivilegeGraph): void {
    if (graph.nodes.count + graph.edges.count < least) return
    const unfinished = join(folder, `${key}.${process.pid}.${randomUUID()}${UNFINISHED}`)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      chmodSync(folder, 0o700)
      writeGraphFile(unfinished, key, imageOf(graph))
      renameSync(unfinished, pathOf(key)) // one step: nobody ever finds half a file under its name
      takeOut()
    } catch (error) {
      // A folder that is full or may not be written to costs the next start its time, and no answer.
      if (!isFileError(error)) throw error
      if (existsSync(unfinished)) rmSync(unfinished)
    }
  }

  function takeOut(): void {
    const files = readdirSync(folder).map((name) => join(folder, name))
    const age = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    const whole = files.filter((path) => path.endsWith(ENDING)).sort((a, b) => age(b) - age(a))
    const left = files.filter((path) => path.endsWith(UNFINISHED) && !isBeingWritten(path))
    for (const path of [...whole.slice(most), ...left]) rmSync(path, { force: true })
  }

  return { find, keep }
}

/** Whether the process that its name tells still runs: what a killed one left is taken out. */
function isBeingWritten(path: string): boolean {
  const process_ = Number(path.split('.').at(-3))
  try {
    return process.kill(process_, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A size that no memory can hold is one of them. */
const isFileError = (error: unknown): boolean =>
  error instanceof RangeError ||
  (error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string')
