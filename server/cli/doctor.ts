import { AppError } from '../errors.ts'
import type { Command } from './command.ts'
import { clean } from './terminal.ts'

export const doctor: Command = {
  name: 'doctor',
  summary: 'Shows the configuration in effect, and whether the store answers and what is in it.',
  usage: '',
  takes: [0, 0],
  async run(_given, { terminal, json, env, home, storeUrl, store, graph }) {
    const settings = {
      node: process.version,
      home: home(),
      store: withoutCredentials(storeUrl()),
      username: env['NEO4J_USERNAME'] ?? null,
      password: env['NEO4J_PASSWORD'] || env['NEO4J_PASSWORD_FILE'] ? 'set' : 'not set',
    }
    if (!json)
      for (const [name, value] of Object.entries(settings)) await terminal.print(`${name.padEnd(10)} ${value ?? '-'}`)
    const opened = await store()
    const { graph: compiled } = await graph()
    const { revision, strays } = compiled
    const holds = { name: opened.name, revision, nodes: compiled.nodes.count, edges: compiled.edges.count, strays }
    if (json) return terminal.printJson({ settings, holds, scopes: compiled.scopes })
    await terminal.print(
      `The store ${clean(opened.name)} answers: revision ${revision}, ${holds.nodes} nodes, ${holds.edges} edges.`,
    )
    if (strays > 0) await terminal.print(`${strays} ends of edges are described by no source any more.`)
    for (const { scope, complete } of compiled.scopes)
      await terminal.print(`  ${clean(scope)}${complete ? '' : ': partial'}`)
  },
}

/** A URL may carry a password; what is shown never does. */
function withoutCredentials(url: string): string {
  if (!url.includes('@')) return url
  if (!URL.canParse(url)) throw new AppError('bad_argument', 'The address of the store cannot be read.')
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return shown.href
}
