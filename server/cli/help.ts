import type { Command } from './command.ts'

export const form = ({ name, usage }: Pick<Command, 'name' | 'usage'>) => `ambit ${name} ${usage}`.trimEnd()

export function helpOf(command: Command): string {
  const examples = (command.examples ?? []).map((example) => `  ambit ${example}`)
  return [
    command.summary,
    '',
    `  ${form(command)}`,
    ...(examples.length > 0 ? ['', 'For example:', ...examples] : []),
    '',
    common,
  ].join('\n')
}

export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Ambit tells what a compromised identity can reach, by which path, how bad that is, and the smallest safe cut.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    common,
    'ambit --version tells which Ambit this is.',
    'ambit help <command> tells more of one. An identity may be named by its id, a unique beginning of it, its name, ARN, key id or owner’s address.',
  ].join('\n')
}

const common =
  'Everywhere: --json for machines, --store sqlite:<file> or neo4j://<host> (else AMBIT_STORE, else a file under ~/.ambit), --debug for a stack.'
