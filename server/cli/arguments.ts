import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { AppError } from '../errors.ts'
import type { Command, Given } from './command.ts'

/** Understood by every command. */
export const commonOptions = {
  json: { type: 'boolean' },
  store: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig

/** The words and flags of a command line, checked against what the command takes. */
export function readArguments(
  { name, usage, options = {}, takes: [least, most] }: Command,
  args: readonly string[],
): Given {
  const { values, positionals: words } = parsed(name, { ...options, ...commonOptions }, args)
  const on = (flag: string) => values[flag] === true
  if (!on('help') && (words.length < least || words.length > most)) {
    const few = words.length < least ? 'something is missing' : `“${words[most]}” is one too many`
    throw new AppError('bad_argument', `${name}: ${few}; the form is: ambit ${name} ${usage}`.trimEnd())
  }
  const texts = (flag: string) => [values[flag] ?? []].flat().map(String)
  const text = (flag: string) => texts(flag).at(-1)
  return { words, on, text, texts, number: (flag, from, to) => wholeNumber(flag, text(flag), from, to) }
}

function parsed(name: string, options: ParseArgsOptionsConfig, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's first sentence names the flag; what follows explains a dash that nobody typed.
    const said = error instanceof Error ? error.message.split('. ', 1)[0] : String(error)
    throw new AppError('bad_argument', `${name}: ${said}; see ambit ${name} --help`)
  }
}

function wholeNumber(flag: string, text: string | undefined, from: number, to: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= from && value <= to) return value
  throw new AppError('bad_argument', `--${flag}: a whole number from ${from} to ${to} is due, not “${text}”`)
}
