import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './source-files.ts'

interface Entry {
  readonly version: string
  readonly resolved?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly license?: string
}
interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly allowScripts: Readonly<Record<string, boolean>>
}
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown
const manifest = read('package.json') as Manifest
const lock = read('package-lock.json') as { packages: Readonly<Record<string, Entry>> }
const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ path, name: path.split('node_modules/').at(-1)!, ...entry }))
const shipped = packages.filter(({ dev }) => !dev)

/** Only what runs at installation can act before anyone has read it. */
const mayInstall = new Map([['node', 'brings Node 24 to machines whose own is older']])
const licences = ['MIT', 'ISC', 'BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0']
/** Of the tools and page parts: the first comes with no Ambit, the second gives its code away. */
const unshipped = new Map([
  ['MPL-2.0', /^(axe-core|@axe-core\/playwright|lightningcss.*)$/],
  ['Unlicense', /^robust-predicates$/],
])
const shippedLimit = 150
/** SAFETY §7: below these, each has a known hole. */
const floors = new Map([
  ['fastify', [[5, 8, 5]]],
  ['@fastify/static', [[9, 1, 1]]],
  ['@fastify/multipart', [[9, 0, 3]]],
  [
    'minimatch',
    [
      [10, 2, 3],
      [9, 0, 7],
      [3, 1, 4],
    ],
  ],
])

const atLeast = (version: readonly number[], floor: readonly number[]): boolean => {
  const i = floor.findIndex((part, at) => part !== version[at])
  return i === -1 || version[i]! > floor[i]!
}

test('nothing that is shipped runs a script when it is installed, and of the tools only Node does', () => {
  const running = packages.filter(({ hasInstallScript }) => hasInstallScript)
  expect(running.filter(({ dev }) => !dev).map(({ name }) => name)).toEqual([])
  expect(running.map(({ name }) => name).filter((name) => !mayInstall.has(name))).toEqual([])
  expect(manifest.allowScripts).toEqual(Object.fromEntries([...mayInstall.keys()].map((name) => [name, true])))
})

test(`no more than ${shippedLimit} packages are shipped`, () => {
  expect(shipped.length).toBeLessThanOrEqual(shippedLimit)
  expect(shipped.length).toBeGreaterThan(Object.keys(manifest.dependencies).length)
})

test('every version is exact, and the lockfile has it with its integrity', () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version)
  }
  expect(packages.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ path }) => path)).toEqual([])
})

test('the licence of every package lets Ambit be given away', () => {
  const asTool = (name: string, license = '') => unshipped.get(license)?.test(name) ?? false
  const bad = packages.filter(({ path, name, license, dev }) => !free(path, license) && !(dev && asTool(name, license)))
  expect(bad.map(({ path, license }) => `${path}: ${license}`)).toEqual([])
})

test('no package is older than the fix of a hole we know of', () => {
  const old = packages.filter(({ name, version }) => {
    const own = version.split('.').map(Number)
    const known = floors.get(name)
    const floor = known?.find(([major]) => major === own[0]) ?? known?.[0]
    return floor && !atLeast(own, floor)
  })
  expect(old.map(({ path, version }) => `${path} ${version}`)).toEqual([])
})

/** What the installed package says itself counts, where it is installed; one of several choices is enough. */
function free(path: string, locked: string | undefined): boolean {
  const file = join(path, 'package.json')
  const own = existsSync(join(root, file)) ? (read(file) as { license?: string }).license : undefined
  const stated = own ?? locked ?? ''
  const some = (text: string) => text.split(' OR ').some((it) => licences.includes(it.trim()))
  return stated.replaceAll(/[()]/g, '').split(' AND ').every(some)
}
