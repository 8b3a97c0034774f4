import { readOrCreateKey } from '../access/home.ts'
import type { Progress } from '../intake/import-files.ts'
import type { Command } from './command.ts'
import { printReceipt } from './receipt.ts'
import { clean } from './terminal.ts'

export const importCommand: Command = {
  name: 'import',
  summary: 'Takes in exports: files, folders, zip archives, or standard input as “-”.',
  usage: '<source>|auto <path…> [--scope <name>] [--dry-run] [--confirm]',
  options: { scope: { type: 'string' }, 'dry-run': { type: 'boolean' }, confirm: { type: 'boolean' } },
  takes: [2, Number.POSITIVE_INFINITY],
  examples: [
    'import aws-iam account-authorization-details.json',
    'import auto exports/ --dry-run',
    'import facts - < graph.json',
  ],
  async run(given, { terminal, json, store, home, now, signal }) {
    const { importFiles } = await import('../intake/import-files.ts') // the importers are not loaded for a question
    const { filesAt } = await import('../intake/input-files.ts')
    const [source = 'auto', ...paths] = given.words
    const scope = given.text('scope')
    const stopReading = () => process.stdin.destroy(signal.reason as Error)
    // Nobody listens to a standard input that is not read: an error of it would end the process as a bug.
    if (paths.includes('-')) signal.addEventListener('abort', stopReading)
    const files = await filesAt(paths, process.stdin)
    signal.removeEventListener('abort', stopReading)
    const request = { source, files, dryRun: given.on('dry-run'), confirm: given.on('confirm') }
    const receipt = await importFiles(await store(), scope === undefined ? request : { ...request, scope }, {
      fingerprintKey: readOrCreateKey(home(), 'fingerprint.key'),
      now: now(),
      signal,
      onProgress: (progress) => terminal.progress(progressLine(progress)),
    })
    if (json) return terminal.printJson(receipt)
    await printReceipt(receipt, terminal)
  },
}

function progressLine({ phase, file, bytes, totalBytes, records }: Progress): string {
  const share = totalBytes === 0 ? 0 : Math.floor((100 * bytes) / totalBytes)
  return `${phase} ${clean(file)}: ${share} %, ${records} records`
}
