import type { Command } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serves the application and its API on this machine, and prints the address to open.',
  usage: '[--port <port>] [--no-demo]',
  options: { port: { type: 'string' }, host: { type: 'string' }, 'no-demo': { type: 'boolean' } },
  takes: [0, 0],
  async run(given, { env, terminal }) {
    const { serveUntilStopped } = await import('../main.ts') // a server's parts are not loaded for a question
    await serveUntilStopped({
      store: given.text('store'),
      port: given.number('port', 0, 65_535),
      host: given.text('host'),
      demo: !given.on('no-demo'),
      env,
      say: terminal.note,
    })
  },
}
