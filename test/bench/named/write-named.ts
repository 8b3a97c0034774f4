import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const ROWS_AT_ONCE = 10_000

/** The id that a number stands for, of the length and shape that ids have in an export of AWS. */
export const arnOf = (number: string): string =>
  `arn:aws:iam::${100_000_000_000 + (Number(number) % 613)}:role/team/service-${number.padStart(8, '0')}`

/** Writes nodes.csv and edges.csv of a folder once more, with ids that are strings. */
export async function writeNamed(folder: string, out: string): Promise<void> {
  mkdirSync(out, { recursive: true })
  await rewrite('nodes.csv', 1)
  await rewrite('edges.csv', 2)

  /** The first `ids` fields of each row are numbers. */
  async function rewrite(name: string, ids: number): Promise<void> {
    const rows = createInterface({ input: createReadStream(join(folder, name)) })
    await pipeline(Readable.from(named(rows, ids)), createWriteStream(join(out, name)))
  }
}

async function* named(rows: AsyncIterable<string>, ids: number): AsyncGenerator<string> {
  let lines: string[] = []
  let first = true
  for await (const row of rows) {
    lines.push(
      first
        ? row
        : row
            .split(',')
            .map((field, i) => (i < ids ? arnOf(field) : field))
            .join(','),
    )
    first = false
    if (lines.length < ROWS_AT_ONCE) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}
