import { AppError } from '../errors.ts'
import type { Command } from './command.ts'
import { importCommand } from './import.ts'
import { serveCommand } from './serve.ts'
import { sources } from './sources.ts'
import { suggest } from './suggest.ts'

/** Every command, in the order of the help; another one is a file and a line here. */
export const commands: readonly Command[] = [importCommand, sources, serveCommand]

export function commandNamed(name: string): Command {
  const command = commands.find((it) => it.name === name)
  if (command) return command
  const names = commands.map((it) => it.name)
  const near = suggest(name, names)
  const hint = near === undefined ? `the commands are ${names.join(', ')}` : `did you mean ${near}?`
  throw new AppError('bad_argument', `there is no command “${name}”; ${hint}`)
}
