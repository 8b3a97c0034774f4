#!/usr/bin/env node
import packageJson from '../../package.json' with { type: 'json' }
import { ambitHome } from '../access/home.ts'
import { openAside } from '../answers/threads/aside.ts'
import { graphCache } from '../api/graph-cache.ts'
import { graphFolder } from '../api/kept-graphs.ts'
import { storeDoor } from '../api/store-door.ts'
import { AppError } from '../errors.ts'
import { storeSettings } from '../store/store-settings.ts'
import { readArguments } from './arguments.ts'
import type { Context, Given } from './command.ts'
import { commandNamed, commands } from './commands.ts'
import { helpOf, overview } from './help.ts'
import { openTerminal } from './terminal.ts'

const terminal = openTerminal(process.stdout, process.stderr)
const interrupt = new AbortController()
const INTERRUPTED = 130

process.once('SIGINT', () => {
  interrupt.abort(new AppError('import_interrupted', 'interrupted'))
  process.once('SIGINT', () => process.exit(INTERRUPTED))
})
// Whoever reads has seen enough, such as `head`: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const [name = 'help', ...args] = process.argv.slice(2)
process.exitCode = await main(name, args).catch((error: unknown) => explain(error, args.includes('--debug')))

async function main(name: string, args: readonly string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name)) {
    const about = args[0] === undefined ? undefined : commandNamed(args[0])
    await terminal.print(about ? helpOf(about) : overview(commands))
    return 0
  }
  if (['version', '--version', '-V'].includes(name)) {
    await terminal.print(`ambit ${packageJson.version}`)
    return 0
  }
  const command = commandNamed(name)
  const given = readArguments(command, args)
  if (given.on('help')) {
    await terminal.print(helpOf(command))
    return 0
  }
  const { context, close } = contextFor(given)
  try {
    await command.run(given, context)
    return interrupt.signal.aborted ? INTERRUPTED : 0
  } finally {
    await close()
  }
}

function contextFor(given: Given): { context: Context; close: () => Promise<void> } {
  let home: string | undefined
  const homeFolder = () => (home ??= ambitHome(process.env))
  const settings = () => storeSettings(given.text('store'), process.env, homeFolder())
  const { store, close } = storeDoor(async () => {
    const { url, ...options } = settings()
    const { openStore } = await import('../store/open-store.ts') // a misspelt command needs no database driver
    return openStore(url, options)
  })
  const graphs = () => graphCache(store, { kept: { folder: graphFolder(settings().url, homeFolder()) } })
  const aside = openAside()
  const context: Context = {
    terminal,
    json: given.on('json'),
    env: process.env,
    home: homeFolder,
    now: () => new Date(),
    signal: interrupt.signal,
    storeUrl: () => settings().url,
    store,
    graph: (revision) => graphs().at(revision ?? given.number('revision', 0, Number.MAX_SAFE_INTEGER)),
    ask: (pinned, name, asked) => aside.ask(pinned, name, asked, interrupt.signal),
  }
  const closeAll = async () => {
    await aside.close()
    await close()
  }
  return { context, close: closeAll }
}

/** One line on standard error, and DESIGN's exit code. */
function explain(error: unknown, debug: boolean): number {
  if (interrupt.signal.aborted) {
    terminal.note('ambit: interrupted; nothing was changed')
    return INTERRUPTED
  }
  if (debug && error instanceof Error) terminal.note(error.stack ?? error.message)
  if (error instanceof AppError) {
    terminal.note(`ambit: ${error.message}`)
    return error.exitCode
  }
  terminal.note('ambit: this is a bug; please report it with the output of the same command and --debug')
  return 1
}
