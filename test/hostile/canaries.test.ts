import { expect, test } from 'vitest'
import { AppError } from '../../server/errors.ts'
import { documentOf, everyString, fixtures, inputFile } from './fixtures.ts'
import { type Bench, bench } from './import-into.ts'

const each = fixtures.map((fixture) => [fixture.source, fixture] as const)

/** As it is, and as base64 (at each of the three offsets) and hex would show it. */
const shows = ['CANARY', 'Q0FOQVJZ', 'NBTkFSW', 'DQU5BUl', Buffer.from('CANARY').toString('hex')]

function expectSilence({ bytes, said }: Bench): void {
  const all = Buffer.concat([bytes(), ...said.map((text) => Buffer.from(text))])
  for (const show of shows) {
    const at = all.indexOf(show)
    expect(at === -1 ? '' : all.subarray(at - 120, at + 60).toString('latin1')).toBe('')
  }
}

test.each(each)(
  '%s: no secret of its fixture is in the store, a receipt or an error (S17)',
  async (source, { files, scope }) => {
    expect(
      files.some(({ text }) => text.includes('CANARY')),
      'the fixture holds no canary',
    ).toBe(true)
    const it = await bench()
    const inputs = files.map(({ name, text }) => inputFile(name, text))
    expect(await it.bring(source, inputs, { scope })).not.toBeInstanceOf(AppError)
    expectSilence(it)

    for (const { name, text } of files) {
      const bytes = Buffer.from(text)
      for (let at = bytes.indexOf('CANARY'); at !== -1; at = bytes.indexOf('CANARY', at + 1)) {
        for (const broken of [
          bytes.subarray(0, at + 12),
          Buffer.concat([bytes.subarray(0, at + 12), Buffer.from('"]}\u0001'), bytes.subarray(at + 12)]),
        ]) {
          await it.bring(source, [inputFile(name, broken)], { scope })
        }
      }
      await it.bring(source, [inputFile(name, bytes)], { scope }) // refused where the guard asks
    }
    for (const other of fixtures) await it.bring(other.source, inputs, { scope: 'elsewhere' })
    expectSilence(it)
  },
)

const misplaced = [
  'ghp_CANARYk3Jq8ZsW1xN5vRt7PmBc2LdYh9Qw',
  'see https://admin:CANARYk3Jq8ZsW1x@host.example/path',
  'password=CANARYk3Jq8ZsW1xN5vRt7',
  '-----BEGIN PRIVATE KEY-----\nCANARYk3Jq8ZsW1xN5vRt7PmBc2\n-----END PRIVATE KEY-----',
]

test.each(each)('%s: a secret in a field that should hold none is not kept (S17)', async (source, { files, scope }) => {
  for (const secret of misplaced) {
    const it = await bench()
    const inputs = files.map((file) => {
      const { values, render } = documentOf(file)
      return inputFile(
        file.name,
        render(
          values.map((value) => everyString(value, (text) => (text.includes('CANARY') ? text : `${text} ${secret}`))),
        ),
      )
    })
    await it.bring(source, inputs, { scope })
    const each = files.map((file) => {
      const { values, render } = documentOf(file)
      let i = 0
      return inputFile(
        file.name,
        render(
          values.map((value) =>
            everyString(value, (text) =>
              i++ % 3 === 0 && text.length > 20 && !text.includes('CANARY') ? `${text} ${secret}` : text,
            ),
          ),
        ),
      )
    })
    await it.bring(source, each, { scope })
    expectSilence(it)
  }
})
