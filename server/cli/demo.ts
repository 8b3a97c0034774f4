import type { Command } from './command.ts'

export const demo: Command = {
  name: 'demo',
  summary: 'Puts the demo estate, an invented company, into the store, or takes it out again.',
  usage: '[--remove]',
  options: { remove: { type: 'boolean' } },
  takes: [0, 0],
  examples: ['demo --store sqlite:demo.db', 'demo --remove'],
  async run(given, { terminal, json, store, now }) {
    const { fillDemo, removeDemo } = await import('../demo/fill-demo.ts')
    const opened = await store()
    const before = await opened.current()
    const revision = given.on('remove') ? await removeDemo(opened, now().toISOString()) : await fillDemo(opened)
    const changed = revision !== before
    if (json) return terminal.printJson({ revision, changed })
    const done = given.on('remove') ? 'The demo estate is out of the store' : 'The store holds the demo estate'
    await terminal.print(
      `${done}; ${changed ? `this is revision ${revision}` : `nothing changed since revision ${revision}`}.`,
    )
  },
}
