// Imports one numbered batch after the other until it is killed: `put` says that a chunk went in, `ack <revision> <number>`
// that a revision was acknowledged.
import { writeSync } from 'node:fs'
import { openStore, type StoreOptions } from '../../server/store/open-store.ts'
import { header } from '../store/sample-facts.ts'
import { numberedBatch, SCOPE } from './numbered-batch.ts'

const { url, options, first } = JSON.parse(process.env['AMBIT_FAULT']!) as {
  url: string
  options: StoreOptions
  first: number
}
const say = (line: string) => writeSync(1, `${line}\n`)
const store = await openStore(url, options)
for (let number = first; ; number++) {
  const writer = await store.write({ waitMs: 10_000 })
  for (const facts of numberedBatch(number)) {
    await writer.put(SCOPE, facts)
    say('put')
  }
  await writer.seal(header(SCOPE))
  say('put')
  say(`ack ${await writer.flip()} ${number}`)
}
