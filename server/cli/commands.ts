import { AppError } from '../errors.ts'
import { chokePointsCommand } from './choke-points.ts'
import type { Command } from './command.ts'
import { contain } from './contain.ts'
import { demo } from './demo.ts'
import { diffCommand } from './diff.ts'
import { doctor } from './doctor.ts'
import { exportCommand } from './export.ts'
import { findingsCommand } from './findings.ts'
import { forget } from './forget.ts'
import { identities } from './identities.ts'
import { importCommand } from './import.ts'
import { pathsCommand } from './paths.ts'
import { radiusCommand } from './radius.ts'
import { serveCommand } from './serve.ts'
import { sources } from './sources.ts'
import { suggest } from './suggest.ts'
import { whatIfCommand } from './what-if.ts'
import { whoCanReachCommand } from './who-can-reach.ts'

/** Every command, in the order of the help; another one is a file and a line here. */
export const commands: readonly Command[] = [
  importCommand,
  sources,
  forget,
  identities,
  radiusCommand,
  pathsCommand,
  whoCanReachCommand,
  chokePointsCommand,
  contain,
  whatIfCommand,
  diffCommand,
  findingsCommand,
  exportCommand,
  serveCommand,
  demo,
  doctor,
]

export function commandNamed(name: string): Command {
  const command = commands.find((it) => it.name === name)
  if (command) return command
  const names = commands.map((it) => it.name)
  const near = suggest(name, names)
  const hint = near === undefined ? `the commands are ${names.join(', ')}` : `did you mean ${near}?`
  throw new AppError('bad_argument', `there is no command “${name}”; ${hint}`)
}
